"""Runs the suite against a target: rules and journeys, then properties; then the reports."""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from contract_tests.checks.expect import Mismatch
from contract_tests.contract import Contract, read_contract
from contract_tests.credentials import Credentials, read_credentials
from contract_tests.http_layer.gate import INTERRUPTED, Gate, GateClosed, Limits, Stopped
from contract_tests.http_layer.masking import Masker
from contract_tests.http_layer.policy import Policy
from contract_tests.launcher import launched
from contract_tests.options import RunOptions, UsageError
from contract_tests.plugin import NAME, SuitePlugin
from contract_tests.properties.schemathesis_run import PropertyOptions, PropertyReport, run_properties
from contract_tests.suite import Suite, make_suite
from contract_tests.target import TargetError, find_target, normal_address

Say = Callable[[str], None]
_TEST_FOLDERS = ("rules", "journeys", "properties")
_NO_PLUGINS = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"
_PYTEST_VARIABLES = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", _NO_PLUGINS)


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
            if target.is_mock:
                gate.policy = replace(gate.policy, outreach=True)
            gate.masker.learn(*target.credentials.secrets)
            yield make_suite(contract, target, gate, options.seed)


def run_suite(suite: Suite, options: RunOptions, say: Say) -> PropertyReport:
    """Every test that the options ask for; results are in the suite."""
    log_in(suite)
    run_tests(suite, options.only, say)
    return run_properties(suite, PropertyOptions(options.seed, options.max_examples, options.only), say)


def run_tests(suite: Suite, only: str | None, say: Say, names: Collection[str] = ()) -> None:
    """The rule tests, journeys and state machines, by pytest, apart from whatever the user's own project sets.

    With `names`, only the tests whose key (`area::test`) begins with one of them.
    """
    package = Path(__file__).parent
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
    with _own_pytest():
        code = pytest.main(arguments, plugins=[_Named(plugin)])
    if code == pytest.ExitCode.INTERRUPTED:
        suite.gate.stop(INTERRUPTED)
    elif code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise UsageError(f"the rule tests could not be run (pytest ended with {code!r})")


@contextmanager
def _own_pytest() -> Iterator[None]:
    """The environment without what the user's own project says to pytest."""
    before = {name: os.environ.pop(name) for name in _PYTEST_VARIABLES if name in os.environ}
    os.environ[_NO_PLUGINS] = "1"
    try:
        yield
    finally:
        del os.environ[_NO_PLUGINS]
        os.environ.update(before)


class _Named:
    """Registers the suite's plugin under the name by which the fixtures find it."""

    def __init__(self, plugin: SuitePlugin) -> None:
        self._plugin = plugin

    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(self._plugin, NAME)


def log_in(suite: Suite) -> None:
    """Makes what the tests share, before anything else. Raises TargetError where the target does not let us in."""
    try:
        suite.provision.require_api_key()
        suite.provision.identities()
    except Stopped:
        return  # every test is skipped with the reason
    except (Mismatch, GateClosed, requests.RequestException, ValueError, KeyError, IndexError) as error:
        told = suite.gate.masker.text(" ".join(str(error).split()) or type(error).__name__)
        raise TargetError(f"cannot log in at {suite.target.url}: {told}; are address and credentials right?") from error


@contextmanager
def _address(options: RunOptions) -> Iterator[str]:
    if not options.starts_mock:
        yield normal_address(options.target)
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
        outreach=options.starts_mock or options.allow_outreach,
    )


def require_known(contract: Contract, only: str | None) -> None:
    """Raises UsageError for a name that is in no contract."""
    if only is None:
        return
    operations = contract.operations.values()
    known = {*contract.operations, *contract.codes, *(o.tag for o in operations), *(o.label for o in operations)}
    if only.casefold() not in {name.casefold() for name in known}:
        raise UsageError(f"--only {only}: there is no such tag, operationId or error code in the contract")
