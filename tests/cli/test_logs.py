"""What the program logs: a line a request for people, a JSON object a line for programs, or nothing."""

import json
import logging
import re
import sys
from datetime import datetime

import httpx

from mock_server.cli.logs import JsonLines
from tests.running import program

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0." + "A" * 43


def log_of(*arguments: str) -> list[str]:
    """The log of a server that was asked three times."""
    with program(*arguments) as server:
        httpx.get(f"{server.url}/industries?__code=secret", headers={"x-dolfin-api-key": "dol_live_abc123"})
        httpx.post(f"{server.url}/auth/exchange", json={"code": "x"})
        httpx.get(f"{server.url}/nothing%20here/{TOKEN}")
        server.stop()
        return server.log().splitlines()


def test_a_line_a_request_says_what_became_of_it() -> None:
    forced, exchange, unknown = log_of()
    assert forced.startswith("GET /industries listIndustries 400 Mock.NotForced ")
    assert exchange.startswith("POST /auth/exchange exchangeAuthCode 400 Mock.AuthCodeUnknown ")
    assert re.match(r"GET /nothing%20here/\S+ - 404 Mock\.UnknownPath ", unknown)
    assert "secret" not in forced
    assert TOKEN not in unknown


def test_the_same_as_json_is_one_object_a_line() -> None:
    lines = [json.loads(line) for line in log_of("--log-format", "json")]
    assert [(line["method"], line["status"], line["operationId"], line["code"]) for line in lines] == [
        ("GET", 400, "listIndustries", "Mock.NotForced"),
        ("POST", 400, "exchangeAuthCode", "Mock.AuthCodeUnknown"),
        ("GET", 404, None, "Mock.UnknownPath"),
    ]
    assert {line["level"] for line in lines} == {"info"}
    assert all(datetime.fromisoformat(line["time"]).tzinfo and line["milliseconds"] >= 0 for line in lines)


def test_quiet_means_no_line_for_a_request() -> None:
    assert log_of("--quiet") == []


def test_an_error_is_an_object_too_with_its_traceback() -> None:
    try:
        int("broken\nin two lines")
    except ValueError:
        record = logging.LogRecord("mock_server", logging.ERROR, "", 1, "a fault at %s", ("/me",), sys.exc_info())
    line = JsonLines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["level"], told["message"]) == ("error", "a fault at /me")
    assert "ValueError: invalid literal" in told["traceback"]
