"""Generated headers leave the framing of a request to the HTTP layer."""

from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from contract_tests.properties.framing import leaves_framing_alone
from contract_tests.properties.schemathesis_run import leave_framing_alone

PARAMETER = {"name": "content-length", "in": "header", "required": True, "schema": {"type": "integer"}}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "one read", "version": "1"},
    "paths": {"/things": {"get": {"parameters": [PARAMETER], "responses": {"200": {"description": "fine"}}}}},
}


@pytest.mark.parametrize("name", ["content-length", "Transfer-Encoding", "HOST"])
def test_a_header_of_the_http_layer_is_not_generated(name: str) -> None:
    assert not leaves_framing_alone(None, {"x-dolfin-organisation-id": "a", name: "/_j~c%2~Hu"})


@pytest.mark.parametrize("headers", [None, {}, {"x-content-length": "3", "r": "i"}])
def test_any_other_header_is(headers: Mapping[str, str] | None) -> None:
    assert leaves_framing_alone(None, headers)


def test_the_generator_is_told() -> None:
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    leave_framing_alone(schema)
    seen: list[dict[str, str]] = []

    @settings(max_examples=20, database=None, suppress_health_check=list(HealthCheck), deadline=None)
    @given(case=schema["/things"]["GET"].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def collect(case: "schemathesis.Case[Any]") -> None:
        seen.append(dict(case.headers))

    collect()
    assert seen
    assert all("content-length" not in headers for headers in seen)
