"""Tax rates: the organisation's own, then the defaults of its country (A6)."""

from typing import Any

import httpx
import pytest

from tests.asgi import ACME, ACME_KEY, BRIGHTSIDE, CORNER_BAKERY, CORNER_KEY, InProcess, refusal

DEFAULTS = ["GB_STANDARD", "GB_REDUCED", "GB_ZERO", "GB_EXEMPT"]


def create(mock: InProcess, *, organisation: str = ACME, key: str = ACME_KEY, **body: Any) -> httpx.Response:
    headers = {"x-dolfin-organisation-id": organisation}
    return mock.with_key("POST", "/tax-rates", key=key, headers=headers, json=body)


def listed(mock: InProcess, *, organisation: str = ACME, key: str = ACME_KEY, **query: Any) -> dict[str, Any]:
    headers = {"x-dolfin-organisation-id": organisation}
    response = mock.with_key("GET", "/tax-rates", key=key, headers=headers, params=query)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def codes(page: dict[str, Any]) -> list[str]:
    return [rate["code"] for rate in page["data"]]


def test_an_organisation_without_rates_of_its_own_sees_those_of_its_country(mock: InProcess) -> None:
    page = listed(mock)
    assert codes(page) == DEFAULTS
    assert page["data"][0] == {
        "id": "4c817474-ce19-5c79-9165-99600c535496",
        "code": "GB_STANDARD",
        "name": "VAT 20%",
        "rate": 20,
        "country": "GB",
        "isDefault": True,
    }
    assert (page["nextCursor"], page["hasMore"]) == (None, False)


def test_a_rate_of_its_own_is_listed_before_them(mock: InProcess) -> None:
    response = create(mock, code="LOCAL", name="Local levy", rate="2.75")
    assert response.status_code == 201
    made = response.json()
    assert {name: made[name] for name in made if name != "id"} == {
        "code": "LOCAL",
        "name": "Local levy",
        "rate": 2.75,
        "country": None,
        "isDefault": False,
    }
    create(mock, code="NEWER", name="Newer")
    page = listed(mock)
    assert codes(page) == ["NEWER", "LOCAL", *DEFAULTS]
    assert page["data"][1] == made


def test_a_rate_without_a_percentage_is_zero(mock: InProcess) -> None:
    assert create(mock, code="NONE", name="None").json()["rate"] == 0


def test_another_organisation_does_not_see_it(mock: InProcess) -> None:
    create(mock, code="LOCAL", name="Local levy")
    assert codes(listed(mock, organisation=BRIGHTSIDE)) == DEFAULTS
    assert codes(listed(mock, organisation=CORNER_BAKERY, key=CORNER_KEY)) == DEFAULTS


def test_the_list_comes_in_pages_over_both_kinds(mock: InProcess) -> None:
    for code in ("A", "B", "C"):
        create(mock, code=code, name=code)
    shown: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = listed(mock, Limit=2, **({"Cursor": cursor} if cursor else {}))
        shown += codes(page)
        cursor = page["nextCursor"]
        assert page["hasMore"] == (cursor is not None)
    assert shown == ["C", "B", "A", *DEFAULTS]


@pytest.mark.parametrize(
    ("code", "found"), [("LOCAL", ["LOCAL"]), ("gb_zero", ["GB_ZERO"]), ("MISSING", []), ("", [])], ids=repr
)
def test_the_list_can_be_narrowed_to_one_code(mock: InProcess, code: str, found: list[str]) -> None:
    create(mock, code="LOCAL", name="Local levy")
    assert codes(listed(mock, Code=code)) == found


@pytest.mark.parametrize("code", ["LOCAL", "local", "GB_STANDARD", "gb_standard"])
def test_a_code_stands_for_one_rate(mock: InProcess, code: str) -> None:
    create(mock, code="LOCAL", name="Local levy")
    assert refusal(create(mock, code=code, name="Another")) == (409, "Mock.NumberTaken")
    assert codes(listed(mock)) == ["LOCAL", *DEFAULTS]


def test_a_code_that_another_organisation_has_is_free(mock: InProcess) -> None:
    create(mock, code="LOCAL", name="Local levy", organisation=BRIGHTSIDE)
    assert create(mock, code="LOCAL", name="Local levy").status_code == 201


@pytest.mark.parametrize("missing", ["code", "name"])
@pytest.mark.parametrize("sent", [{}, {"code": "", "name": ""}, {"code": None, "name": None}], ids=str)
def test_a_rate_needs_its_code_and_its_name(mock: InProcess, missing: str, sent: dict[str, Any]) -> None:
    body = {"code": "X", "name": "X"} | {name: value for name, value in sent.items() if name == missing}
    if missing not in sent:
        del body[missing]
    assert refusal(create(mock, **body)) == (400, f"TaxRate.Missing{missing.title()}")


@pytest.mark.parametrize("rate", [-1, 100.5, "-1", "1e2", "", "twenty", None, [], True], ids=repr)
def test_a_rate_is_a_percentage(mock: InProcess, rate: Any) -> None:
    assert refusal(create(mock, code="X", name="X", rate=rate)) == (400, "Mock.InvalidRequest")


def test_a_filter_with_nul_is_refused(mock: InProcess) -> None:
    headers = {"x-dolfin-organisation-id": ACME}
    assert refusal(mock.with_key("GET", "/tax-rates?Code=%00", headers=headers)) == (400, "Mock.InvalidRequest")
