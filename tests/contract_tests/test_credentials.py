"""Credentials come from the environment or a file, by the same names."""

import pytest

from contract_tests.credentials import ACME, Credentials, CredentialsError, read_credentials
from tests.asgi import ACME as ACME_ORGANISATION
from tests.asgi import ACME_KEY, ADAM, ALICE, CORNER_KEY


def test_each_is_read_from_the_environment() -> None:
    environment = {"DOLFIN_API_KEY": "k", "DOLFIN_SESSION_TOKEN": "t", "DOLFIN_USER_ID": "u", "OTHER": "x"}
    assert read_credentials({}, environment) == Credentials(api_key="k", session_token="t", user_id="u")


def test_an_empty_variable_is_none() -> None:
    assert read_credentials({}, {"DOLFIN_API_KEY": ""}) == Credentials()


def test_the_environment_goes_before_the_file() -> None:
    given = {"DOLFIN_API_KEY": "from-file", "DOLFIN_USER_ID": "7"}
    assert read_credentials(given, {"DOLFIN_API_KEY": "from-environment"}) == Credentials(
        api_key="from-environment", user_id="7"
    )


def test_white_space_around_a_credential_is_left_out() -> None:
    assert read_credentials({}, {"DOLFIN_API_KEY": " dol_live_1\n"}).api_key == "dol_live_1"


@pytest.mark.parametrize("value", ["s3cret\nx", "s3cret x", "s3cr\u00e9t", "s3cret\x00"])
def test_a_credential_that_no_header_can_hold_is_told_without_its_value(value: str) -> None:
    with pytest.raises(CredentialsError, match="DOLFIN_API_KEY") as caught:
        read_credentials({}, {"DOLFIN_API_KEY": value})
    assert "s3cr" not in str(caught.value)


def test_a_credential_in_a_file_must_be_text() -> None:
    with pytest.raises(CredentialsError, match="quote it"):
        read_credentials({"DOLFIN_API_KEY": 7}, {})  # type: ignore[dict-item]  # what a file can hold


def test_a_name_that_is_none_is_told_without_its_value() -> None:
    with pytest.raises(CredentialsError, match="DOLFIN_APIKEY") as caught:
        read_credentials({"DOLFIN_APIKEY": "s3cret"}, {})
    assert "s3cret" not in str(caught.value)


def test_the_secrets_among_them_are_named() -> None:
    given = Credentials(api_key="a", second_api_key="b", session_token="c", user_id="u", client_id="i")
    assert given.secrets == ("a", "b", "c")
    assert Credentials().secrets == ()


def test_those_of_the_default_scenario_are_the_scenarios() -> None:
    assert (ACME.api_key, ACME.second_api_key) == (ACME_KEY, CORNER_KEY)
    assert (ACME.user_id, ACME.portal_user_id, ACME.organisation_id) == (ALICE, ADAM, ACME_ORGANISATION)
