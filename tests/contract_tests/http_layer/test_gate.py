"""The gate, against a server that counts what reached it."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import pytest
import requests

from contract_tests.http_layer.gate import BREAKDOWN_WINDOW, Gate, Limits, Refused, Stopped, record_of
from contract_tests.http_layer.masking import MASK, Masker
from contract_tests.http_layer.policy import Policy
from contract_tests.http_layer.recording import KEPT_BODY
from tests.contract_tests.contracts import CONTRACT
from tests.contract_tests.stub import Reply, Stub, always, stub

READ_ONLY = Policy(writes=False, logins=True, undeclared=False, control=False)
WRITING = Policy(writes=True, logins=True, undeclared=True, control=True)
KEY = "dol_live_of_this_test"
ORGANISATION = "11111111-2222-4333-8444-555555555555"


@contextmanager
def gated(server: Stub, policy: Policy = READ_ONLY, limits: Limits | None = None, prefix: str = "") -> Iterator[Gate]:
    gate = Gate(server.url + prefix, CONTRACT, policy, Masker([KEY]), limits or Limits())
    with gate.installed():
        yield gate


@pytest.fixture
def server() -> Iterator[Stub]:
    with stub() as running:
        yield running


def test_what_may_be_sent_reaches_the_server(server: Stub) -> None:
    with gated(server) as gate:
        assert requests.get(f"{server.url}/industries", timeout=5).status_code == 200
        requests.post(f"{server.url}/auth/codes", json={}, timeout=5)
    assert server.asked == [("GET", "/industries"), ("POST", "/auth/codes")]
    assert gate.recording.sent == 2
    assert gate.recording.exercised["listIndustries", 200, None] == 1


@pytest.mark.parametrize(
    ("method", "path", "reason"),
    [
        ("POST", "/organisations", "createOrganisation changes state: allow that with --allow-writes"),
        ("POST", "/organisations?x=/auth/codes", "createOrganisation changes state: allow that with --allow-writes"),
        ("POST", "/%6frganisations", "createOrganisation changes state: allow that with --allow-writes"),
        ("POST", "/auth/../organisations", "createOrganisation changes state: allow that with --allow-writes"),
        ("post", "/organisations", "createOrganisation changes state: allow that with --allow-writes"),
        ("DELETE", "/industries", "DELETE is not declared for this path"),
        ("POST", "/organisations/", "POST is not declared for this path"),
        ("POST", "//organisations", "POST is not declared for this path"),
        ("POST", "/__mock__/reset", "the mock's controls are not to be touched"),
    ],
)
def test_what_must_not_be_sent_does_not_leave_the_process(method: str, path: str, reason: str, server: Stub) -> None:
    with gated(server) as gate, pytest.raises(Refused, match=r"^not sent: "):
        requests.request(method, server.url + path, timeout=5)
    assert server.asked == []
    assert gate.refused == {reason: 1}
    assert gate.recording.sent == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/me",
        "http://localhost/me",
        "http://elsewhere.example/me",
        "https://{host}/me",
        "http://u:p@{host}/me",
    ],
)
def test_only_the_target_itself_is_called(url: str, server: Stub) -> None:
    address = url.format(host=server.url.removeprefix("http://"))
    with gated(server, WRITING) as gate, pytest.raises(Refused, match="only the target is called"):
        requests.get(address, timeout=5)
    assert gate.refused == {"only the target is called": 1}
    assert server.asked == []


def test_a_redirect_to_another_host_is_not_followed() -> None:
    elsewhere = Reply(302, {"location": "http://elsewhere.example/me"})
    with stub(always(elsewhere)) as server, gated(server):
        assert requests.get(f"{server.url}/me", timeout=5).status_code == 302
    assert server.asked == [("GET", "/me")]


def test_a_redirect_is_no_way_round_the_policy() -> None:
    with stub(always(Reply(307, {"location": "/organisations"}))) as server, gated(server):
        assert requests.post(f"{server.url}/auth/codes", json={}, timeout=5).status_code == 307
    assert server.asked == [("POST", "/auth/codes")]


def test_the_users_netrc_is_not_sent(server: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine 127.0.0.1 login user password s3cret", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(file))
    with gated(server) as gate:
        requests.get(f"{server.url}/me", timeout=5)
    assert [list(recorded.credentials) for recorded in gate.recording] == [[]]


@pytest.mark.parametrize("path", ["/auth/codes", "/stagingx/auth/codes", "/staging"])
def test_what_is_not_below_the_targets_path_is_not_called(server: Stub, path: str) -> None:
    with gated(server, prefix="/staging/v1"), pytest.raises(Refused, match="only the target"):
        requests.post(f"{server.url}{path}", json={}, timeout=5)
    assert server.asked == []


def test_a_server_that_answers_nothing_any_more_ends_the_run() -> None:
    with stub() as server:
        gone = server
    with gated(gone) as gate:
        for _ in range(BREAKDOWN_WINDOW):
            with pytest.raises(requests.ConnectionError):
                requests.get(f"{gate.base_url}/me", timeout=5)
        with pytest.raises(Stopped, match="none at all"):
            requests.get(f"{gate.base_url}/me", timeout=5)


def test_the_rate_does_not_lead_past_the_end_of_the_time(server: Stub) -> None:
    with gated(server, limits=Limits(per_second=0.01, seconds=60)) as gate:
        requests.get(f"{gate.base_url}/me", timeout=5)
        with pytest.raises(Stopped, match="--rate"):
            requests.get(f"{gate.base_url}/me", timeout=5)


def test_a_secret_that_an_answer_hands_out_is_taken_out_wherever_it_turns_up() -> None:
    reply = Reply(
        200, {"content-type": "application/json"}, b'{"token": "opaque-token-20", "debug": "opaque-token-20"}'
    )
    with stub(always(reply)) as server, gated(server) as gate:
        requests.get(f"{server.url}/me?echo=opaque-token-20", timeout=5)
        gate.recording.mask_again(gate.masker.text)
    assert "opaque-token-20" not in str(list(gate.recording))


def test_operations_are_found_below_a_prefix(server: Stub) -> None:
    with gated(server, prefix="/staging/v1") as gate:
        requests.get(f"{gate.base_url}/industries", timeout=5)
        with pytest.raises(Refused, match="createOrganisation"):
            requests.post(f"{gate.base_url}/organisations", timeout=5)
    assert gate.recording.exercised["listIndustries", 200, None] == 1


def test_the_gate_is_gone_when_its_block_ends(server: Stub) -> None:
    with gated(server):
        pass
    requests.post(f"{server.url}/organisations", timeout=5)
    assert server.asked == [("POST", "/organisations")]


def test_generated_requests_change_only_organisations_of_the_run(server: Stub) -> None:
    with gated(server, WRITING) as gate:
        gate.confined, gate.area = frozenset({"properties"}), "properties"
        gate.owned.add(ORGANISATION)
        requests.get(f"{server.url}/industries", timeout=5)
        for path, headers in (
            ("/organisations", {}),
            ("/invoices", {}),
            ("/invoices", {"x-dolfin-organisation-id": "x"}),
        ):
            with pytest.raises(Refused, match="only organisations that the run made"):
                requests.post(server.url + path, json={}, headers=headers, timeout=5)
        own = {"x-dolfin-organisation-id": ORGANISATION}
        requests.post(f"{server.url}/invoices", json={}, headers=own, timeout=5)
    assert server.asked == [("GET", "/industries"), ("POST", "/invoices")]


def test_the_budget_of_requests_is_kept(server: Stub) -> None:
    with gated(server, limits=Limits(requests=3)) as gate:
        for _ in range(3):
            requests.get(f"{server.url}/me", timeout=5)
        with pytest.raises(Stopped, match="--max-requests 3 is reached"):
            requests.get(f"{server.url}/me", timeout=5)
    assert len(server.asked) == 3
    assert gate.stopped == "--max-requests 3 is reached"
    assert gate.breakdown is None


def test_the_budget_holds_when_many_ask_at_once(server: Stub) -> None:
    def ask(_: int) -> bool:
        try:
            requests.get(f"{server.url}/me", timeout=5)
        except Stopped:
            return False
        return True

    with gated(server, limits=Limits(requests=5)), ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(ask, range(20))) == 5
    assert len(server.asked) == 5


def test_what_is_refused_costs_no_budget(server: Stub) -> None:
    with gated(server, limits=Limits(requests=1)):
        with pytest.raises(Refused):
            requests.post(f"{server.url}/organisations", timeout=5)
        requests.get(f"{server.url}/me", timeout=5)
    assert len(server.asked) == 1


def test_the_time_of_a_run_is_kept(server: Stub) -> None:
    with gated(server, limits=Limits(seconds=0.05)) as gate:
        requests.get(f"{server.url}/me", timeout=5)
        time.sleep(0.06)
        assert gate.seconds_left == 0.0
        with pytest.raises(Stopped, match=r"--max-time 0\.05 is reached"):
            requests.get(f"{server.url}/me", timeout=5)


def test_the_rate_is_kept_by_all_threads_together(server: Stub) -> None:
    with gated(server, limits=Limits(per_second=50)), ThreadPoolExecutor(5) as pool:
        began = time.monotonic()
        list(pool.map(lambda _: requests.get(f"{server.url}/me", timeout=5), range(6)))
        assert time.monotonic() - began >= 5 / 50


def test_a_burst_of_5xx_stops_the_run() -> None:
    with stub(always(Reply(503))) as server, gated(server) as gate:
        for _ in range(BREAKDOWN_WINDOW):
            requests.get(f"{server.url}/me", timeout=5)
        with pytest.raises(Stopped, match="were all 5xx"):
            requests.get(f"{server.url}/me", timeout=5)
    assert gate.breakdown is not None
    assert len(server.asked) == BREAKDOWN_WINDOW


@pytest.mark.parametrize("between", [200, 404])
def test_a_5xx_now_and_then_does_not_stop_the_run(between: int) -> None:
    statuses = cycle([*[500] * (BREAKDOWN_WINDOW - 1), between])
    with stub(lambda _method, _path: Reply(next(statuses))) as server, gated(server) as gate:
        for _ in range(3 * BREAKDOWN_WINDOW):
            requests.get(f"{server.url}/me", timeout=5)
    assert gate.stopped is None


def test_what_is_recorded_shows_no_credential() -> None:
    reply = Reply(
        200, {"content-type": "application/json", "x-echo": KEY}, f'{{"token": "t0k3n", "x": "{KEY}"}}'.encode()
    )
    with stub(always(reply)) as server, gated(server) as gate:
        headers = {"x-dolfin-api-key": KEY, "authorization": "Bearer abc.def"}
        response = requests.post(
            f"{server.url}/auth/exchange?code=s3cret", json={"code": "c0de", "x": KEY}, headers=headers, timeout=5
        )
    recorded = record_of(response)
    assert recorded is not None
    assert list(gate.recording) == [recorded]
    for secret in (KEY, "abc.def", "s3cret", "c0de", "t0k3n"):
        assert secret not in repr(recorded)
        assert secret not in recorded.curl
    assert MASK in recorded.curl


def test_a_secret_at_the_edge_of_what_is_kept_is_masked_whole() -> None:
    body = b"a" * (KEPT_BODY - 10) + KEY.encode()
    with stub(always(Reply(body=body))) as server, gated(server):
        recorded = record_of(requests.get(f"{server.url}/me", timeout=5))
    assert recorded is not None
    assert KEY[:5] not in recorded.response_body


def test_listeners_hear_of_every_answer(server: Stub) -> None:
    heard: list[tuple[str | None, int]] = []
    with gated(server) as gate:
        gate.listeners.append(lambda recorded, response: heard.append((recorded.operation_id, response.status_code)))
        requests.get(f"{server.url}/me", timeout=5)
        requests.get(f"{server.url}/nowhere", timeout=5)
    assert heard == [("getMe", 200), (None, 200)]
