"""All faults, and those that stand for them where time is short."""

from contract_tests.selftests.faults import (
    administration,
    bodies,
    codes,
    credentials,
    http,
    inputs,
    lists,
    payables,
    receivables,
    sessions,
    statuses,
    tenancy,
    users,
)
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.faults.generated import tried_by_generation

_FAULTS: tuple[Fault, ...] = (
    *statuses.FAULTS,
    *bodies.FAULTS,
    *codes.FAULTS,
    *sessions.FAULTS,
    *credentials.FAULTS,
    *tenancy.FAULTS,
    *users.FAULTS,
    *inputs.FAULTS,
    *lists.FAULTS,
    *http.FAULTS,
    *administration.FAULTS,
    *receivables.FAULTS,
    *payables.FAULTS,
)
FAULTS = (*_FAULTS, *tried_by_generation(_FAULTS))

QUICK = frozenset(
    {
        "a new code is answered 200 instead of 201",
        "a refusal is sent as application/json",
        "the name of an organisation is null",
        "a code works twice",
        "a code lives a minute too long",
        "a session never ends",
        "the signature of a token is not checked",
        "a missing API key is accepted",
        "the users of another client's organisation are shown",
        "membership is not checked at handoff",
        "a known email makes a second account",
        "a cursor is ignored: every page is the first",
        "a 405 has no Allow",
        "an organisation is made of anything (generated)",
        "an organisation is shown to any client that knows its id (generated)",
    }
)
