"""The settings of a server, one row each: the command line, the environment and the README read this list."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

ENVIRONMENT_PREFIX = "DOLFIN_MOCK_"
MINIMUM_SECRET_BYTES = 32


class ConfigurationError(Exception):
    """A setting or file that the server cannot start with; the message is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A row: the option `--name`, the variable `DOLFIN_MOCK_NAME`, its kind, default and meaning."""

    name: str
    kind: Literal["text", "number", "flag", "list"]
    default: str | int | None
    meaning: str

    @property
    def variable(self) -> str:
        return ENVIRONMENT_PREFIX + self.name.upper().replace("-", "_")

    @property
    def field(self) -> str:
        return self.name.replace("-", "_")


SETTINGS: tuple[Setting, ...] = (
    Setting("host", "text", "127.0.0.1", "Address to listen on."),
    Setting("port", "number", 4010, "Port to listen on; 0 picks a free one."),
    Setting("scenario", "text", "acme", "Starting state: a name (acme, guide, empty) or a YAML file."),
    Setting("contract", "text", None, "OpenAPI 3.1 document, or folder of contract update, to serve in place of ours."),
    Setting("seed", "number", None, "Makes ids, codes and tokens reproducible."),
    Setting("now", "text", None, "Time the clock starts at, for example 2025-01-15T10:30:00Z."),
    Setting("freeze", "flag", None, "The clock stands still until it is moved."),
    Setting("jwt-secret", "text", None, f"Key that signs codes and tokens, at least {MINIMUM_SECRET_BYTES} bytes."),
    Setting("control-token", "text", None, "Token that the control API under /__mock__/ asks for."),
    Setting("allowed-host", "list", None, "Host name under which the control API may be called (repeatable)."),
    Setting("webhook-host", "list", None, "Host to which webhooks may go, besides this machine (repeatable)."),
    Setting("cors-origin", "list", None, "Origin whose pages may call the API (repeatable); all by default."),
    Setting("max-worlds", "number", 1_000, "How many worlds there may be besides the default one."),
    Setting("world-idle", "number", 3_600, "Seconds after which an unused world is dropped; 0: never."),
    Setting("journal-size", "number", 5_000, "How many requests a world's journal keeps; 0: none."),
    Setting("log-format", "text", "text", "How requests are logged: text, or json (one object a line)."),
    Setting("quiet", "flag", None, "No log line for requests."),
    Setting("self-check", "flag", None, "Checks every answer against the contract; a mismatch is a loud 500."),
)

_FORMS: Mapping[str, tuple[str, str]] = {
    "host": (r"\S+", "--host must be an address or a host name: an empty one would listen on every address"),
    "log_format": (r"text|json", "--log-format must be text or json"),
    "control_token": (r"[!-~]+", "--control-token must be visible ASCII characters without a space, at least one"),
    "allowed_host": (r"\S+", "--allowed-host must be a host name"),
    "webhook_host": (
        r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+",
        "--webhook-host must be a host name or an address, without scheme and port",
    ),
    "cors_origin": (
        r"\*|[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?",
        "--cors-origin must be * or an origin as browsers send it, for example https://app.example:3000",
    ),
}
"""Field by field: the pattern of its text, and what to say of one that does not match."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `serve` was told. `now` has a zone; `jwt_secret` has at least 32 bytes."""

    host: str = "127.0.0.1"
    port: int = 4010
    scenario: str = "acme"
    contract: str | None = None
    seed: int | None = None
    now: datetime | None = None
    freeze: bool = False
    jwt_secret: str | None = None
    control_token: str | None = None
    allowed_host: tuple[str, ...] = ()
    webhook_host: tuple[str, ...] = ()
    cors_origin: tuple[str, ...] = ()
    max_worlds: int = 1_000
    world_idle: int = 3_600
    journal_size: int = 5_000
    log_format: str = "text"
    quiet: bool = False
    self_check: bool = False

    @property
    def loopback(self) -> bool:
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def control_enabled(self) -> bool:
        """Off where others can reach the server, unless they would need the token."""
        return self.loopback or self.control_token is not None


def settings_from(values: Mapping[str, object]) -> Settings:
    """Settings from option values by field name. Raises ConfigurationError."""
    given = {name: value for name, value in values.items() if value is not None}
    if "now" in given:
        given["now"] = _moment(str(given["now"]))
    for field in _FORMS:
        value = given.get(field, ())
        require_form(field, *(value if isinstance(value, tuple) else (str(value),)))
    secret = given.get("jwt_secret")
    if secret is not None and len(str(secret).encode()) < MINIMUM_SECRET_BYTES:
        raise ConfigurationError(f"--jwt-secret is too short: HS256 needs at least {MINIMUM_SECRET_BYTES} bytes")
    port = given.get("port", 0)
    if not isinstance(port, int) or not 0 <= port < 65536:
        raise ConfigurationError("--port must be between 0 and 65535; 0 picks a free one")
    return Settings(**given)  # type: ignore[arg-type]  # the option list and the fields are compared by a test


def require_form(field: str, *values: str) -> None:
    """Raises ConfigurationError for a text that the setting cannot have; it is not repeated."""
    pattern, wanted = _FORMS[field]
    if not all(re.fullmatch(pattern, value) for value in values):
        raise ConfigurationError(wanted)


def _moment(text: str) -> datetime:
    wanted = "--now must be a time with its zone, for example 2025-01-15T10:30:00Z"
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ConfigurationError(wanted)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ConfigurationError(wanted) from error
