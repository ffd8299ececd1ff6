"""A newer official document in the place of the present one."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_server.contract.build import ORIGIN
from mock_server.contract.built import Built, built_of
from mock_server.contract.diff.change import Change
from mock_server.contract.diff.compare import changes
from mock_server.contract.errors import ContractError
from mock_server.contract.folder import DOCUMENT, OVERLAYS, assembled, has_sources, is_reconstructed, read_overlays
from mock_server.contract.placing import place_files, place_folder
from mock_server.contract.source import Source, read_file, valid_source
from mock_server.contract.valid import require_valid

_NOTE = (
    "the document says info.x-origin: reconstructed, as this program's own does; the mark is taken out, "
    "so that the document stays as it is"
)


@dataclass(frozen=True, slots=True)
class Update:
    """What taking a document would change and write. `notes` are about the document itself."""

    folder: Path
    is_new: bool
    changes: tuple[Change, ...]
    built: Built
    notes: tuple[str, ...]


def update_of(place: str, folder: Path, own_folder: Path) -> Update:
    """Reads a document and works out all that follows; nothing is written.

    `folder` is `own_folder`, the program's, or a copy of the user's, which need not exist. Raises ContractError with
    a line for each mistake.
    """
    source, notes = _taken(valid_source(place))
    is_new = _is_new(folder)
    overlays = read_overlays(own_folder if is_new else folder)
    present = _present(own_folder if is_new else folder)
    built = built_of(folder, own_folder, source, overlays)
    return Update(folder, is_new, changes(present, source.document), built, notes)


def carry_out(update: Update, own_folder: Path) -> None:
    """Writes it. Raises ContractError where that cannot be done: then nothing is changed."""
    if update.is_new:
        texts = {path.name: text for path, text in update.built.texts.items()}
        place_folder(update.folder, texts, {OVERLAYS: own_folder / OVERLAYS})
    else:
        place_files(update.built.texts)


def _is_new(folder: Path) -> bool:
    """Whether the folder is still to be made. Raises ContractError for one that holds something else."""
    if (folder / DOCUMENT).is_file():
        return False
    try:
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return True
    except OSError as error:
        raise ContractError(f"{folder}: cannot be read ({error.strerror})") from error
    if has_sources(folder):
        return False
    raise ContractError(f"{folder}: holds other things than a contract: name a new folder, which will be made")


def _present(folder: Path) -> Mapping[str, Any]:
    if not (folder / DOCUMENT).exists():
        return assembled(folder)
    source = read_file(folder / DOCUMENT)
    require_valid(source.document, f"the present {source.name}")
    return source.document


def _taken(source: Source) -> tuple[Source, tuple[str, ...]]:
    """The document as it will stand in the folder, and notes."""
    if not is_reconstructed(source.document):
        return source, ()
    document = copy.deepcopy(source.document)
    del document["info"][ORIGIN]
    return Source(source.name, document, None), (_NOTE,)
