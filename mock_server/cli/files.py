"""Files that commands read and write."""

from pathlib import Path

from mock_server.config import ConfigurationError


def read_file(file: Path) -> bytes:
    """Raises ConfigurationError with one line."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"cannot read {file}: {error.strerror}") from error


def write_file(file: Path, content: bytes) -> None:
    """Raises ConfigurationError with one line."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"cannot write {file}: {error.strerror}") from error
