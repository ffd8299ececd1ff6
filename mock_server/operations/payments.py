"""Tag Payments: the public side of an invoice, and the account on which an organisation receives money."""

from mock_server.domain import times
from mock_server.domain.access import can_select
from mock_server.domain.model import Organisation, OrganisationId
from mock_server.domain.receivables import checkout, payment_account
from mock_server.domain.receivables.public_view import require_public, view_of
from mock_server.domain.rules.organisations import require_organisation
from mock_server.domain.tables import ORGANISATIONS
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = [
    "create_checkout_session",
    "create_payment_account_link",
    "create_payment_account_session",
    "enable_payment_account",
    "get_payment_account_status",
    "get_public_invoice",
]


def get_public_invoice(world: World, request: OperationRequest) -> Json:
    return view_of(world, require_public(world, request.path["token"]))


def create_checkout_session(world: World, request: OperationRequest) -> Json:
    return checkout.session_for(require_public(world, request.path["token"]))


def get_payment_account_status(world: World, request: OperationRequest) -> Json:
    return payment_account.status_of(world, _organisation(world, request))


def enable_payment_account(world: World, request: OperationRequest) -> Json:
    organisation = _organisation(world, request)
    payment_account.enable(world, organisation)
    return payment_account.status_of(world, organisation)


def create_payment_account_link(world: World, request: OperationRequest) -> Json:
    """Nobody is led anywhere, so where to return to is not kept."""
    payment_account.begin_onboarding(world, _organisation(world, request))
    expires_at = world.clock.now() + payment_account.LINK_LIFETIME
    return {"url": f"https://onboarding.example/{world.ids.uuid()}", "expiresAt": times.written(expires_at)}


def create_payment_account_session(world: World, request: OperationRequest) -> Json:
    payment_account.begin_onboarding(world, _organisation(world, request))
    return {"clientSecret": f"accs_secret_mock_{world.ids.uuid()}"}


def _organisation(world: World, request: OperationRequest) -> Organisation:
    """The one in the path, if the caller could select it."""
    found = world.store.get(ORGANISATIONS, OrganisationId(request.path["id"]))
    return require_organisation(found if found is not None and can_select(world, request.principal, found) else None)
