"""Invites to a client's portal: made for an email address, accepted once."""

from uuid import UUID

from mock_server.domain.model import ClientId, ClientInvite, Role
from mock_server.domain.policy import INVITE_LIFETIME
from mock_server.domain.rules.client_invites import (
    require_invited_email,
    require_issued_invite,
    require_unexpired_invite,
    require_unused_invite,
)
from mock_server.domain.tables import ACCEPTED_INVITES, CLIENT_INVITES
from mock_server.domain.world import World


def invite(world: World, client_id: ClientId, email: str, role: Role) -> ClientInvite:
    """A new invite; its token is the only way to it."""
    token = f"inv_{UUID(world.ids.uuid()).hex}{UUID(world.ids.uuid()).hex}"
    made = ClientInvite(token, client_id, email, role, world.clock.now() + INVITE_LIFETIME)
    world.store.put(CLIENT_INVITES, made)
    return made


def redeem_invite(world: World, token: str, verified_email: str | None) -> ClientInvite:
    """Takes the invite out of those that wait, so that it works once.

    Raises Violation: Mock.InviteUnknown, Mock.InviteExpired, Mock.InviteUsed or Mock.EmailNotInvited.
    """
    accepted = world.store.get(ACCEPTED_INVITES, token)
    found = require_issued_invite(accepted or world.store.get(CLIENT_INVITES, token))
    require_unexpired_invite(found, world.clock.now())
    require_unused_invite(accepted)
    require_invited_email(found, verified_email)
    world.store.take(CLIENT_INVITES, token)
    world.store.put(ACCEPTED_INVITES, found)
    return found
