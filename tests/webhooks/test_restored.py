"""A webhook that was on its way when a snapshot was saved is on its way again when that is restored."""

import time
from collections.abc import Callable

import httpx

from tests.asgi import ACME_KEY
from tests.running import program
from tests.webhooks.listener import Listener, listening


def test_what_was_being_sent_is_sent_again_in_the_restored_world_and_in_one_made_from_it() -> None:
    with (
        listening(stuck=True) as listener,
        program() as server,
        httpx.Client(base_url=server.url, headers={"x-dolfin-api-key": ACME_KEY}) as client,
    ):
        client.post("/webhook-subscriptions", json={"url": listener.url, "eventTypes": ["*"]})
        industry = client.get("/industries").json()["data"][0]["id"]
        assert client.post("/organisations", json={"name": "Zed Ltd", "industryId": industry}).status_code == 201
        assert _comes(listener, 1)
        assert client.post("/__mock__/snapshots", json={"name": "it"}).status_code == 201
        listener.go_on.set()
        assert _until(lambda: not client.get("/__mock__/state").json()["outbox"])
        assert client.post("/__mock__/snapshots/it/restore").status_code == 200
        assert _comes(listener, 2)
        assert client.post("/__mock__/worlds", json={"snapshot": "it"}).status_code == 201
        assert _comes(listener, 3)
        assert len({received.content for received in listener.received}) == 1
        assert "Traceback" not in server.log()


def _comes(listener: Listener, number: int) -> bool:
    return _until(lambda: len(listener.received) == number)


def _until(happened: Callable[[], object]) -> bool:
    until = time.monotonic() + 10
    while not happened() and time.monotonic() < until:
        time.sleep(0.01)
    return bool(happened())
