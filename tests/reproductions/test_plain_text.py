"""A script for people and for programs."""

from mock_server.reproductions.plain_text import as_json, plain_text
from mock_server.reproductions.recipe import NOON
from mock_server.reproductions.script import Expected, Filler, Script, Start, Step

SCRIPT = Script(
    "Told",
    Start("mine", text="a: b", seed=7, now=NOON),
    (
        Step("POST", "/a", {"x-a": "1"}, "text", {"id": "/id"}),
        Step("POST", "/${id}", {}, b"\x00\xff"),
        Step("POST", "/large", {}, Filler(9)),
        Step("POST", "/clock/advance", {}, '"PT1S"', control=True),
        Step("PUT", "/file", {}, "x" * 5_000),
    ),
    Expected(200, None),
)


def test_people_read_the_requests_and_what_comes_of_them() -> None:
    assert plain_text(SCRIPT) == (
        "Told\n\n"
        "In a world of its own, from the scenario mine, seed 7, now 2026-01-15T12:00:00Z, whose clock stands still:\n\n"
        "1. POST /a\n   x-a: 1\n   text\n   /id of the answer is ${id}\n\n"
        "2. POST /${id}\n   (2 bytes)\n\n"
        "3. POST /large\n   (9 spaces)\n\n"
        '4. POST /clock/advance (control API of the world)\n   "PT1S"\n\n'
        "5. PUT /file\n   (5000 characters)\n\n"
        "Answer: 200"
    )


def test_programs_get_all_of_it() -> None:
    told = as_json(SCRIPT)
    steps = told["steps"]
    assert isinstance(steps, list)
    assert told["start"] == {"scenarioText": "a: b", "seed": 7, "now": "2026-01-15T12:00:00Z", "frozen": True}
    assert told["expected"] == {"status": 200, "code": None}
    assert steps[0] == {
        "method": "POST",
        "path": "/a",
        "headers": {"x-a": "1"},
        "body": "text",
        "keep": {"id": "/id"},
        "control": False,
    }
    assert [step.get("base64", step.get("spaces")) for step in steps[1:3]] == ["AP8=", 9]
    assert [step["control"] for step in steps] == [False, False, False, True, False]
