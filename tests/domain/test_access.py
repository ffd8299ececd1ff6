from dataclasses import replace

import pytest

from mock_server.domain.access import can_select, clients_of, handed_off, name_of, organisations_of
from mock_server.domain.model import ClientId, Membership, Organisation, OrganisationId, Role, UserId
from mock_server.domain.principal import Anonymous, ApiClient, Principal
from mock_server.domain.tables import CLIENT_MEMBERSHIPS, MEMBERSHIPS, ORGANISATIONS
from mock_server.domain.world import World
from tests.asgi import ACME, ADAM, ALICE, BRIGHTSIDE, CAROL, CORNER_BAKERY, NOON, NORAH, OLIVIA
from tests.domain.worlds import ACME_PLATFORM, CORNER_PLATFORM, session

MISSING = "0f0f0f0f-0000-4000-8000-000000000000"


def organisation(world: World, organisation_id: str) -> Organisation:
    found = world.store.get(ORGANISATIONS, organisation_id)
    assert found is not None
    return found


def join(world: World, user_id: str, organisation_id: str, client_id: ClientId, name: str | None = None) -> None:
    membership = Membership(UserId(user_id), OrganisationId(organisation_id), client_id, Role.MEMBER, name, NOON)
    world.store.put(MEMBERSHIPS, membership)


def set_portal_role(world: World, user_id: str, role: Role) -> None:
    membership = world.store.get(CLIENT_MEMBERSHIPS, (user_id, ACME_PLATFORM))
    assert membership is not None
    world.store.put(CLIENT_MEMBERSHIPS, replace(membership, role=role))


def covered(world: World, user_id: str, client_id: ClientId = ACME_PLATFORM, only: str | None = None) -> list[str]:
    return [access.organisation.id for access in organisations_of(world, session(user_id, client_id, only))]


def test_a_session_covers_every_organisation_of_the_user_in_the_order_they_joined(world: World) -> None:
    join(world, ALICE, BRIGHTSIDE, ACME_PLATFORM)
    assert covered(world, ALICE) == [ACME, BRIGHTSIDE]


def test_a_session_covers_nothing_of_another_client(world: World) -> None:
    join(world, ALICE, CORNER_BAKERY, CORNER_PLATFORM)
    assert covered(world, ALICE) == [ACME]
    assert covered(world, ALICE, CORNER_PLATFORM) == [CORNER_BAKERY]


def test_a_handoff_session_covers_its_organisation_alone(world: World) -> None:
    join(world, ALICE, BRIGHTSIDE, ACME_PLATFORM)
    assert covered(world, ALICE, only=BRIGHTSIDE) == [BRIGHTSIDE]


@pytest.mark.parametrize("organisation_id", [BRIGHTSIDE, CORNER_BAKERY, MISSING])
def test_a_handoff_session_covers_nothing_where_the_access_is_gone(world: World, organisation_id: str) -> None:
    assert covered(world, ALICE, only=organisation_id) == []


def test_what_a_session_covers_is_judged_by_the_world_as_it_is_now(world: World) -> None:
    world.store.delete(MEMBERSHIPS, (ALICE, ACME))
    assert covered(world, ALICE) == []
    assert not can_select(world, session(ALICE), organisation(world, ACME))


def test_the_portal_belongs_to_the_sessions_client_and_not_to_a_handoff(world: World) -> None:
    assert [(a.client.id, a.role) for a in clients_of(world, session(OLIVIA))] == [(ACME_PLATFORM, Role.OWNER)]
    assert clients_of(world, session(OLIVIA, CORNER_PLATFORM)) == ()
    assert clients_of(world, session(OLIVIA, only=BRIGHTSIDE)) == ()


@pytest.mark.parametrize(
    ("user_id", "organisation_id", "role"),
    [
        (ALICE, ACME, Role.MEMBER),
        (ALICE, BRIGHTSIDE, None),
        (ALICE, CORNER_BAKERY, None),
        (ALICE, MISSING, None),
        (NORAH, ACME, None),
        (CAROL, CORNER_BAKERY, None),
        (ADAM, ACME, Role.ADMIN),
        (OLIVIA, ACME, Role.OWNER),
        (OLIVIA, CORNER_BAKERY, None),
        (ADAM, BRIGHTSIDE, Role.MEMBER),
    ],
)
def test_handoff_access_is_by_membership_or_as_admin_or_owner_of_the_client(
    world: World, user_id: str, organisation_id: str, role: Role | None
) -> None:
    access = handed_off(world, session(user_id), OrganisationId(organisation_id))
    assert (access and access.role) == role


def test_a_plain_portal_member_gets_no_handoff_access(world: World) -> None:
    set_portal_role(world, ADAM, Role.MEMBER)
    assert handed_off(world, session(ADAM), OrganisationId(ACME)) is None


@pytest.mark.parametrize(
    ("principal", "organisation_id", "selectable"),
    [
        (ApiClient(ACME_PLATFORM), ACME, True),
        (ApiClient(ACME_PLATFORM), CORNER_BAKERY, False),
        (Anonymous(), ACME, False),
        (session(ALICE), ACME, True),
        (session(ALICE), BRIGHTSIDE, False),
        (session(ALICE, only=ACME), ACME, True),
        (session(OLIVIA), ACME, False),
        (session(OLIVIA, only=ACME), ACME, True),
        (session(OLIVIA, only=ACME), BRIGHTSIDE, False),
        (session(CAROL), CORNER_BAKERY, False),
        (session(CAROL, CORNER_PLATFORM), CORNER_BAKERY, True),
        (session(NORAH), ACME, False),
    ],
    ids=str,
)
def test_an_organisation_can_be_selected_by_its_client_and_by_whoever_the_session_covers(
    world: World, principal: Principal, organisation_id: str, *, selectable: bool
) -> None:
    assert can_select(world, principal, organisation(world, organisation_id)) == selectable


def test_a_client_knows_a_user_by_the_name_it_gave(world: World) -> None:
    join(world, ALICE, CORNER_BAKERY, CORNER_PLATFORM, name="Ally")
    assert name_of(world, session(ALICE)) == "Alice Johnson"
    assert name_of(world, session(ALICE, CORNER_PLATFORM)) == "Ally"


def test_a_portal_user_is_known_by_the_name_in_the_portal(world: World) -> None:
    world.store.delete(MEMBERSHIPS, (OLIVIA, BRIGHTSIDE))
    assert name_of(world, session(OLIVIA)) == "Olivia Owner"
    assert name_of(world, session(NORAH)) is None
