"""Random interleavings of minting, exchanging and waiting, for several users, against a model of a few lines."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule, run_state_machine_as_test

from contract_tests.api_client import ApiClient
from contract_tests.checks.expect import Expectations
from contract_tests.clock import TargetClock
from contract_tests.provision import Person, Provision
from contract_tests.suite import Suite

LIFETIME = 600
USERS = 3
RUNS = 20
STEPS = 20
ONCE = "guide: a code works once and lives 10 minutes"
STEPS_IN_TIME = st.sampled_from([0, 1, 60, 299, 300, LIFETIME - 1, LIFETIME])
AROUND_THE_END = st.sampled_from([60, 1, 0])


@dataclass
class MintedCode:
    """What the model knows of a code."""

    text: str
    owner: Person
    expires: int
    used: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What every run of the machine stands on."""

    api: ApiClient
    expect: Expectations
    provision: Provision
    clock: TargetClock
    people: tuple[Person, ...]
    handoffs_for: str


class CodesMachine(RuleBasedStateMachine):
    """Codes of several users, exchanged in any order, once and again, early and late."""

    codes = Bundle("codes")

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._now = 0

    @initialize(target=codes)
    def begin(self) -> object:
        return multiple(*(self._minted(person) for person in self._ground.people[:2]))

    @rule(target=codes, index=st.integers(0, USERS - 1))
    def mint(self, index: int) -> MintedCode:
        return self._minted(self._ground.people[index])

    @rule(target=codes, index=st.integers(0, USERS - 1))
    def mint_handoff(self, index: int) -> MintedCode:
        ground, person = self._ground, self._ground.people[index]
        session = ground.provision.session(person.id)
        answer = ground.api.call("mintSandboxHandoff", session, json={"organisationId": ground.handoffs_for})
        text = str(ground.expect.success(answer, 201)["code"])
        ground.provision.masker.learn(text)
        return MintedCode(text, person, self._now + LIFETIME)

    @rule(code=codes)
    def exchange(self, code: MintedCode) -> None:
        ground = self._ground
        answer = ground.api.call("exchangeAuthCode", json={"code": code.text})
        if self._now >= code.expires:
            ground.expect.refusal(answer, "Mock.AuthCodeExpired", rule=ONCE)
        elif code.used:
            ground.expect.refusal(answer, "Mock.AuthCodeUsed", rule=ONCE)
        else:
            session = ground.expect.success(answer, 200, rule=ONCE)
            ground.provision.masker.learn(str(session["token"]))
            ground.expect.equal(answer, session["userId"], code.owner.id, "guide, step 4: the session is the user's")
            code.used = True

    @rule(code=codes)
    def exchange_altered(self, code: MintedCode) -> None:
        """An altered code is refused, and does not use up the code it was made of."""
        text = code.text[:-5] + ("A" if code.text[-5] != "A" else "B") + code.text[-4:]
        answer = self._ground.api.call("exchangeAuthCode", json={"code": text})
        self._ground.expect.refusal(answer, "Mock.AuthCodeUnknown", rule=ONCE)

    @rule(seconds=STEPS_IN_TIME)
    def wait(self, seconds: int) -> None:
        self._pass(seconds)

    @rule(code=codes, before=AROUND_THE_END)
    def exchange_around_its_end(self, code: MintedCode, before: int) -> None:
        """Chance alone seldom meets the seconds that matter."""
        self._pass(max(0, code.expires - before - self._now))
        self.exchange(code)

    def _pass(self, seconds: int) -> None:
        self._ground.clock.advance(seconds)
        self._now += seconds

    def _minted(self, person: Person) -> MintedCode:
        return MintedCode(self._ground.provision.code(person.id), person, self._now + LIFETIME)


@pytest.mark.about("createAuthCode", "exchangeAuthCode", "mintSandboxHandoff")
@pytest.mark.needs("clock", "writes")
def test_codes_work_once_and_for_ten_minutes_in_any_order(
    suite: Suite, api: ApiClient, expect: Expectations, provision: Provision, clock: TargetClock
) -> None:
    organisation = provision.organisation()
    people = tuple(provision.user(organisation) for _ in range(USERS))
    ground = Ground(api, expect, provision, clock, people, organisation)

    @seed(suite.seed)
    class Grounded(CodesMachine):
        def __init__(self) -> None:
            super().__init__(ground)

    run_state_machine_as_test(
        Grounded,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            print_blob=False,
            phases=(Phase.generate,),
            suppress_health_check=tuple(HealthCheck),
        ),
    )
