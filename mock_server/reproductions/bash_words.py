"""Text and bytes as words of a bash script."""

import re
from collections.abc import Container

from mock_server.reproductions.placeholders import Kept, parts

_PLAIN = re.compile(r"[A-Za-z0-9_/.,:@%+=-]+")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", "'": "\\'"}


def quoted(text: str) -> str:
    """One word that stands for the text, which holds no NUL: without quotes or in plain ones where that will do."""
    if _PLAIN.fullmatch(text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "'\\''") + "'"
    return "$'" + "".join(map(_escaped, text)) + "'"


def quoted_latin(text: str) -> str:
    """The same for what is sent in Latin-1, as headers are: one byte for each character."""
    if text.isascii():
        return quoted(text)
    return "$'" + "".join(map(_escaped_byte, text.encode("latin-1", "replace"))) + "'"


def quoted_with_kept(text: str, known: Container[str], *, latin: bool = False) -> str:
    """The text as a word in which the variables of the script stand for what earlier steps kept."""
    quote = quoted_latin if latin else quoted
    words = (f'"${{{variable(part.name)}}}"' if isinstance(part, Kept) else quote(part) for part in parts(text, known))
    return "".join(words) or "''"


def variable(name: str) -> str:
    """The variable for what was kept under a name; the prefix keeps it apart from those that bash knows."""
    return "kept_" + "".join(char if char.isascii() else f"_{ord(char):x}" for char in name)


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return char if char.isprintable() else "".join(f"\\x{byte:02x}" for byte in char.encode())


def _escaped_byte(byte: int) -> str:
    return _escaped(chr(byte)) if byte < 0x80 else f"\\x{byte:02x}"
