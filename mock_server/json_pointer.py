"""JSON pointers (RFC 6901): `/lines/0/a~1b`."""

from collections.abc import Iterable


def pointer_of(keys: Iterable[str | int]) -> str:
    """The pointer that leads by these members and places; empty for the whole value."""
    return "".join(f"/{escaped(str(key))}" for key in keys)


def keys_of(pointer: str) -> list[str]:
    """The members and places on its way."""
    return [plain(part) for part in pointer.split("/")[1:]]


def escaped(key: str) -> str:
    """A member's name as a part of a pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def plain(part: str) -> str:
    """The member's name that a part of a pointer stands for."""
    return part.replace("~1", "/").replace("~0", "~")
