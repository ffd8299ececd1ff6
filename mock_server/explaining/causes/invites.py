"""What is known of an invite that was to be accepted."""

from collections.abc import Iterator

from mock_server.domain import times
from mock_server.domain.administration.verified_emails import verified_email
from mock_server.domain.masking import mask
from mock_server.domain.tables import ACCEPTED_INVITES, CLIENT_INVITES
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, now, then
from mock_server.explaining.past import earlier
from mock_server.explaining.people import client_named
from mock_server.explaining.times_told import moment


def seen(exchange: Exchange) -> Iterator[Fact]:
    world, token = exchange.world, str(exchange.members.get("token", ""))
    accepted = world.store.get(ACCEPTED_INVITES, token)
    invite = accepted or world.store.get(CLIENT_INVITES, token)
    if invite is None:
        yield now(f"No invite of the world {world.name} has the token {mask(token)}.")
        return
    yield now(f"The invite {mask(token)} is for {invite.email}, to {client_named(world, invite.client_id)}.")
    verb = "expired" if invite.expires_at <= exchange.entry.at else "expires"
    yield then(f"It {verb} at {moment(invite.expires_at, exchange.entry.at)}.")
    used = next((e for e in earlier(exchange, "acceptClientInvite") if token.encode() in (e.body or b"")), None)
    if used is not None:
        yield then(f"It was accepted at {times.written(used.at)}, by request #{used.id}.")
    elif accepted is not None:
        yield now("It was accepted.")
    verified = verified_email(str(exchange.members.get("accessToken", "")))
    told = "no email address" if verified is None else "the invited address" if verified == invite.email else "another"
    yield then(f"The access token verifies {told}{'' if told != 'another' else ' address than the invited one'}.")
