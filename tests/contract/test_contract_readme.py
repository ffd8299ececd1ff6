import re

from mock_server.contract.diff.rules import RULES
from tests.contract.documents import FRAGMENTS, OPENAPI, of_the_reconstruction, operations, vendored

README = (OPENAPI / "README.md").read_text(encoding="utf-8")


def test_the_readme_lists_every_overlay_in_order() -> None:
    overlays = [path.stem for path in sorted((OPENAPI / "overlays").glob("*.yaml"))]
    assert re.findall(r"^\| `(\d\d-[\w-]+)` \|", README, re.MULTILINE) == overlays


@of_the_reconstruction
def test_the_readme_counts_the_reconstructed_operations() -> None:
    count = len(list(operations(vendored()))) - len(FRAGMENTS)
    assert f"the other {count} operations" in README


@of_the_reconstruction
def test_the_readme_explains_every_word_of_confidence() -> None:
    words = {one["x-confidence"] for _, one in operations(vendored()) if "x-confidence" in one}
    section = README.split("## How certain")[1].split("## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == words


def test_the_readme_states_every_rule_of_a_change_and_whether_it_is_breaking() -> None:
    section = README.split("## What changed")[1].split("## ")[0]
    stated = re.findall(r"^\| `([a-z-]+)` \| (breaking|) *\|", section, re.MULTILINE)
    assert stated == [(rule, "breaking" if breaking else "") for rule, breaking in RULES.items()]
