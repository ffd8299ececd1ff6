"""What the suite finds out about a target."""

import json

import pytest

from contract_tests.credentials import ACME, Credentials
from contract_tests.launcher import launched
from contract_tests.target import Target, TargetError, find_target
from tests.contract_tests.stub import Replies, Reply, always, stub

KEY = Credentials(api_key="k")
NOTHING: frozenset[str] = frozenset()


def found(url: str, credentials: Credentials = KEY, *, writes: bool = False, flags: frozenset[str] = NOTHING) -> Target:
    return find_target(url, credentials, ours=False, writes=writes, flags=flags)


def mock_like(prefix: str = "") -> Replies:
    bodies = {
        f"{prefix}/__mock__/health": {"name": "dolfin-mock", "capabilities": ["clock", "reset", "tokens"]},
    }
    return lambda _method, path: Reply(body=json.dumps(bodies[path]).encode()) if path in bodies else Reply(404)


def test_a_running_mock_is_known_by_its_health() -> None:
    with launched("--seed", "1") as url:
        target = found(url, Credentials(), writes=True)
    assert target.is_mock
    assert not target.ours
    assert target.credentials == ACME
    assert target.capabilities >= {"clock", "reset", "writes", "two_clients", "portal_user", "user", "organisation"}


def test_a_mock_behind_a_prefix_of_a_proxy_is_known_too() -> None:
    with stub(mock_like("/proxied/v1")) as server:
        target = found(f"{server.url}/proxied/v1", writes=True)
        assert not found(server.url).is_mock
    assert target.is_mock
    assert target.capabilities >= {"clock", "reset"}


def test_a_mock_with_other_credentials_keeps_to_them() -> None:
    with stub(mock_like()) as server:
        assert found(server.url).credentials == KEY
        assert found(server.url, Credentials()).credentials == ACME


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404),
        Reply(200, body=b"<html>"),
        Reply(200, body=b'"dolfin-mock"'),
        Reply(200, body=b'{"name": "other"}'),
        Reply(401, {"content-type": "application/problem+json"}, b'{"title": "Unauthorized"}'),
    ],
)
def test_anything_else_is_no_mock(reply: Reply) -> None:
    with stub(always(reply)) as server:
        target = found(server.url)
    assert not target.is_mock
    assert not target.capabilities & {"clock", "reset"}


def test_a_read_only_run_does_not_move_the_clock_of_a_mock() -> None:
    with stub(mock_like()) as server:
        assert not found(server.url).capabilities & {"clock", "reset", "writes"}


def test_nothing_there_is_said_in_a_sentence() -> None:
    with stub() as server:
        pass
    with pytest.raises(TargetError, match="nothing answers at"):
        found(server.url)


def test_a_server_that_is_no_mock_needs_credentials() -> None:
    with stub(always(Reply(404))) as server, pytest.raises(TargetError, match="DOLFIN_API_KEY"):
        found(server.url, Credentials())


@pytest.mark.parametrize(
    ("credentials", "writes", "capabilities"),
    [
        (Credentials(api_key="k"), False, {"api_key"}),
        (Credentials(api_key="k"), True, {"api_key", "writes", "user", "organisation"}),
        (Credentials(session_token="t"), False, {"user"}),
        (Credentials(session_token="t"), True, {"user"}),
        (Credentials(api_key="k", user_id="u"), False, {"api_key", "user"}),
        (Credentials(api_key="k", organisation_id="o"), False, {"api_key", "organisation", "given_organisation"}),
        (Credentials(api_key="k", second_api_key="l"), False, {"api_key", "two_clients"}),
        (Credentials(api_key="k", portal_user_id="p"), False, {"api_key", "portal_user"}),
    ],
)
def test_capabilities_follow_from_what_was_given(
    credentials: Credentials, writes: bool, capabilities: set[str]
) -> None:
    with stub(always(Reply(404))) as server:
        assert found(server.url, credentials, writes=writes).capabilities == capabilities


def test_capabilities_can_be_vouched_for() -> None:
    with stub(always(Reply(404))) as server:
        target = found(server.url, flags=frozenset({"clock"}))
    assert target.missing(frozenset({"clock", "reset"})) == {"reset"}
