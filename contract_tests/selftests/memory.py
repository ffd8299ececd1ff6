"""What passed the fault layer since the last reset: a fault that cheats well has to know who is who."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from contract_tests.selftests.messages import Answer, Request

_OK, _CREATED = 200, 201
_MINTING = frozenset({"createAuthCode", "mintSandboxHandoff"})


@dataclass
class Memory:
    """`codes` lead from their text to the request that minted them and their expiry; `owners` are API keys."""

    codes: dict[str, tuple[Request, datetime]] = field(default_factory=dict)
    exchanges: dict[str, Answer] = field(default_factory=dict)
    users: dict[str, Answer] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        for remembered in (self.codes, self.exchanges, self.users, self.owners, self.counts):
            remembered.clear()

    def note(self, request: Request, answer: Answer) -> None:
        key = request.header("x-dolfin-api-key")
        if answer.status == _CREATED:
            self._note_created(request, answer, key or "")
        elif answer.status == _OK and request.operation == "exchangeAuthCode":
            self.exchanges[str(request.member("code"))] = answer

    def _note_created(self, request: Request, answer: Answer, key: str) -> None:
        if request.operation in _MINTING:
            expires = datetime.fromisoformat(answer.member("expiresAt"))
            self.codes[str(answer.member("code"))] = (request, expires)
        elif request.operation == "createOrganisation":
            self.owners[str(answer.member("id"))] = key
        elif request.operation == "addOrganisationUser":
            self.users[str(answer.member("email")).lower()] = answer
