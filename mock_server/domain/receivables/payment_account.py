"""The account with the payment provider on which an organisation receives money.

Enabling it begins the onboarding; a minute after somebody was led through that, it is active (assumed: nobody is
asked for anything here).
"""

import hashlib
from datetime import timedelta
from enum import StrEnum

from mock_server.domain import documents, times
from mock_server.domain.documents import Collection
from mock_server.domain.model import Document, Organisation
from mock_server.domain.rules.states import require_state
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

ACTIVE_AFTER = timedelta(minutes=1)
LINK_LIFETIME = timedelta(minutes=5)
"""Documented: short-lived; how short is assumed."""

_ACCOUNTS = Collection("payment-accounts")
_TO_ASK_FOR: tuple[Json, ...] = ("business_profile.url", "external_account", "representative")


class Status(StrEnum):
    """The documented states that an account reaches here."""

    NOT_STARTED = "NotStarted"
    ONBOARDING = "OnboardingInProgress"
    ACTIVE = "Active"


_ENABLED = frozenset({Status.ONBOARDING, Status.ACTIVE})


def status_of(world: World, organisation: Organisation) -> JsonObject:
    """In the shape of the contract's PaymentAccountStatus."""
    account = _account(world, organisation)
    status = _status(world, account)
    return {
        "organisationId": organisation.id,
        "accountId": None if account is None else account_id(organisation.id),
        "status": status.value,
        "capabilities": None if account is None else _capabilities(active=status is Status.ACTIVE),
        "enabledAt": None if account is None else account.body["enabledAt"],
        "provider": None if account is None else "Stripe",
    }


def enable(world: World, organisation: Organisation) -> None:
    """Opens the account; one that is open stays as it is."""
    if _account(world, organisation) is None:
        opened: JsonObject = {"enabledAt": times.written(world.clock.now()), "onboardedAt": None}
        documents.put(world, Document(_ACCOUNTS.name, organisation.id, organisation.id, opened))


def begin_onboarding(world: World, organisation: Organisation) -> None:
    """Leads somebody through the onboarding of an account that was enabled; the first time counts."""
    account = _account(world, organisation)
    require_state(_status(world, account), _ENABLED)
    assert account is not None
    if account.body["onboardedAt"] is None:
        begun = {**account.body, "onboardedAt": times.written(world.clock.now())}
        documents.put(world, Document(_ACCOUNTS.name, account.id, account.owner_id, begun))


def account_id(organisation_id: str) -> str:
    """Looks like the provider's; the same each time."""
    return f"acct_{digest(organisation_id)[:16]}"


def digest(text: str) -> str:
    """Letters and digits that look random and are the same each time."""
    return hashlib.sha256(text.encode()).hexdigest()


def _account(world: World, organisation: Organisation) -> Document | None:
    return documents.get(world, _ACCOUNTS, organisation.id, organisation.id)


def _status(world: World, account: Document | None) -> Status:
    if account is None:
        return Status.NOT_STARTED
    onboarded_at = account.body["onboardedAt"]
    if onboarded_at is None or world.clock.now() < times.read(str(onboarded_at)) + ACTIVE_AFTER:
        return Status.ONBOARDING
    return Status.ACTIVE


def _capabilities(*, active: bool) -> JsonObject:
    return {
        "chargesEnabled": active,
        "payoutsEnabled": active,
        "detailsSubmitted": active,
        "currentlyDue": [] if active else list(_TO_ASK_FOR),
        "pastDue": [],
        "disabledReason": None,
    }
