"""One log line a request."""

import logging

from mock_server.http_api.answer import Answer
from mock_server.http_api.call import Call

ACCESS_LOG = logging.getLogger("mock_server.access")


def log_access(call: Call, answer: Answer, seconds: float) -> None:
    """Method, path (without its query, which can hold a code), operationId, status, error code and time."""
    if ACCESS_LOG.isEnabledFor(logging.INFO):
        ACCESS_LOG.info(
            "%s %s %s %s %s %.1f ms",
            call.request.method,
            call.request.path.encode("unicode_escape").decode("ascii"),
            call.operation.id if call.operation else "-",
            answer.status,
            answer.error_code or "-",
            seconds * 1000,
        )
