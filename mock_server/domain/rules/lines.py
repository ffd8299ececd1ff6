"""Rules on lines."""

from mock_server.catalogue import LINE_MATCHED, RECORD_NOT_FOUND
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation


@refuses_with(RECORD_NOT_FOUND)
def require_known_line(*, known: bool) -> None:
    """A line that is to be kept is one of the document's (the code is assumed)."""
    if not known:
        raise Violation(RECORD_NOT_FOUND)


@refuses_with(LINE_MATCHED)
def require_matched_kept(*, kept: bool, what: str) -> None:
    """What bills are matched with stays (the code is assumed); `what` says what does."""
    if not kept:
        raise Violation(LINE_MATCHED, what=what)
