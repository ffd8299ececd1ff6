"""Who may use the control API: this machine, or whoever has the token; never a page of another origin."""

import hmac
import ipaddress
import re
from dataclasses import dataclass

from mock_server.catalogue import CONTROL_REFUSED, UNAUTHORIZED
from mock_server.domain.journal import Headers
from mock_server.domain.violations import Violation

TOKEN_HEADER = "x-mock-control-token"
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_OTHER_SITES = frozenset({"cross-site", "same-site"})
"""What a browser calls any origin but ours; another port of this machine is the same site."""
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9a-f:.]+)\]|(?P<name>[^:\[\]]*))(?::\d*)?")


@dataclass(frozen=True, slots=True)
class Guard:
    """`enabled` is false where others reach the server and no token was set."""

    enabled: bool
    token: str | None
    allowed_hosts: frozenset[str]

    def check(self, headers: Headers, peer: str | None, origin: str) -> None:
        """Raises Violation where the caller may not use the control API.

        `peer` is the caller's address, `origin` this server's own.
        """
        if not self.enabled:
            raise Violation(CONTROL_REFUSED, reason="It is off: start the server with --control-token.")
        self._check_host(_single(headers, "host") or "")
        if _single(headers, "origin") not in (None, origin) or _is_embedded(headers):
            raise Violation(CONTROL_REFUSED, reason="It does not answer pages of another origin.")
        self._check_caller(_single(headers, TOKEN_HEADER), peer)

    def _check_host(self, host: str) -> None:
        """A page that reaches us by DNS rebinding still names its own host; an IP address cannot be rebound."""
        name = _host_name(host)
        if name not in _LOOPBACK_NAMES | self.allowed_hosts and not _is_address(name):
            raise Violation(CONTROL_REFUSED, reason="The Host header names an unknown host: start with --allowed-host.")

    def _check_caller(self, token: str | None, peer: str | None) -> None:
        if self.token is not None:
            if token is None or not hmac.compare_digest(token.encode(), self.token.encode()):
                raise Violation(UNAUTHORIZED, reason=f"The control API needs its token in {TOKEN_HEADER}.")
        elif peer is None or not ipaddress.ip_address(peer).is_loopback:
            raise Violation(CONTROL_REFUSED, reason="It answers callers on this machine alone.")


def _is_embedded(headers: Headers) -> bool:
    """Whether a page of another site asks for an image, a script or a frame: browsers send no Origin with those.

    A link that a person follows is none: the page that has it learns nothing.
    """
    if _single(headers, "sec-fetch-site") not in _OTHER_SITES:
        return False
    return (_single(headers, "sec-fetch-mode"), _single(headers, "sec-fetch-dest")) != ("navigate", "document")


def _single(headers: Headers, name: str) -> str | None:
    """The value; None where there is none. One that is sent twice names two things: neither is believed."""
    values = headers.get(name, ())
    if len(values) > 1:
        raise Violation(CONTROL_REFUSED, reason=f"The header {name} was sent more than once.")
    return values[0] if values else None


def _host_name(host: str) -> str:
    """The name or address in a Host header; empty where it is not written as one."""
    match = _HOST.fullmatch(host.lower())
    return (match["ipv6"] or match["name"] or "") if match else ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
