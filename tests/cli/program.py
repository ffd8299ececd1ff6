"""Runs the command line in this process."""

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from unittest import mock

from mock_server.cli import main


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str


def dolfin_mock(*arguments: str) -> Outcome:
    """`dolfin-mock` with these arguments."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _arguments(arguments):
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Outcome(code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _arguments(arguments: tuple[str, ...]) -> Iterator[None]:
    with mock.patch.object(sys, "argv", ["dolfin-mock", *arguments]):
        yield
