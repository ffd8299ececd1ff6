from datetime import UTC, datetime, timedelta

import pytest

from mock_server.domain.auth_codes import mint_code, redeem_code
from mock_server.domain.model import CodePurpose, OrganisationId, UserId
from mock_server.domain.policy import SESSION_LIFETIME
from mock_server.domain.sessions import open_session
from mock_server.domain.tables import AUTH_CODES, USED_CODES
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.json_value import Json
from tests.asgi import ACME, ALICE, NOON
from tests.domain.worlds import ACME_PLATFORM, acme_world, session, user_of

SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)


def minted(world: World) -> str:
    return mint_code(world, CodePurpose.LOGIN, UserId(ALICE), ACME_PLATFORM)[0]


def refused(world: World, code: str) -> str:
    with pytest.raises(Violation) as caught:
        redeem_code(world, code)
    return caught.value.code.code


def test_a_code_remembers_whom_it_was_minted_for(world: World) -> None:
    organisation = OrganisationId(ACME)
    text, _ = mint_code(world, CodePurpose.HANDOFF, UserId(ALICE), ACME_PLATFORM, organisation)
    code = redeem_code(world, text)
    assert (code.purpose, code.user_id, code.client_id) == (CodePurpose.HANDOFF, ALICE, ACME_PLATFORM)
    assert code.organisation_id == ACME


def test_a_code_says_when_it_expires(world: World) -> None:
    _, expires_at = mint_code(world, CodePurpose.LOGIN, UserId(ALICE), ACME_PLATFORM)
    assert expires_at == NOON + TEN_MINUTES


def test_a_code_has_the_claims_of_a_code_and_no_more(world: World) -> None:
    claims = dict(world.tokens.read(minted(world)))
    assert isinstance(claims.pop("jti"), str)
    noon = int(NOON.timestamp())
    assert claims == {"sub": ALICE, "purpose": "auth-code", "world": "default", "iat": noon, "exp": noon + 600}


def test_a_code_works_until_its_last_second(world: World) -> None:
    code = minted(world)
    world.clock.advance(TEN_MINUTES - SECOND)
    assert redeem_code(world, code).user_id == ALICE


def test_a_code_is_over_after_ten_minutes(world: World) -> None:
    code = minted(world)
    world.clock.advance(TEN_MINUTES)
    assert refused(world, code) == "Mock.AuthCodeExpired"


def test_a_code_works_once(world: World) -> None:
    code = minted(world)
    redeem_code(world, code)
    assert [refused(world, code) for _ in range(3)] == ["Mock.AuthCodeUsed"] * 3


def test_a_used_code_is_told_to_be_expired_once_it_is(world: World) -> None:
    code = minted(world)
    redeem_code(world, code)
    world.clock.advance(TEN_MINUTES)
    assert refused(world, code) == "Mock.AuthCodeExpired"


def test_codes_of_one_user_do_not_touch_each_other(world: World) -> None:
    first, second = minted(world), minted(world)
    redeem_code(world, first)
    assert redeem_code(world, second).user_id == ALICE


def test_expired_codes_are_forgotten_when_the_next_is_minted_and_still_told_apart(world: World) -> None:
    unused, used = minted(world), minted(world)
    redeem_code(world, used)
    world.clock.advance(TEN_MINUTES)
    minted(world)
    assert len(list(world.store.all(AUTH_CODES))) == 1
    assert not list(world.store.all(USED_CODES))
    assert [refused(world, code) for code in (unused, used)] == ["Mock.AuthCodeExpired"] * 2


def test_codes_that_still_live_are_not_forgotten(world: World) -> None:
    first = minted(world)
    world.clock.advance(TEN_MINUTES - SECOND)
    minted(world)
    assert redeem_code(world, first).user_id == ALICE


def test_the_refusal_of_an_expired_code_says_since_when(world: World) -> None:
    code = minted(world)
    world.clock.advance(TEN_MINUTES)
    with pytest.raises(Violation) as caught:
        redeem_code(world, code)
    assert caught.value.detail == "The auth code expired at 2025-06-01T12:10:00Z: codes live 10 minutes."


@pytest.mark.parametrize("text", ["", "nonsense", "a.b.c", "é.ö.ü", "eyJhbGciOiJIUzI1NiJ9.e30."])
def test_text_that_is_no_token_is_an_unknown_code(world: World, text: str) -> None:
    assert refused(world, text) == "Mock.AuthCodeUnknown"


def test_a_session_token_is_no_code_not_even_an_expired_one(world: World) -> None:
    token = open_session(world, user_of(world, ALICE), session(ALICE))
    for step in (timedelta(0), SESSION_LIFETIME):
        world.clock.advance(step)
        assert refused(world, token) == "Mock.AuthCodeUnknown"


def test_a_redeemed_code_is_taken_out_of_the_world(world: World) -> None:
    redeem_code(world, minted(world))
    assert not list(world.store.all(AUTH_CODES))


def test_a_code_of_another_world_another_key_or_an_earlier_start_is_unknown(world: World) -> None:
    earlier = acme_world()
    earlier.ids.uuid()
    for foreign in (acme_world("other"), acme_world(key=b"x" * 32), earlier):
        assert refused(world, minted(foreign)) == "Mock.AuthCodeUnknown"


@pytest.mark.parametrize(
    "changed",
    [
        {"jti": "never-issued"},
        {"jti": None},
        {"jti": ["a"]},
        {"purpose": "session"},
        {"purpose": ["auth-code"]},
        {"world": "other"},
        {"exp": 10**18},
        {"exp": -(10**30)},
        {"exp": "soon"},
    ],
    ids=str,
)
def test_claims_that_we_never_write_are_an_unknown_code_even_with_our_signature(
    world: World, changed: dict[str, Json]
) -> None:
    ends = int(datetime(2030, 1, 1, tzinfo=UTC).timestamp())
    claims: dict[str, Json] = {"jti": "x", "purpose": "auth-code", "world": "default", "exp": ends, **changed}
    assert refused(world, world.tokens.issue(claims)) == "Mock.AuthCodeUnknown"
