"""No recipe has a step too many."""

import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

import pytest

from mock_server.reproductions import recipes
from mock_server.reproductions.perform import ScriptError
from mock_server.reproductions.recipe import Recipe, script_of
from mock_server.reproductions.script import Expected, Script
from tests.asgi import InProcess
from tests.reproductions.performing import contract, run

MODULES = [import_module(found.name) for found in pkgutil.iter_modules(recipes.__path__, f"{recipes.__name__}.")]
LONGER_THAN_ONE = [
    pytest.param(recipe, code, id=f"{operation}-{code}")
    for module in MODULES
    for (operation, code), recipe in module.RECIPES.items()
    if len(recipe) > 1
]


def _without_each(script: Script) -> Iterator[Script]:
    """The script without one of the steps before the last, one after the other."""
    for number in range(len(script.steps) - 1):
        yield replace(script, steps=script.steps[:number] + script.steps[number + 1 :])


def _code(mock: InProcess, script: Script) -> str | None:
    try:
        return run(mock, script).code
    except ScriptError:
        return None


@pytest.mark.parametrize(("recipe", "code"), LONGER_THAN_ONE)
def test_no_step_can_be_left_out(recipe: Recipe, code: str, reproducer: InProcess) -> None:
    script = script_of(contract(), "Shorter", recipe, Expected(400, code))
    assert _code(reproducer, script) == code
    assert code not in [_code(reproducer, shorter) for shorter in _without_each(script)]
