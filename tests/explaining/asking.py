"""Asks the journal of a server why its last request was answered as it was."""

from typing import Any

from tests.asgi import InProcess


def why_of_last(mock: InProcess, world: str = "default") -> dict[str, Any]:
    base = f"/__mock__/worlds/{world}/journal"
    entry_id = mock.request("GET", f"{base}?limit=1").json()["entries"][0]["id"]
    answer = mock.request("GET", f"{base}/{entry_id}/why")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def saw(told: dict[str, Any], step: str) -> str:
    """Everything that a step saw, as one text."""
    return "\n".join(fact["text"] for each in told["steps"] if each["step"] == step for fact in each["saw"])


def outcomes(told: dict[str, Any]) -> dict[str, str]:
    return {each["step"]: each["outcome"] for each in told["steps"]}


def help_of(told: dict[str, Any]) -> str:
    return "\n".join(fact["text"] for fact in told["help"])
