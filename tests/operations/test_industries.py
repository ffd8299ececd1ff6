"""The industries an organisation can have (C2)."""

import pytest

from tests.asgi import ACME_KEY, CORNER_KEY, InProcess
from tests.operations.callers import PLUMBING


@pytest.mark.parametrize("key", [ACME_KEY, CORNER_KEY])
def test_every_client_sees_the_industries_in_their_order(mock: InProcess, key: str) -> None:
    response = mock.with_key("GET", "/industries", key=key)
    assert response.status_code == 200
    assert response.json() == {
        "data": [
            PLUMBING,
            {"id": "3c1de2f4-5a6b-4c7d-8e9f-0a1b2c3d4e5f", "name": "Bakery"},
            {"id": "7d2ef3a5-6b7c-4d8e-9f0a-1b2c3d4e5f60", "name": "Electrical"},
        ]
    }


def test_no_organisation_needs_to_be_selected(mock: InProcess) -> None:
    headers = {"x-dolfin-organisation-id": "nonsense"}
    assert mock.with_key("GET", "/industries", headers=headers).status_code == 200
