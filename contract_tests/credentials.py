"""What the suite may log in with: from the environment or a file, never from the command line."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

PREFIX = "DOLFIN_"


class CredentialsError(Exception):
    """Credentials that cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Each is `DOLFIN_` and its name in capitals, in the environment or in the file.

    `second_api_key` is another client's; `portal_user_id` an Admin or Owner of the first client;
    `user_id` and `organisation_id` are used by a read-only run instead of making its own.
    """

    api_key: str | None = None
    client_id: str | None = None
    second_api_key: str | None = None
    portal_user_id: str | None = None
    user_id: str | None = None
    organisation_id: str | None = None
    session_token: str | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple(s for s in (self.api_key, self.second_api_key, self.session_token) if s)


ACME = Credentials(
    api_key="dol_live_abc123",
    client_id="c1234567-abcd-ef01-2345-6789abcdef01",
    second_api_key="dol_live_xyz789",
    portal_user_id="e5555555-5555-5555-5555-555555555555",
    user_id="a1111111-1111-1111-1111-111111111111",
    organisation_id="9a658587-fe02-402e-b1ac-bfaf53274ef8",
)
"""Those of the mock's default scenario, as its README prints them."""


def read_credentials(given: Mapping[str, str], environment: Mapping[str, str] = os.environ) -> Credentials:
    """The environment goes before what a file gave, by the same names. Raises CredentialsError."""
    values = _fields(given)
    for field in fields(Credentials):
        value = environment.get(PREFIX + field.name.upper())
        if value:
            values[field.name] = value
    return Credentials(**{name: _visible(name, value) for name, value in values.items()})


def _visible(name: str, value: str) -> str:
    """The value without the white space around it, as it can stand in a header; errors do not repeat it."""
    text = value.strip()
    if not text or not all("!" <= character <= "~" for character in text):
        raise CredentialsError(
            f"{PREFIX}{name.upper()} is blank, or holds a space, a line break or a letter beyond ASCII"
        )
    return text


def _fields(given: Mapping[str, str]) -> dict[str, str]:
    known = {PREFIX + field.name.upper(): field.name for field in fields(Credentials)}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise CredentialsError(f"credentials: no such name as {', '.join(unknown)}; there are {', '.join(known)}")
    for name, value in given.items():
        if not isinstance(value, str):
            raise CredentialsError(f"credentials: {name} is no text: quote it")
    return {known[name]: value for name, value in given.items()}
