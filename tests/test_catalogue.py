"""Contract, catalogue and rules name the same error codes."""

import inspect
import json
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import mock_server
import mock_server.domain.rules
from mock_server import catalogue
from mock_server.catalogue import CATALOGUE, OUTSIDE_THE_CONTRACT, ErrorCode
from mock_server.contract.document import resolved
from mock_server.domain.rules.rule import RULES
from mock_server.domain.violations import Violation
from mock_server.resources import EFFECTIVE_CONTRACT

DOCUMENT: dict[str, Any] = json.loads(EFFECTIVE_CONTRACT.read_bytes())
ALL = (*CATALOGUE, *OUTSIDE_THE_CONTRACT)
STRENGTH = ("published", "documented", "assumed")
NAMED_BY_ANALOGY = {"ApprovalPolicy.NotFound", "Bill.NotFound", "Customer.NotFound", "PurchaseOrder.NotFound"}
RAISED_BY_THE_SERVER = {
    "Mock.InvalidRequest": "http_api/validate.py",
    "Mock.PayloadTooLarge": "http_api/body.py",
    "Mock.UnsupportedMediaType": "http_api/body.py",
    "Mock.InvalidCursor": "domain/pages.py",
    "Agent.MissingMessage": "http_api/validate.py",
    "Agent.MessageTooLong": "http_api/validate.py",
    "Product.MissingName": "http_api/validate.py",
    "TaxRate.MissingCode": "http_api/validate.py",
    "TaxRate.MissingName": "http_api/validate.py",
    "Mock.UnknownPath": "http_api/pipeline.py",
    "Mock.MethodNotAllowed": "http_api/pipeline.py",
    "Mock.SelfCheckFailed": "http_api/pipeline.py",
    "Mock.InternalError": "http_api/endpoint.py",
    "Mock.ControlRefused": "control/guard.py",
    "Mock.UnknownEmail": "control/resources/tokens.py",
    "Mock.WorldNotFound": "domain/worlds.py",
    "Mock.WorldExists": "domain/worlds.py",
    "Mock.WorldKept": "domain/worlds.py",
    "Mock.TooManyWorlds": "domain/worlds.py",
    "Mock.ClockStopped": "http_api/timekeeper.py",
    "Mock.NotRepeatable": "control/resources/capsules.py",
    "Mock.NotAsExpected": "control/resources/verification.py",
    "Mock.NotForced": "http_api/demands.py",
    "Mock.FaultNotFound": "domain/faults.py",
    "Mock.TooManyFaults": "domain/faults.py",
    "Mock.UnknownRefusal": "control/resources/errors.py",
    "Mock.EntryNotFound": "control/journal_entries.py",
    "Mock.SnapshotNotFound": "domain/snapshots.py",
    "Mock.SnapshotExists": "domain/snapshots.py",
    "Mock.TooManySnapshots": "domain/snapshots.py",
    "Mock.NoScenario": "control/resources/scenario.py",
}
"""Codes that no rule of the domain stands for, and the file that refuses with them."""

FACTS: dict[str, str | int] = {
    "reason": "a reason",
    "limit": 1_048_576,
    "now": "2025-01-15T10:30:00Z",
    "accepted": "application/json",
    "allowed": "GET, POST",
    "expired_at": "2025-01-15T10:40:00Z",
    "minutes": 10,
    "days": 7,
    "what": "number",
    "currency": "GBP",
    "later": "due date",
    "earlier": "issue date",
    "left": "outstanding on the invoice",
    "other": "the invoice",
    "count": 2,
}
ids = [row.code for row in ALL]


def contract_codes() -> dict[str, set[tuple[int, str]]]:
    """Every code that a response of the contract lists, with the statuses and sources it is listed with."""
    listed: dict[str, set[tuple[int, str]]] = {}
    for item in DOCUMENT["paths"].values():
        for operation in item.values():
            for status, response in operation.get("responses", {}).items() if isinstance(operation, dict) else ():
                for row in resolved(DOCUMENT, response).get("x-error-codes", ()):
                    listed.setdefault(row["code"], set()).add((int(status), row["source"]))
    return listed


CONTRACT = contract_codes()


def rules_of_every_module() -> dict[str, list[str]]:
    folder = mock_server.domain.rules
    for module in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}."):
        import_module(module.name)
    return RULES


def constant_of(row: ErrorCode) -> str:
    return next(name for name, value in vars(catalogue).items() if value is row)


def test_the_contract_lists_codes_at_all() -> None:
    assert len(CONTRACT) > 20


def test_contract_and_catalogue_have_the_same_codes() -> None:
    assert {row.code for row in CATALOGUE} == set(CONTRACT)


def test_no_code_has_two_rows() -> None:
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.code)
def test_a_code_has_the_status_that_the_contract_gives_it(row: ErrorCode) -> None:
    assert {status for status, _ in CONTRACT[row.code]} == {row.status}


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.code)
def test_a_code_has_the_strongest_source_that_the_contract_has_for_it(row: ErrorCode) -> None:
    assert row.source == min((source for _, source in CONTRACT[row.code]), key=STRENGTH.index)


@pytest.mark.parametrize("row", ALL, ids=ids)
def test_codes_of_ours_begin_with_mock_unless_they_follow_a_documented_pattern(row: ErrorCode) -> None:
    ours = row.source == "assumed" and row.code not in NAMED_BY_ANALOGY
    assert row.code.startswith("Mock.") == ours


def test_every_published_code_is_enforced() -> None:
    published = {row.code: row.enforced for row in ALL if row.source == "published"}
    assert len(published) == 5
    assert all(published.values())


@pytest.mark.parametrize("row", [row for row in ALL if row.enforced], ids=lambda row: row.code)
def test_an_enforced_code_has_a_rule_or_a_place_that_raises_it(row: ErrorCode) -> None:
    if row.code in RAISED_BY_THE_SERVER:
        place = Path(inspect.getfile(mock_server)).parent / RAISED_BY_THE_SERVER[row.code]
        assert constant_of(row) in place.read_text(encoding="utf-8")
    else:
        assert rules_of_every_module().get(row.code), "no rule refuses with it"


def test_a_code_that_nothing_enforces_has_no_rule() -> None:
    assert not rules_of_every_module().keys() & {row.code for row in ALL if not row.enforced}


@pytest.mark.parametrize("code", RAISED_BY_THE_SERVER)
def test_a_code_has_a_rule_or_a_named_place_and_not_both(code: str) -> None:
    assert code in ids
    assert code not in rules_of_every_module()


@pytest.mark.parametrize("row", ALL, ids=ids)
def test_the_detail_of_a_code_formats_with_the_facts_it_names(row: ErrorCode) -> None:
    named = {name for _, name, _, _ in Formatter().parse(row.detail) if name}
    facts = {name: FACTS[name] for name in named}
    detail = Violation(row, members=None, failures=(), **facts).detail
    assert detail
    assert not set("{}") & set(detail)


@pytest.mark.parametrize("row", ALL, ids=ids)
def test_the_meaning_of_a_code_is_a_sentence_without_facts(row: ErrorCode) -> None:
    assert row.meaning[0].isupper()
    assert row.meaning.endswith(".")
    assert "{" not in row.meaning


@pytest.mark.parametrize("row", ALL, ids=ids)
def test_the_remedy_of_a_code_is_one_sentence_without_facts(row: ErrorCode) -> None:
    assert row.remedy[0].isupper()
    assert row.remedy.endswith(".")
    assert not re.search(r"[.!?]\s", row.remedy), "more than one sentence"
    assert not set("{}") & set(row.remedy)


@pytest.mark.parametrize("row", ALL, ids=ids)
def test_the_remedy_of_a_code_says_more_than_its_meaning_and_detail(row: ErrorCode) -> None:
    assert row.remedy not in {row.meaning, row.detail}


def test_no_two_codes_share_a_remedy() -> None:
    remedies = [row.remedy for row in ALL]
    assert len(set(remedies)) == len(remedies)


@pytest.mark.parametrize("row", [row for row in ALL if not row.enforced], ids=lambda row: row.code)
def test_the_remedy_of_a_code_that_nothing_enforces_says_so(row: ErrorCode) -> None:
    assert row.remedy.startswith("Nothing here causes it")
