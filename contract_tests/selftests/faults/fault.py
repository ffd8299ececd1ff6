"""One row of the table."""

from dataclasses import dataclass

from contract_tests.selftests.fault_layer import Breaker


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence about what the broken server does, how it is broken, and what must notice.

    `caught_by` holds beginnings of keys: of a failed test (`rules::test_...`), of a finding of the generator
    (`properties::POST /auth/codes::check`) or of the second opinion (`contract::createAuthCode::201`); one of them
    must fail. `runs` says what is run for it where that does not follow from `caught_by`: tests by their key, and
    operations for the generator as `properties::POST /auth/codes` or `properties::Auth`.
    """

    name: str
    breaker: Breaker
    caught_by: tuple[str, ...]
    runs: tuple[str, ...] = ()

    @property
    def selection(self) -> tuple[str, ...]:
        """What is run for it."""
        return self.runs or self.caught_by
