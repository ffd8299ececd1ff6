"""JSON is read to the letter, also in a request that a lenient reader would perform."""

import json
from collections.abc import Callable

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

INVALID = "Mock.InvalidRequest"
HEADERS = {"content-type": "application/json"}
ONE_READING = "RFC 8259: a text that readers take in different ways is no JSON to rely on"

DAMAGE: dict[str, Callable[[str], str]] = {
    "doubled_member": lambda text: text.replace("{", '{"name": "Another", ', 1),
    "not_a_number": lambda text: text.replace("{", '{"extra": NaN, ', 1),
    "trailing_comma": lambda text: text.replace("}", ",}"),
    "trailing_text": lambda text: f"{text} {text}",
    "comment": lambda text: f"/* new */ {text}",
    "single_quotes": lambda text: text.replace('"', "'"),
    "list_around_it": lambda text: f"[{text}]",
}


@pytest.mark.error_code(INVALID, "createOrganisation")
@pytest.mark.needs("writes")
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_body_that_is_nearly_json_makes_no_organisation(
    damage: Callable[[str], str], api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    body = json.dumps({"name": provision.name("organisation"), "industryId": provision.industry()})
    answer = api.call("createOrganisation", client, data=damage(body).encode(), headers=HEADERS)
    expect.refusal(answer, INVALID, rule=ONE_READING)


@pytest.mark.error_code(INVALID, "createAuthCode")
@pytest.mark.needs("api_key")
@pytest.mark.parametrize("body", [b"[]", b'""', b"0", b"false"])
def test_a_body_that_is_empty_in_its_own_way_is_no_empty_object(
    body: bytes, api: ApiClient, expect: Expectations, client: Caller
) -> None:
    expect.refusal(api.call("createAuthCode", client, data=body, headers=HEADERS), INVALID)
