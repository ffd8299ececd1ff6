"""Takes credentials out of everything that is kept or shown."""

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus

MASK = "***"
_HEADERS = frozenset({"authorization", "x-dolfin-api-key", "x-mock-control-token", "cookie", "set-cookie"})
_JWT = re.compile(r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.?[A-Za-z0-9_-]*")
_MEMBERS = re.compile(
    r'("(?:token|code|accessToken|rawKey|secret|clientSecret|session_token)"\s*:\s*)"(?:[^"\\]|\\.)*"'
)
_HANDED_OUT = re.compile(r'"(?:token|code|accessToken|rawKey|secret|clientSecret)"\s*:\s*"([^"\\]*)"')
_LEAST_SECRET = 12
"""Shorter values of such members are codes of another kind, such as that of a tax rate."""
_QUERY = re.compile(r"([?&](?:code|token)=)[^&\s\"']+")


class Masker:
    """Knows the run's own secrets, and the shapes that secrets have."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: set[str] = set()
        self.learn(*secrets)

    def learn(self, *secrets: str) -> None:
        """Secrets that came up during the run, such as a session token."""
        self._secrets.update(form for secret in secrets if secret for form in _forms(secret))

    def learn_from(self, body: str) -> None:
        """The secrets that an answer hands out, so that they are known wherever else they turn up."""
        self.learn(*(value for value in _HANDED_OUT.findall(body) if len(value) >= _LEAST_SECRET))

    def text(self, text: str) -> str:
        for secret in sorted(self._secrets, key=len, reverse=True):  # one secret may hold another
            text = text.replace(secret, MASK)
        text = _JWT.sub(MASK, text)
        text = _QUERY.sub(rf"\1{MASK}", text)
        return _MEMBERS.sub(rf'\1"{MASK}"', text)

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        return {name: MASK if name.lower() in _HEADERS else self.text(str(value)) for name, value in headers.items()}


def _forms(secret: str) -> tuple[str, ...]:
    """The secret as it is, as it stands in a URL, and as it stands in JSON."""
    return secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], _in_json(secret)


def _in_json(secret: str) -> str:
    return json.dumps(secret, ensure_ascii=False)[1:-1]
