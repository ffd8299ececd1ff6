"""Webhooks of the program as it is started."""

import time

import httpx

from tests.asgi import ACME_KEY
from tests.running import program
from tests.webhooks.listener import listening


def test_a_served_mock_sends_by_itself_and_ends_cleanly_while_a_subscriber_keeps_it_waiting() -> None:
    with (
        listening(stuck=True) as listener,
        program() as server,
        httpx.Client(base_url=server.url, headers={"x-dolfin-api-key": ACME_KEY}) as client,
    ):
        client.post("/webhook-subscriptions", json={"url": listener.url, "eventTypes": ["*"]})
        industry = client.get("/industries").json()["data"][0]["id"]
        made = client.post("/organisations", json={"name": "Zed Ltd", "industryId": industry})
        assert made.status_code == 201
        until = time.monotonic() + 10
        while not listener.received and time.monotonic() < until:
            time.sleep(0.01)
        assert len(listener.received) == 1
        assert client.get("/industries").status_code == 200
        server.stop()
        assert server.process.returncode == 0
        assert "Traceback" not in server.log()
        assert "never retrieved" not in server.log()
