"""Moments, told relative to the request."""

from datetime import datetime, timedelta

from mock_server.domain import times


def moment(at: datetime, request_at: datetime) -> str:
    """`2025-06-01T12:10:00Z, 0:10:00 after the request`."""
    distance = at - request_at
    if not distance:
        return f"{times.written(at)}, the moment of the request"
    side = "after" if distance > timedelta() else "before"
    return f"{times.written(at)}, {abs(distance)} {side} the request"
