"""What a journey met, whichever client went through it."""

import json
from typing import Any

EXPECTED = {
    "email": "alice@generated.example",
    "again": [400, "Mock.AuthCodeUsed", 400],
    "before": 0,
    "read": True,
    "listed": [True],
    "total": "269.85",
}


def met(printed: str) -> Any:
    """The JSON that a journey prints last."""
    return json.loads(printed.strip().splitlines()[-1])
