"""Sends a delivery over HTTP: to this machine alone, unless other hosts were allowed at start."""

import asyncio
import ipaddress
import logging
from importlib import import_module
from typing import Any

from mock_server.domain.deliveries import Message

_LOG = logging.getLogger(__name__)
_SECONDS = 5
"""Assumed: how long a subscriber may take to answer; real seconds, whatever the world's clock does."""
_NOT_ALLOWED = "the host is not this machine, start with --webhook-host to allow it"


class Sender:
    """Posts messages. Follows no redirect and knows no proxy: what it sends goes where the subscription says."""

    def __init__(self, allowed_hosts: frozenset[str] = frozenset()) -> None:
        self._allowed_hosts = allowed_hosts

    async def send(self, message: Message) -> int | None:
        """The status of the answer; None where there was none, or where the host is not allowed."""
        try:
            if not self._allowed(_http_library().URL(message.url).host):
                _LOG.warning("webhook delivery %s not sent: %s", message.delivery_id, _NOT_ALLOWED)
                return None
            status = await _post(message)
        except Exception as error:  # noqa: BLE001  (whatever a URL or a server can cause is a failed attempt)
            _LOG.info("webhook delivery %s failed: %s", message.delivery_id, type(error).__name__)
            return None
        _LOG.info("webhook delivery %s answered %s", message.delivery_id, status)
        return status

    def _allowed(self, host: str) -> bool:
        """Names are not looked up: one that leads to this machine today may lead elsewhere tomorrow."""
        return host == "localhost" or host in self._allowed_hosts or _is_loopback(host)


async def _post(message: Message) -> int:
    httpx = _http_library()
    https = message.url.startswith("https:")
    async with (
        asyncio.timeout(_SECONDS),
        httpx.AsyncClient(trust_env=False, timeout=None, verify=https) as client,
        client.stream("POST", message.url, headers=dict(message.headers), content=message.content) as answer,
    ):
        status: int = answer.status_code
        return status


def _http_library() -> Any:
    """Imported when something is sent: most servers send nothing, and it takes long."""
    return import_module("httpx")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
