"""Runs the suite against a target: rules and journeys, then properties; then the reports."""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from contract_tests.checks.expect import Mismatch
from contract_tests.contract import Contract, read_contract
from contract_tests.credentials import Credentials, read_credentials
from contract_tests.http_layer.gate import Gate, Limits, Stopped
from contract_tests.http_layer.masking import Masker
from contract_tests.http_layer.policy import Policy
from contract_tests.launcher import launched
from contract_tests.options import RunOptions, UsageError
from contract_tests.plugin import NAME, SuitePlugin
from contract_tests.properties.schemathesis_run import PropertyOptions, PropertyReport, run_properties
from contract_tests.suite import Suite, make_suite
from contract_tests.target import TargetError, find_target

Say = Callable[[str], None]
_TEST_FOLDERS = ("rules", "journeys", "properties")


@contextmanager
def opened_suite(options: RunOptions) -> Iterator[Suite]:
    """The suite of a run, its target found or started, its gate in place."""
    contract = read_contract(options.contract)
    credentials = read_credentials(options.credentials)
    with _address(options) as url:
        gate = Gate(
            base_url=url,
            contract=contract,
            policy=policy_of(options, credentials),
            masker=Masker(credentials.secrets),
            limits=Limits(options.rate, options.max_requests, options.max_time),
        )
        with gate.installed():
            target = find_target(
                url,
                credentials,
                ours=options.starts_mock,
                writes=options.writes,
                flags=options.capabilities,
            )
            gate.masker.learn(*target.credentials.secrets)
            yield make_suite(contract, target, gate, options.seed)


def run_suite(suite: Suite, options: RunOptions, say: Say) -> PropertyReport:
    """Every test that the options ask for; results are in the suite."""
    _require_known(suite.contract, options.only)
    _log_in(suite)
    run_tests(suite, options.only, say)
    return run_properties(suite, PropertyOptions(options.seed, options.max_examples, options.only), say)


def run_tests(suite: Suite, only: str | None, say: Say, names: Collection[str] = ()) -> None:
    """The rule tests, journeys and state machines, by pytest, apart from whatever the user's own project sets.

    With `names`, only the tests whose key (`area::test`) begins with one of them.
    """
    package = Path(__file__).parent
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    arguments = [
        *(str(package / folder) for folder in _TEST_FOLDERS),
        f"--config-file={package / 'pytest.ini'}",
        f"--rootdir={package}",
        "--import-mode=importlib",
        "-p",
        "no:terminal",
        "-p",
        "no:cacheprovider",
    ]
    plugin = SuitePlugin(suite, only, say, names)
    code = pytest.main(arguments, plugins=[_Named(plugin)])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise UsageError(f"the rule tests could not be run (pytest ended with {code!r})")


class _Named:
    """Registers the suite's plugin under the name by which the fixtures find it."""

    def __init__(self, plugin: SuitePlugin) -> None:
        self._plugin = plugin

    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(self._plugin, NAME)


def _log_in(suite: Suite) -> None:
    try:
        suite.provision.require_api_key()
        suite.provision.identities()
    except Mismatch as mismatch:
        raise TargetError(f"cannot log in at {suite.target.url}: {mismatch}; are the credentials right?") from mismatch
    except Stopped:
        # The first test is skipped with the reason.
        return


@contextmanager
def _address(options: RunOptions) -> Iterator[str]:
    if not options.starts_mock:
        yield options.target.rstrip("/")
        return
    with launched("--seed", str(options.seed)) as url:
        yield url


def policy_of(options: RunOptions, credentials: Credentials) -> Policy:
    """What the options let the run send."""
    return Policy(
        writes=options.writes,
        logins=credentials.session_token is None,
        undeclared=options.probe_methods or options.starts_mock,
        control=options.writes,
    )


def _require_known(contract: Contract, only: str | None) -> None:
    if only is None:
        return
    operations = contract.operations.values()
    known = {*contract.operations, *contract.codes, *(o.tag for o in operations), *(o.label for o in operations)}
    if only.casefold() not in {name.casefold() for name in known}:
        raise UsageError(f"--only {only}: there is no such tag, operationId or error code in the contract")
