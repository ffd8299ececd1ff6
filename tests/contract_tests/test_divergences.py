from datetime import date
from pathlib import Path

import pytest

from contract_tests.divergences import Divergence, DivergencesError, apply_divergences, read_divergences
from contract_tests.findings import Finding, Kind, Results

TODAY = date(2026, 6, 1)
ROW = Divergence("rules::test_one*", "a difference", date(2026, 1, 1), date(2026, 12, 31))


def results(*keys: str) -> Results:
    return Results(findings=[Finding(key, "rules", key, "this", "that", "a rule") for key in keys])


def kinds(found: Results) -> dict[str, Kind]:
    return {finding.key: finding.kind for finding in found.findings}


def test_a_known_difference_is_counted_and_not_failed() -> None:
    found = results("rules::test_one_thing", "rules::test_other")
    apply_divergences(found, [ROW], complete=True, today=TODAY)
    assert kinds(found) == {"rules::test_one_thing": Kind.DIVERGENCE, "rules::test_other": Kind.FAILURE}


def test_a_row_still_counts_on_its_last_day() -> None:
    found = results("rules::test_one_thing")
    apply_divergences(found, [ROW], complete=True, today=ROW.expires)
    assert kinds(found) == {"rules::test_one_thing": Kind.DIVERGENCE}


def test_an_expired_row_covers_nothing_and_fails_the_run() -> None:
    found = results("rules::test_one_thing")
    apply_divergences(found, [ROW], complete=False, today=date(2027, 1, 1))
    assert kinds(found) == {"rules::test_one_thing": Kind.FAILURE, "divergences::rules::test_one*": Kind.FAILURE}


def test_a_cured_row_fails_a_complete_run() -> None:
    found = results("rules::test_other")
    apply_divergences(found, [ROW], complete=True, today=TODAY)
    assert kinds(found)["divergences::rules::test_one*"] is Kind.FAILURE


def test_a_row_that_a_partial_run_does_not_meet_is_no_finding() -> None:
    found = results()
    apply_divergences(found, [ROW], complete=False, today=TODAY)
    assert found.findings == []


def test_a_difference_that_is_counted_already_stays_as_it_is() -> None:
    found = Results(findings=[Finding("rules::test_one", "rules", "", "", "", "", kind=Kind.DIVERGENCE)])
    apply_divergences(found, [ROW], complete=False, today=TODAY)
    assert kinds(found) == {"rules::test_one": Kind.DIVERGENCE}


def test_rows_are_read_from_yaml(tmp_path: Path) -> None:
    file = tmp_path / "known.yaml"
    file.write_text("- {test: 'rules::test_one*', what: a difference, since: 2026-01-01, expires: 2026-12-31}")
    assert read_divergences(file) == (ROW,)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1", "a list of rows is expected"),
        ("- {test: x}", "row 1: give expires, since, test, what"),
        ("- {test: x, what: y, since: soon, expires: 2026-01-01}", "row 1: since and expires are dates"),
        ("- {test: x, what: y, since: 2026-01-01T00:00:00Z, expires: 2026-01-01}", "row 1: since and expires"),
        ("[", "cannot read"),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_row(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "known.yaml"
    file.write_text(text)
    with pytest.raises(DivergencesError, match=told):
        read_divergences(file)
