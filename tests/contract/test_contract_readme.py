import re

from tests.contract.documents import FRAGMENTS, OPENAPI, operations, vendored

README = (OPENAPI / "README.md").read_text(encoding="utf-8")


def test_the_readme_lists_every_overlay_in_order() -> None:
    overlays = [path.stem for path in sorted((OPENAPI / "overlays").glob("*.yaml"))]
    assert re.findall(r"^\| `(\d\d-[\w-]+)` \|", README, re.MULTILINE) == overlays


def test_the_readme_counts_the_reconstructed_operations() -> None:
    count = len(list(operations(vendored()))) - len(FRAGMENTS)
    assert f"the other {count} operations" in README


def test_the_readme_explains_every_word_of_confidence() -> None:
    words = {one["x-confidence"] for _, one in operations(vendored()) if "x-confidence" in one}
    section = README.split("## How certain")[1].split("## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == words
