"""Puts files in their place all together, or none of them."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from mock_server.contract.errors import ContractError


def place_files(texts: Mapping[Path, str]) -> None:
    """Replaces files by whole new ones. Where one cannot be written all are as before. Raises ContractError."""
    waiting: dict[Path, Path] = {}
    before = {path: path.read_bytes() if path.exists() else None for path in texts}
    try:
        for path, text in texts.items():
            waiting[path] = _written(path, text)
        for path, written in waiting.items():
            written.replace(path)
    except BaseException as error:
        for path, written in waiting.items():
            _take_back(path, written, before[path])
        if isinstance(error, OSError):
            raise ContractError(f"{error.filename}: cannot be written ({error.strerror})") from error
        raise


def place_folder(folder: Path, texts: Mapping[str, str], copied: Mapping[str, Path]) -> None:
    """Makes a folder of texts and copies of other folders, by name; it is there whole or not at all.

    Raises ContractError.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as waiting:
            made = Path(waiting) / folder.name
            made.mkdir()
            for name, source in copied.items():
                shutil.copytree(source, made / name)
            for name, text in texts.items():
                (made / name).write_text(text, encoding="utf-8")
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
    except OSError as error:
        raise ContractError(f"{folder}: cannot be made ({error.strerror or error})") from error


def _written(path: Path, text: str) -> Path:
    """A file beside it, since only within a file system a file is replaced at once."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.write_text(text, encoding="utf-8")
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _take_back(path: Path, written: Path, before: bytes | None) -> None:
    if written.exists():
        written.unlink()
        return
    with suppress(OSError):
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
