"""The selected organisation: asked for where the operation declares the header, and nowhere else."""

import pytest

from tests.asgi import ACME, ACME_KEY, ALICE, BRIGHTSIDE, CORNER_BAKERY, OLIVIA, InProcess, refusal, sent_raw

HEADER = b"x-dolfin-organisation-id"
KEY = (b"x-dolfin-api-key", ACME_KEY.encode())
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def mock() -> InProcess:
    """One server for all: nothing here changes its world in a way that another test sees."""
    return InProcess()


def _invoices(mock: InProcess, *organisations: str) -> tuple[int, str]:
    return refusal(sent_raw(mock, "GET", "/invoices", [KEY, *((HEADER, value.encode()) for value in organisations)]))


def test_the_header_selects_the_organisation(mock: InProcess) -> None:
    response = mock.with_key("GET", "/invoices", headers={"x-dolfin-organisation-id": ACME.upper()})
    assert response.status_code == 200
    assert len(response.json()["data"]) == 3


@pytest.mark.parametrize("organisations", [(), ("",)])
def test_without_the_header_the_refusal_names_it(mock: InProcess, organisations: tuple[str, ...]) -> None:
    assert _invoices(mock, *organisations) == (400, "Mock.MissingOrganisationHeader")


@pytest.mark.parametrize(
    "value", ["x", ACME[:-1], ACME + "0", f"{{{ACME}}}", ACME.replace("-", ""), f" {ACME}", "ACME\0"]
)
def test_a_value_that_is_no_uuid_is_refused(mock: InProcess, value: str) -> None:
    assert _invoices(mock, value) == (400, "Mock.InvalidRequest")


def test_a_doubled_header_is_refused_even_when_both_are_the_same(mock: InProcess) -> None:
    assert _invoices(mock, ACME, ACME) == (400, "Mock.InvalidRequest")


@pytest.mark.parametrize("organisation", [CORNER_BAKERY, NOWHERE])
def test_a_foreign_organisation_looks_like_one_that_does_not_exist(mock: InProcess, organisation: str) -> None:
    assert _invoices(mock, organisation) == (403, "Mock.OrganisationNotAccessible")


def test_a_session_selects_only_where_the_user_is_a_member(mock: InProcess) -> None:
    token = mock.login(ALICE)
    assert mock.with_token(token, "GET", "/invoices", organisation=ACME).status_code == 200
    response = mock.with_token(token, "GET", "/invoices", organisation=BRIGHTSIDE)
    assert refusal(response) == (403, "Mock.OrganisationNotAccessible")


def test_a_handoff_session_selects_its_organisation_alone(mock: InProcess) -> None:
    code = mock.handoff(mock.login(OLIVIA), ACME).json()["code"]
    token = mock.exchange(code).json()["token"]
    assert mock.with_token(token, "GET", "/invoices", organisation=ACME).status_code == 200
    response = mock.with_token(token, "GET", "/invoices", organisation=BRIGHTSIDE)
    assert refusal(response) == (403, "Mock.OrganisationNotAccessible")


@pytest.mark.parametrize("value", ["nonsense", CORNER_BAKERY])
def test_an_operation_without_the_header_does_not_read_it(mock: InProcess, value: str) -> None:
    response = mock.with_key("GET", "/industries", headers={"x-dolfin-organisation-id": value})
    assert response.status_code == 200
