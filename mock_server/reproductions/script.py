"""A script: requests, in order, that lead from a starting world to one answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Filler:
    """A body that only has a size: so many spaces."""

    size: int


Body = str | bytes | Filler | None


@dataclass(frozen=True, slots=True)
class Step:
    """One request to the API of the script's world, or (with `control`) to the world's control API.

    `path` is percent-encoded and may have a query. `${name}` in path, headers or a text body stands for what an earlier
    step kept under that name; `keep` says where in this step's answer such texts are: name -> JSON pointer. Inside a
    text, a number is the place of a piece between slashes: `/paymentUrl/-1` is the last one of an address.
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Body = None
    keep: Mapping[str, str] = field(default_factory=dict)
    control: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """Where a script's world starts: a scenario by name or as YAML text; its clock stands still.

    `scenario` is a name unless `text` holds the YAML. `now` None: the time that the scenario says, or the real one.
    """

    scenario: str
    text: str | None = None
    seed: int | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What the last step of a script is answered; `code` is the error code, None where it is no refusal."""

    status: int
    code: str | None

    @property
    def told(self) -> str:
        """`400 Mock.InvalidRequest`; the status alone where there is no code."""
        return f"{self.status} {self.code}" if self.code else str(self.status)


@dataclass(frozen=True, slots=True)
class Script:
    title: str
    start: Start
    steps: tuple[Step, ...]
    expected: Expected
