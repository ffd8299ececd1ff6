"""The scenarios that a running server has read: each is read once."""

from mock_server.contract.document import Contract
from mock_server.scenarios.scenario import Scenario, ScenarioError, load_scenario, read_scenario, scenario_names

_SENT = "scenario"
_KEPT_TEXTS = 8


class ScenarioShelf:
    """Reads scenarios against one contract. Names are those that come with the program, never a file's."""

    def __init__(self, contract: Contract, *, lenient: bool) -> None:
        self._contract = contract
        self._lenient = lenient
        self._named: dict[str, Scenario] = {}
        self._sent: dict[str, Scenario] = {}

    def named(self, name: str) -> Scenario:
        """Raises ScenarioError for a name that no scenario has."""
        if name not in scenario_names():
            raise ScenarioError(f"no scenario has this name: give one of {', '.join(scenario_names())}")
        if name not in self._named:
            self._named[name] = load_scenario(name, self._contract, lenient=self._lenient)
        return self._named[name]

    def read(self, text: str) -> Scenario:
        """A scenario from YAML text. Raises ScenarioError with a line for each mistake."""
        scenario = self._sent.get(text)
        if scenario is None:
            scenario = read_scenario(text, _SENT, f"{_SENT}.yaml", self._contract, lenient=self._lenient)
            if len(self._sent) == _KEPT_TEXTS:
                del self._sent[next(iter(self._sent))]
            self._sent[text] = scenario
        return scenario

    def check(self, text: str) -> None:
        """Raises ScenarioError where the text cannot be used; it is not kept."""
        read_scenario(text, _SENT, f"{_SENT}.yaml", self._contract, lenient=self._lenient)
