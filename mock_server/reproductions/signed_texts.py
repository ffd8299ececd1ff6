"""Texts in requests that only the key or the name of one world makes: which they are, and where they came from."""

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias
from urllib.parse import unquote_plus
from uuid import UUID

import orjson

from mock_server.domain import times
from mock_server.domain.journal import JournalEntry
from mock_server.domain.model import CodePurpose
from mock_server.domain.ports import TokenError
from mock_server.domain.receivables.public_view import is_sealed
from mock_server.domain.sessions import ISSUER, PURPOSE
from mock_server.domain.world import World
from mock_server.json_pointer import escaped
from mock_server.json_value import Json, JsonObject

SIGNED = re.compile(r"eyJ[\w-]*\.[\w-]+\.[\w-]{43}")
"""A JWT of ours, down to the last character of its signature."""
_SEAL_DIGITS = 24
_NOT_FOUND = 404
_PAGE = re.compile(rf"[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}-[0-9a-f]{{{_SEAL_DIGITS}}}")
"""The token of an invoice's page without login."""
_CURSOR = "cursor"
_PLACE = re.compile(rb".{9}[onf]-?\d+", re.DOTALL)
"""What a cursor holds: a seal, a direction and a position."""
_JUNK = "eyJhbGciOiJIUzI1NiJ9.e30." + "A" * 43
"""Refused as anything is that this world never signed."""


@dataclass(frozen=True, slots=True)
class Told:
    """A text that an earlier answer held, at a pointer."""

    text: str
    entry: JournalEntry
    pointer: str


@dataclass(frozen=True, slots=True)
class Minted:
    """A text that no answer held: what the control API is asked for to have another like it."""

    text: str
    wanted: JsonObject


@dataclass(frozen=True, slots=True)
class Instead:
    """A text that means nothing to this world, and another that means nothing either."""

    text: str
    other: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A text that cannot be had again; `what` it is, for people."""

    text: str
    what: str


Source: TypeAlias = Told | Minted | Instead | Lost


class SignedTexts:
    """Finds the texts of a world's requests, and the answers of the entries that first held them."""

    def __init__(self, world: World, entries: Iterable[JournalEntry]) -> None:
        self._world = world
        self._entries = [entry for entry in entries if entry.method != "HEAD"]
        self._first: dict[str, JournalEntry] = {}
        for entry in self._entries:
            content = entry.content.decode("latin-1")
            for text in (*SIGNED.findall(content), *_PAGE.findall(content)):
                self._first.setdefault(text, entry)

    def of(self, entry: JournalEntry) -> Iterator[Source]:
        """The texts of one request, each once, with where it came from before it."""
        parts = [entry.target, *(value for values in entry.headers.values() for value in values)]
        parts.append((entry.body or b"").decode("latin-1"))
        text = "\n".join(parts)
        for signed in dict.fromkeys(SIGNED.findall(text)):
            yield self._told(signed, self._first.get(signed), entry) or self._made_anew(signed)
        for page in dict.fromkeys(_PAGE.findall(text)):
            if is_sealed(self._world, page):
                yield self._told(page, self._first.get(page), entry) or _untold_page(entry, page)
            elif page in entry.target:  # perhaps another world's, where it is good
                yield Instead(page, _unsealed(page))
        for cursor in filter(is_cursor, _cursors(entry.target)):
            told = self._told(cursor, self._first_with(cursor), entry)
            if told is not None or _is_done(entry):  # one that was refused is refused again, whatever it is
                yield told or Lost(cursor, "a cursor")

    def _first_with(self, text: str) -> JournalEntry | None:
        return next((entry for entry in self._entries if text.encode() in entry.content), None)

    def _told(self, text: str, first: JournalEntry | None, user: JournalEntry) -> Told | None:
        if first is None or first.id >= user.id:
            return None
        pointer = pointer_to(first.content, text)
        return None if pointer is None else Told(text, first, pointer)

    def _made_anew(self, text: str) -> Source:
        try:
            claims = self._world.tokens.read(text)
        except TokenError:
            return Instead(text, text)
        if claims.get("world") != self._world.name:
            return Instead(text, _JUNK)
        try:
            if claims.get("purpose") == PURPOSE and claims.get("iss") == ISSUER:
                return Minted(text, _session(claims))
            if claims.get("purpose") in tuple(CodePurpose):
                return Minted(text, {"authCode": str(claims["jti"]), "expiresAt": _moment(claims["exp"])})
        except (KeyError, TypeError, ValueError, OverflowError, OSError):  # signed with our key by somebody else
            return Lost(text, "a token that this server did not write")
        return Instead(text, _JUNK)


def _untold_page(entry: JournalEntry, page: str) -> Source:
    """Of an invoice that is not there, any token is as good."""
    if entry.status == _NOT_FOUND or entry.forced:
        return Instead(page, _unsealed(page))
    return Lost(page, "the address of an invoice's page")


def _unsealed(page: str) -> str:
    return page[:-_SEAL_DIGITS] + "0" * _SEAL_DIGITS


def _is_done(entry: JournalEntry) -> bool:
    return entry.status < 400 and not entry.forced


def is_signed_here(world: World, text: str) -> bool:
    """Whether the text is a token signed with our key, for whatever world and time."""
    try:
        world.tokens.read(text)
    except TokenError:
        return False
    return True


def neutral(content: bytes) -> bytes:
    """The same bytes without any signed text, each with as many others in its place."""
    return SIGNED.sub(lambda found: "x" * len(found[0]), content.decode("latin-1")).encode("latin-1")


def pointer_to(content: bytes, text: str) -> str | None:
    """Where in a JSON answer the text is, also as the last piece of an address."""
    try:
        return next(_pointers(orjson.loads(content), text, ""), None)
    except ValueError:
        return None


def _pointers(value: Any, text: str, pointer: str) -> Iterator[str]:
    if isinstance(value, str):
        if value == text:
            yield pointer
        elif value.rpartition("/")[2] == text:
            yield f"{pointer}/-1"
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _pointers(member, text, f"{pointer}/{escaped(name)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _pointers(item, text, f"{pointer}/{index}")


def is_cursor(text: str) -> bool:
    """Whether the text is like the cursors of lists."""
    try:
        return bool(_PLACE.fullmatch(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)))
    except ValueError:
        return False


def _cursors(target: str) -> Iterator[str]:
    """The values of cursors in a query, as they were sent: they have nothing that is to be escaped."""
    for pair in target.partition("?")[2].split("&"):
        name, _, value = pair.partition("=")
        if value and unquote_plus(name).casefold() == _CURSOR:
            yield value


def _session(claims: Any) -> JsonObject:
    wanted: dict[str, Json] = {
        "user": str(UUID(claims["sub"])),
        "client": str(UUID(claims["client"])),
        "expiresAt": _moment(claims["exp"]),
    }
    if claims.get("organisation") is not None:
        wanted["organisation"] = str(UUID(claims["organisation"]))
    return wanted


def _moment(seconds: Any) -> str:
    return times.written(datetime.fromtimestamp(seconds, UTC))
