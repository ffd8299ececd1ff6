"""The banner has everything that the first request needs."""

import json
import re
import shlex

import pytest

from mock_server.cli.banner import banner
from tests.asgi import ACME, ACME_KEY, ALICE, InProcess

URL = "http://127.0.0.1:4010"


def _lines(mock: InProcess) -> list[str]:
    return banner(mock.server, URL).splitlines()


def _example_urls(mock: InProcess) -> list[tuple[str, str]]:
    return re.findall(rf"^  ([A-Z]+) +({URL}\S*)$", banner(mock.server, URL), flags=re.MULTILINE)


@pytest.mark.parametrize("scenario", ["acme", "guide", "empty"])
def test_the_last_line_says_where_it_listens(scenario: str) -> None:
    assert _lines(InProcess(scenario=scenario))[-1] == f"Listening on {URL}"


@pytest.mark.parametrize("scenario", ["acme", "guide", "empty"])
def test_the_operations_of_the_guide_are_shown_and_all_are_counted_by_fidelity(scenario: str) -> None:
    mock = InProcess(scenario=scenario)
    assert {url.partition("?")[0].removeprefix(URL).split("/")[1] for _, url in _example_urls(mock)} == {
        "auth",
        "industries",
        "invoices",
        "me",
        "organisations",
    }
    (line,) = [line for line in _lines(mock) if line.startswith("  All of them ")]
    assert sum(int(number) for number in re.findall(r"\d+", line)) == len(mock.server.contract.operations)


def test_the_example_urls_have_ids_of_the_world(mock: InProcess) -> None:
    assert ("GET", f"{URL}/organisations/{ACME}/users") in _example_urls(mock)
    for method, url in _example_urls(mock):
        assert "{" not in url
        if method == "GET" and "/me" not in url:
            response = mock.with_key("GET", url, headers={"x-dolfin-organisation-id": ACME})
            assert response.status_code == 200


def test_where_the_world_has_no_id_the_parameter_stays() -> None:
    assert ("GET", f"{URL}/organisations/{{organisationId}}/users") in _example_urls(InProcess(scenario="guide"))


def test_every_api_key_and_every_user_is_shown(mock: InProcess) -> None:
    shown = banner(mock.server, URL)
    for text in (ACME_KEY, "dol_live_xyz789", "Acme Platform", "alice@acmeplumbing.co.uk", "Acme Plumbing Ltd: Member"):
        assert text in shown
    assert re.search(r"norah@example.com  \(in no organisation\)", shown)


@pytest.mark.parametrize("scenario", ["acme", "guide", "empty"])
def test_the_line_to_try_works_as_it_stands(scenario: str) -> None:
    mock = InProcess(scenario=scenario)
    (line,) = [line for line in _lines(mock) if line.startswith("  Try  ")]
    command, url, *options = shlex.split(line.removeprefix("  Try"))
    assert command == "curl"
    pairs = list(zip(options[::2], options[1::2], strict=True))
    headers = dict(value.split(": ", 1) for option, value in pairs if option == "-H")
    bodies = [value for option, value in pairs if option == "-d"]
    response = mock.request("POST" if bodies else "GET", url, headers=headers, content="".join(bodies))
    assert response.is_success, response.text


def test_the_session_token_is_ready_to_use(mock: InProcess) -> None:
    match = re.search(r"^  Session +(\S+)  \((\S+)\)$", banner(mock.server, URL), flags=re.MULTILINE)
    assert match is not None
    me = mock.with_token(match[1], "GET", "/me").json()
    assert (me["userId"], me["email"]) == (ALICE, match[2])


def test_the_control_api_is_shown_with_how_to_reach_it() -> None:
    assert f"  Control API   {URL}/__mock__/health" in _lines(InProcess())
    assert f"  Control API   {URL}/__mock__/health, with x-mock-control-token" in _lines(InProcess(control_token="t"))


def test_a_control_api_that_is_off_is_said_to_be() -> None:
    (line,) = [line for line in _lines(InProcess(host="0.0.0.0")) if "Control API" in line]
    assert "off" in line
    assert "--control-token" in line


def test_the_same_seed_and_time_make_the_same_banner() -> None:
    first, second, other = (banner(InProcess(seed=seed).server, URL) for seed in (7, 7, 8))
    assert first == second != other


def test_a_control_token_and_a_secret_are_never_shown() -> None:
    mock = InProcess(control_token="hidden-token", jwt_secret="hidden-" * 6)
    assert "hidden-" not in banner(mock.server, URL)


def test_the_contract_is_where_the_banner_says(mock: InProcess) -> None:
    (line,) = [line for line in _lines(mock) if line.startswith("  Contract ")]
    assert json.loads(mock.request("GET", line.split()[1]).content)["openapi"]
