from mock_server.reproductions.recipe import Ask, script_of
from mock_server.reproductions.script import Expected
from tests.reproductions.performing import contract

TAKEN = Ask("createPurchaseOrder", json={"poNumber": "PO-1"}, keep={"order": "/id"})


def test_the_call_that_is_refused_keeps_nothing_of_its_answer() -> None:
    script = script_of(contract(), "Taken twice", (TAKEN, TAKEN), Expected(409, "Mock.NumberTaken"))
    assert [dict(step.keep) for step in script.steps] == [{"order": "/id"}, {}]
