"""Identifiers of a world: random, yet the same for the same seed."""

import random
from collections.abc import Mapping
from itertools import repeat
from operator import itemgetter

_BITS = 128
_BYTES = 16
_GROUPS = itemgetter(slice(8), slice(8, 12), slice(12, 16), slice(16, 20), slice(20, 32))
_FREE = ~(0xF000 << 64 | 0xC000 << 48)
_VERSION_4 = 0x4000 << 64 | 0x8000 << 48
"""RFC 9562: the bits that say which kind of UUID it is, all others are random."""

_AT_ONCE = 10_000


class SeededIds:
    """UUIDs drawn from a seeded generator. A mock's ids are no secrets: the tokens' signature guards them."""

    def __init__(self, seed: int, drawn: int = 0) -> None:
        """`drawn` ids were drawn before: the next is the one after them."""
        self.seed = seed
        self.drawn = drawn
        self._random = random.Random(seed)
        for many in (*repeat(_AT_ONCE, drawn // _AT_ONCE), drawn % _AT_ONCE):
            self._random.getrandbits(_BITS * many)

    def uuid(self) -> str:
        self.drawn += 1
        drawn = self._random.getrandbits(_BITS) & _FREE | _VERSION_4
        return "-".join(_GROUPS(drawn.to_bytes(_BYTES).hex()))


class PlannedIds:
    """The ids that a scenario promises to certain organisations (by name) and users (by email).

    Each promise is kept once: a second organisation of the same name gets an id of its own.
    """

    def __init__(self, organisations: Mapping[str, str], users: Mapping[str, str]) -> None:
        self._organisations = dict(organisations)
        self._users = {email.casefold(): user_id for email, user_id in users.items()}

    @property
    def left(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The promises not kept yet: to organisations and to users."""
        return self._organisations, self._users

    def take_organisation(self, name: str) -> str | None:
        return self._organisations.pop(name, None)

    def take_user(self, email: str) -> str | None:
        return self._users.pop(email.casefold(), None)
