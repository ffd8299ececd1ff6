"""The components that a contract needs, of those that overlays bring along."""

from typing import Any

from mock_server.contract.needed import with_needed_components


def ref(name: str, kind: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


OURS: dict[str, Any] = {"components": {"schemas": {"Money": ref("Digits"), "Digits": {}, "Spare": {}, "Own": {"x": 1}}}}
GIVEN: dict[str, Any] = {"components": {"schemas": {"Own": {}, "Unused": {}}}}


def kept(paths: Any, **overlaid: Any) -> dict[str, Any]:
    whole = {"paths": paths, "components": {"schemas": {"Own": {}, "Unused": {}, **overlaid}, "responses": {"R": {}}}}
    components: dict[str, Any] = with_needed_components(whole, GIVEN, OURS)["components"]
    return components


def test_what_was_given_stays_and_what_nothing_refers_to_goes() -> None:
    components = kept({}, Brought=ref("Money"))
    assert components["schemas"] == {"Own": {}, "Unused": {}}
    assert "R" not in components.get("responses", {})


def test_what_is_referred_to_stays_with_all_that_it_refers_to() -> None:
    components = kept({"/a": [ref("Brought"), ref("R", "responses")]}, Brought={"items": ref("Deeper")}, Deeper={})
    assert components["schemas"].keys() == {"Own", "Unused", "Brought", "Deeper"}
    assert components["responses"] == {"R": {}}


def test_what_is_missing_comes_from_ours() -> None:
    assert kept({"/a": ref("Brought")}, Brought=ref("Money"))["schemas"] == {
        "Own": {},
        "Unused": {},
        "Brought": ref("Money"),
        "Money": ref("Digits"),
        "Digits": {},
    }


def test_what_nobody_has_is_left_to_be_told_later() -> None:
    assert kept({"/a": ref("Nobody")})["schemas"].keys() == {"Own", "Unused"}
