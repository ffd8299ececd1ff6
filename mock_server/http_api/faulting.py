"""What faults do to requests and to their answers."""

from asyncio import sleep
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

from starlette.types import Send

from mock_server.domain.clock import LATEST
from mock_server.domain.fault_effects import CutOff, Failure, HangUp, MalformedBody, SlowBody, TooManyRequests
from mock_server.domain.faults import Met
from mock_server.http_api.answer import Answer
from mock_server.http_api.authenticate import challenge
from mock_server.http_api.call import Call
from mock_server.http_api.channel import Channel
from mock_server.http_api.connection import hang_up
from mock_server.http_api.json_codec import write_json
from mock_server.http_api.problems import PROBLEM_MEDIA_TYPE, problem_body
from mock_server.http_api.reasons import reason_phrase

FAULT_HEADER = "x-mock-fault"
LONGEST_SECONDS = 300
"""After which the rest of a slow answer comes at once."""

NO_ANSWER = 0
_TOO_MANY_REQUESTS = 429
_PAUSE = 0.1
_DETAIL = "A fault of this world asked for this answer; what was asked for was {done}."


def answer_instead(call: Call, met: Met) -> Answer | None:
    """What comes in place of the operation; None where it is performed."""
    spoiling = met.spoiling
    if not isinstance(spoiling, Failure | TooManyRequests | HangUp) or spoiling.after:
        return None
    return _refusal(call, met, spoiling, "not done")


def answer_spoilt(call: Call, met: Met, answer: Answer) -> Answer:
    """What becomes of the real answer. Of one that is cut off, what is sent of it."""
    spoiling = met.spoiling
    if isinstance(spoiling, Failure | TooManyRequests | HangUp):
        return _refusal(call, met, spoiling, "done") if spoiling.after else answer
    content = answer.content
    if isinstance(spoiling, MalformedBody):
        content = _truncated(content) if spoiling.how == "truncated" else _invalid(content)
    elif isinstance(spoiling, CutOff):
        if not content or call.request.method == "HEAD":
            return _nothing(answer.headers)
        answer = replace(answer, announced=len(content))
        content = _truncated(content)
    return replace(answer, content=content, headers={**answer.headers, FAULT_HEADER: met.told})


async def pause(delay_ms: int) -> None:
    await sleep(delay_ms / 1000)


async def send_spoilt(channel: Channel, met: Met, answer: Answer) -> None:
    """Sends an answer as its fault asks for."""
    if answer.status == NO_ANSWER:
        await hang_up(channel.scope, channel.receive)
    elif isinstance(met.spoiling, CutOff):
        await channel.send(channel.head_of(answer))
        await channel.send({"type": "http.response.body", "body": answer.content, "more_body": True})
        await hang_up(channel.scope, channel.receive)
    elif isinstance(met.spoiling, SlowBody):
        await channel.send(channel.head_of(answer))
        await _send_slowly(channel.send, answer.content, met.spoiling.bytes_per_second)
    else:
        await channel.send_answer(answer)


async def _send_slowly(send: Send, content: bytes, bytes_per_second: int) -> None:
    """A little at a time, with the pause before it that it takes at this speed."""
    size = max(1, round(bytes_per_second * _PAUSE))
    unhurried = bytes_per_second * LONGEST_SECONDS
    for start in range(0, min(len(content), unhurried), size):
        part = content[start : min(start + size, unhurried)]
        await sleep(len(part) / bytes_per_second)
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": content[unhurried:]})


def _refusal(call: Call, met: Met, spoiling: Failure | TooManyRequests | HangUp, done: str) -> Answer:
    headers = {FAULT_HEADER: met.told}
    if isinstance(spoiling, HangUp):
        return _nothing(headers)
    if isinstance(spoiling, TooManyRequests):
        status = _TOO_MANY_REQUESTS
        headers["retry-after"] = _retry_after(spoiling, call.world.clock.now())
    else:
        status = spoiling.status
    if status == 401 and call.operation is not None and call.operation.credentials:
        headers |= challenge(call.operation)
    body = problem_body(status, reason_phrase(status), _DETAIL.format(done=done), call.request.path)
    return Answer(status, PROBLEM_MEDIA_TYPE, write_json(body), headers)


def _retry_after(spoiling: TooManyRequests, now: datetime) -> str:
    """Seconds, or the date, to the second, at which they are over."""
    if not spoiling.as_date:
        return str(spoiling.retry_after)
    over = min(now + timedelta(seconds=spoiling.retry_after, microseconds=999_999), LATEST)
    return format_datetime(over.replace(microsecond=0), usegmt=True)


def _nothing(headers: Mapping[str, str]) -> Answer:
    return Answer(NO_ANSWER, None, b"", headers)


def _truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _invalid(content: bytes) -> bytes:
    """Ends as no JSON does, nor any kindly read one. An answer without content has none to spoil."""
    return content[:-1] + b",,}" if content else content
