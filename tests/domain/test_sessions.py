from datetime import timedelta

import pytest

from mock_server.domain.auth_codes import mint_code
from mock_server.domain.model import CodePurpose, UserId
from mock_server.domain.sessions import ISSUER, PURPOSE, open_session, read_session
from mock_server.domain.world import World
from mock_server.json_value import Json
from tests.asgi import ACME, ADAM, ALICE, BRIGHTSIDE, NOON, OLIVIA
from tests.domain.worlds import ACME_PLATFORM, acme_world, session, user_of

SECOND = timedelta(seconds=1)
EIGHT_HOURS = timedelta(hours=8)


def claims(**changed: Json) -> dict[str, Json]:
    noon = int(NOON.timestamp())
    return {
        "iss": ISSUER,
        "sub": ALICE,
        "client": ACME_PLATFORM,
        "purpose": PURPOSE,
        "world": "default",
        "iat": noon,
        "exp": noon + 60,
        **changed,
    }


def opened(world: World, user_id: str = ALICE, only: str | None = None) -> str:
    return open_session(world, user_of(world, user_id), session(user_id, only=only))


@pytest.mark.parametrize("only", [None, ACME])
def test_a_session_token_speaks_for_whom_it_was_opened(world: World, only: str | None) -> None:
    assert read_session(world, opened(world, only=only)) == session(ALICE, only=only)


def test_a_session_lasts_eight_hours_and_not_a_second_longer(world: World) -> None:
    token = opened(world)
    world.clock.advance(EIGHT_HOURS - SECOND)
    assert read_session(world, token) is not None
    world.clock.advance(SECOND)
    assert read_session(world, token) is None


def test_a_session_opened_within_a_second_never_outlives_eight_hours(world: World) -> None:
    world.clock.advance(timedelta(milliseconds=999))
    token = opened(world)
    world.clock.advance(EIGHT_HOURS - SECOND)
    assert read_session(world, token) is not None
    world.clock.advance(SECOND)
    assert read_session(world, token) is None


def test_a_session_claims_who_it_is_for_and_what_it_covers(world: World) -> None:
    claimed = dict(world.tokens.read(opened(world, OLIVIA)))
    assert isinstance(claimed.pop("jti"), str)
    assert claimed == {
        "iss": ISSUER,
        "sub": OLIVIA,
        "email": "olivia@acme-platform.example",
        "organisations": [{"id": BRIGHTSIDE, "role": "Owner"}],
        "clients": [{"id": ACME_PLATFORM, "role": "Owner"}],
        "client": ACME_PLATFORM,
        "purpose": "session",
        "world": "default",
        "iat": int(NOON.timestamp()),
        "exp": int((NOON + EIGHT_HOURS).timestamp()),
    }


def test_a_handoff_session_claims_its_one_organisation_and_no_portal(world: World) -> None:
    claimed = world.tokens.read(opened(world, ADAM, only=ACME))
    assert claimed["organisation"] == ACME
    assert claimed["organisations"] == [{"id": ACME, "role": "Admin"}]
    assert claimed["clients"] == []


def test_two_sessions_of_one_user_are_two_tokens(world: World) -> None:
    assert opened(world) != opened(world)


def test_the_claims_of_these_tests_are_those_of_a_session(world: World) -> None:
    assert read_session(world, world.tokens.issue(claims())) == session(ALICE)


@pytest.mark.parametrize(
    "changed",
    [
        {"purpose": "auth-code"},
        {"purpose": "handoff-code"},
        {"purpose": None},
        {"iss": "someone"},
        {"world": "other"},
        {"exp": str(int(NOON.timestamp()) + 60)},
        {"exp": None},
        {"exp": int(NOON.timestamp())},
    ],
    ids=str,
)
def test_a_token_with_other_claims_is_no_session(world: World, changed: dict[str, Json]) -> None:
    assert read_session(world, world.tokens.issue(claims(**changed))) is None


@pytest.mark.parametrize("missing", ["iss", "sub", "client", "purpose", "world", "exp"])
def test_a_token_without_a_claim_that_sessions_have_is_no_session(world: World, missing: str) -> None:
    rest = {name: value for name, value in claims().items() if name != missing}
    assert read_session(world, world.tokens.issue(rest)) is None


@pytest.mark.parametrize("purpose", CodePurpose)
def test_a_code_is_no_session_token(world: World, purpose: CodePurpose) -> None:
    code, _ = mint_code(world, purpose, UserId(ALICE), ACME_PLATFORM)
    assert read_session(world, code) is None


def test_a_session_of_another_world_or_another_key_is_refused(world: World) -> None:
    for foreign in (acme_world("other"), acme_world(key=b"x" * 32)):
        assert read_session(world, opened(foreign)) is None
