"""Credentials, made unreadable wherever something is shown.

What is one is decided by name (a header, a member, a parameter) and by shape (a JWT, a key with its prefix). A masked
text keeps the prefix that tells its kind, and a mark by which equal ones look equal: `dol_live_***3f9a2c`.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, quote, unquote, unquote_plus

from mock_server.json_value import Json

_SALT = secrets.token_bytes(16)
"""Drawn for each run, so that nobody finds out by trying which text a mark stands for; it does nothing else."""
MARK = "***"
_MARK_BYTES = 3
_LEAST_KNOWN = 6
"""Shorter texts stand in other words too: they are masked in their own place alone."""

_PREFIX = re.compile(r"dol_[a-z]{1,12}_|whsec_|inv_|accs_secret_|pi_|eyJ")
_NAMES = re.compile(
    r"(tokens?|secrets?|passwords?|passphrase|credentials?|authorization|jwt|authcode|(api|raw|private|access|signing)keys?)$"
)
_NAMED_HEADERS = frozenset({"cookie", "set-cookie"})
_SCHEMES = frozenset({"bearer", "basic", "digest", "apikey", "token"})
_CODE_NAMES = frozenset({"code", "codes", "authcode"})
_CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w.~+/=-]{16,}")
"""A code that may be an auth code; those of tax rates, countries and errors are shorter, or without a number."""

_SHAPES = re.compile(
    r"eyJ[\w-]{5,}(?:\.[\w-]*){0,4}"
    r"|dol_[a-z0-9]+_[\w-]{5,}"
    r"|whsec_[\w+/=-]{6,}"
    r"|inv_[0-9a-f]{16,}"
    r"|(?:accs|pi|seti|cs)_\w{0,80}secret_[\w-]+"
    r"|(?:sk|rk)_(?:live|test|mock)_\w+"
    r"|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}-[0-9a-fA-F]{16,}",
)
_PUBLIC_PATH = re.compile(r"(?<=/i/)[\w.~%-]{8,}")
"""The token of a page without login."""
_USER_INFO = re.compile(r"(?<=://)[^/\s:@\"']{0,100}:[^/\s@\"']{1,200}(?=@)")
"""Name and password in an address."""
_BEARER = re.compile(r"(?i)(?<=\bbearer )[\w.~+/=-]{8,}")
_WORD = r"(?:tokens?|secrets?|password|passphrase|authorization|(?:api|raw|private|access|signing)[_-]?key)"
"""How a name ends that is_secret_name knows, in text."""
_VALUE = r"(\"(?:[^\"\\]|\\.)*\"?|'[^'\r\n]*'?|[^\s&,;\"'}\]]+)"
_PAIR = re.compile(rf"(?i)({_WORD}=){_VALUE}")
_CODE_PAIR = re.compile(r"(?i)(\bcode=)([\w.~+/=-]{16,})")
_MEMBER = re.compile(rf"(?i)({_WORD}[\"']?\s{{0,9}}:\s{{0,9}}){_VALUE}")
_CODE_MEMBER = re.compile(r"(?i)(\bcode[\"']?\s{0,9}:\s{0,9})(\"[\w.~+/=-]{16,}\"?)")
_FORM_FIELD = re.compile(
    rf"(?i)(\bname=\"?[\w.-]{{0,40}}{_WORD}\"?[^\r\n]{{0,200}}\r?\n"
    r"(?:[^\r\n]{1,200}\r?\n){0,4}\r?\n)"  # the other headers of the part, and the line that ends them
    r"([^\r\n]+)"
)
# Every repetition is bounded or eats what it has read, so that no text takes longer than its length allows.


def mask(secret: str) -> str:
    """The secret, unreadable: what remains is the prefix of its kind and a mark that is the same for equal ones."""
    prefix = _PREFIX.match(secret)
    kept = prefix[0] if prefix and len(secret) >= len(prefix[0]) + _LEAST_KNOWN - 1 else ""
    mark = hashlib.blake2b(secret.encode("utf-8", "surrogatepass"), key=_SALT, digest_size=_MARK_BYTES).hexdigest()
    return f"{kept}{MARK}{mark}" if secret else ""


def is_secret_name(name: str) -> bool:
    """Whether a header, member or parameter of this name holds a credential."""
    return name.lower() in _NAMED_HEADERS or bool(_NAMES.search(re.sub(r"[^a-z]", "", name.lower())))


class Masking:
    """Masks what belongs together, such as an exchange; `known` credentials are masked wherever they turn up in it."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        long = sorted({text for text in known if len(text) >= _LEAST_KNOWN}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, long))) if long else None

    def text(self, text: str) -> str:
        """A sentence, an address, a form as a browser sends it."""
        masked = self._known.sub(_masked, text) if self._known else text
        masked = _SHAPES.sub(_masked, masked)
        masked = _PUBLIC_PATH.sub(_masked_once, masked)
        masked = _USER_INFO.sub(_masked_once, masked)
        masked = _BEARER.sub(_masked_once, masked)
        masked = _PAIR.sub(_masked_value, masked)
        return _CODE_PAIR.sub(_masked_value, masked)

    def raw(self, text: str) -> str:
        """A body of any kind: JSON that is broken, the parts of a form, what no parser reads."""
        masked = _FORM_FIELD.sub(_masked_value, self.text(text))
        masked = _MEMBER.sub(_masked_value, masked)
        return _CODE_MEMBER.sub(_masked_value, masked)

    def content(self, content: bytes) -> bytes:
        """Bytes that are no text: each stands for the character of its number."""
        return self.raw(content.decode("latin-1")).encode("latin-1", "replace")

    def json(self, value: Json) -> Json:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(name): self.member(name, member) for name, member in value.items()}
        return [self.json(item) for item in value] if isinstance(value, list | tuple) else value

    def member(self, name: str, value: Json) -> Json:
        """A member of an object, or a parameter, by its name and its shape."""
        if is_secret_name(name):
            return _all_masked(value)
        if name.lower() in _CODE_NAMES and isinstance(value, str) and _CODE.fullmatch(value):
            return mask(value)
        return self.json(value)

    def headers(self, headers: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
        return {self.text(name): [self.header(name, each) for each in values] for name, values in headers.items()}

    def header(self, name: str, value: str) -> str:
        if not is_secret_name(name):
            return self.text(value)
        scheme, space, rest = value.partition(" ")
        return f"{scheme} {mask(rest)}" if space and scheme.lower() in _SCHEMES else mask(value)

    def target(self, target: str, template: str | None = None) -> str:
        """Path and query of a request; `template` is its operation's path, which names the parameters."""
        path, mark, query = target.partition("?")
        return self.path(path, template) + mark + "&".join(map(self._pair, query.split("&")) if query else ())

    def path(self, path: str, template: str | None = None) -> str:
        segments, names = path.split("/"), (template or "").split("/")
        if len(names) != len(segments):
            names = [""] * len(segments)
        return self.text("/".join(map(self._segment, segments, names)))

    def _segment(self, segment: str, name: str) -> str:
        plain = unquote(segment, "latin-1")
        named = name.startswith("{") and segment
        masked = self.member(name.strip("{}"), plain) if named else self.text(plain)
        return segment if masked == plain else quote(str(masked), safe="*")

    def _pair(self, pair: str) -> str:
        name, mark, value = pair.partition("=")
        plain = unquote_plus(value, "latin-1")
        masked = self.member(unquote_plus(name, "latin-1"), plain)
        shown = value if masked == plain else quote(str(masked), safe="*")
        return self.text(name) + mark + shown


def credentials_in(
    headers: Mapping[str, Iterable[str]], target: str = "", template: str | None = None, *bodies: Json
) -> set[str]:
    """The credentials that an exchange names as such, to be masked wherever else they turn up in it."""
    found = {_without_scheme(value) for name, values in headers.items() if is_secret_name(name) for value in values}
    path, _, query = target.partition("?")
    pairs = parse_qsl(query, encoding="latin-1") if query else []
    found |= {value for name, value in pairs if is_secret_name(name)}
    if template and template.count("/") == path.count("/"):
        places = zip(template.split("/"), path.split("/"), strict=True)
        found |= {unquote(value) for name, value in places if name[:1] == "{" and is_secret_name(name.strip("{}"))}
    for body in bodies:
        found |= _secrets_in(body)
    return found


def _secrets_in(value: Json) -> set[str]:
    if isinstance(value, Mapping):
        named = {member for name, member in value.items() if isinstance(member, str) and is_secret_name(name)}
        return named.union(*map(_secrets_in, value.values()))
    return set().union(*map(_secrets_in, value)) if isinstance(value, list | tuple) else set()


def _without_scheme(value: str) -> str:
    scheme, _, rest = value.partition(" ")
    return rest.strip() if scheme.lower() in _SCHEMES else value


def _all_masked(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {mask(name): _all_masked(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_all_masked(item) for item in value]
    return value if value is None or isinstance(value, bool) else mask(str(value))


def _masked(match: re.Match[str]) -> str:
    return mask(match[0])


def _masked_once(match: re.Match[str]) -> str:
    """What holds a mark was masked by a narrower rule before."""
    return match[0] if _is_masked(match[0]) else mask(match[0])


def _masked_value(match: re.Match[str]) -> str:
    value = match[2]
    quotes = value[0] if value[0] in "\"'" else ""
    inner = value.strip(quotes) if quotes else value
    shown = inner if _is_masked(inner) or inner in ("", "null", "true", "false") else mask(inner)
    return match[1] + quotes + shown + (quotes if len(value) > 1 and value.endswith(quotes) else "")


_MARKED = re.compile(rf"(?:{_PREFIX.pattern})?\*\*\*[0-9a-f]{{{2 * _MARK_BYTES}}}")


def _is_masked(text: str) -> bool:
    return bool(_MARKED.fullmatch(text))
