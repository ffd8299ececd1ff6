from typing import Any

import pytest

from mock_server.contract.errors import ContractError
from mock_server.contract.overlay import Overlay, apply_overlay, merged, read_overlay

DOCUMENT: dict[str, Any] = {
    "info": {"title": "A", "version": "1"},
    "tags": [{"name": "x"}, {"name": "y"}, {"name": "z"}],
    "paths": {
        "/a": {"get": {"tags": ["x"], "security": [{}]}, "post": {"tags": ["y"]}},
        "/b": {"get": {"tags": ["x"]}},
    },
}


def overlay(*actions: dict[str, Any]) -> Overlay:
    document = {"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": list(actions)}
    return read_overlay(document, "o.yaml")


def applied(*actions: dict[str, Any]) -> dict[str, Any]:
    document, warnings = apply_overlay(DOCUMENT, overlay(*actions))
    assert warnings == []
    return document


def test_an_update_is_merged_into_every_object_the_target_selects() -> None:
    document = applied({"target": "$.paths.*[?@.tags[0] == 'x']", "update": {"summary": "s"}})
    assert document["paths"]["/a"]["get"]["summary"] == "s"
    assert document["paths"]["/b"]["get"]["summary"] == "s"
    assert "summary" not in document["paths"]["/a"]["post"]


def test_an_update_replaces_plain_values_and_keeps_the_other_members() -> None:
    assert applied({"target": "$.info", "update": {"title": "B"}})["info"] == {"title": "B", "version": "1"}


def test_an_update_of_the_whole_document_adds_to_it() -> None:
    assert applied({"target": "$", "update": {"servers": []}}) == {**DOCUMENT, "servers": []}


def test_an_array_in_an_update_is_appended() -> None:
    document = applied({"target": "$.paths['/a'].get", "update": {"security": [{"key": []}]}})
    assert document["paths"]["/a"]["get"]["security"] == [{}, {"key": []}]


def test_an_array_that_is_the_target_takes_the_update_as_one_entry() -> None:
    assert applied({"target": "$.tags", "update": {"name": "w"}})["tags"][-1] == {"name": "w"}


def test_an_update_can_be_false_or_empty() -> None:
    assert applied({"target": "$.paths['/b']", "update": {"get": {"deprecated": False}}})["paths"]["/b"] == {
        "get": {"tags": ["x"], "deprecated": False}
    }
    assert applied({"target": "$.info", "update": {}}) == DOCUMENT


def test_a_removal_takes_the_selected_members_away() -> None:
    document = applied({"target": "$.paths.*[?@.security].security", "remove": True})
    assert document["paths"]["/a"]["get"] == {"tags": ["x"]}


def test_a_removal_takes_several_entries_of_one_array_away() -> None:
    document = applied({"target": "$.tags[?@.name != 'y']", "remove": True})
    assert document["tags"] == [{"name": "y"}]


def test_each_action_sees_what_the_one_before_has_done() -> None:
    document = applied(
        {"target": "$.paths['/a'].get.security[*]", "remove": True},
        {"target": "$.paths['/a'].get", "update": {"security": [{"key": []}]}},
    )
    assert document["paths"]["/a"]["get"]["security"] == [{"key": []}]


def test_the_document_given_is_not_changed() -> None:
    before = repr(DOCUMENT)
    applied({"target": "$.info", "update": {"title": "B"}}, {"target": "$.tags[*]", "remove": True})
    assert repr(DOCUMENT) == before


def test_the_targets_of_one_update_do_not_share_it() -> None:
    document = applied(
        {"target": "$.paths.*.get", "update": {"x": {"list": []}}},
        {"target": "$.paths['/a'].get.x.list", "update": 1},
    )
    assert document["paths"]["/b"]["get"]["x"] == {"list": []}


def test_an_action_that_matches_nothing_is_an_error_naming_file_and_action() -> None:
    actions = overlay({"target": "$.info", "update": {}}, {"target": "$.paths['/c']", "remove": True})
    with pytest.raises(ContractError, match=r"^o\.yaml: action 2: \$\.paths\['/c'\] matches nothing$"):
        apply_overlay(DOCUMENT, actions)


def test_the_lenient_mode_warns_of_an_action_that_matches_nothing_and_goes_on() -> None:
    actions = overlay({"target": "$.paths['/c']", "remove": True}, {"target": "$.info", "update": {"title": "B"}})
    document, warnings = apply_overlay(DOCUMENT, actions, strict=False)
    assert warnings == ["o.yaml: action 1: $.paths['/c'] matches nothing"]
    assert document["info"]["title"] == "B"


def test_an_update_of_another_kind_than_its_target_is_an_error() -> None:
    actions = overlay({"target": "$.paths['/a']", "update": {"get": {"tags": "x"}}})
    with pytest.raises(ContractError, match="a plain value cannot be merged into an array"):
        apply_overlay(DOCUMENT, actions)


def test_the_lenient_mode_applies_no_part_of_an_update_that_does_not_fit() -> None:
    actions = overlay({"target": "$.paths.*.get", "update": {"summary": "s", "security": {}}})
    document, warnings = apply_overlay(DOCUMENT, actions, strict=False)
    assert document == DOCUMENT
    assert len(warnings) == 1


def test_a_plain_value_cannot_be_updated() -> None:
    with pytest.raises(ContractError, match="cannot be merged into a plain value"):
        apply_overlay(DOCUMENT, overlay({"target": "$.info.title", "update": {"a": 1}}))


def test_the_document_itself_cannot_be_removed() -> None:
    with pytest.raises(ContractError, match="document itself"):
        apply_overlay(DOCUMENT, overlay({"target": "$", "remove": True}))


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ({"update": {}}, "target must be a JSONPath"),
        ({"target": "paths", "update": {}}, "is no JSONPath"),
        ({"target": "$.paths[?", "update": {}}, "is no JSONPath"),
        ({"target": "$.paths"}, "either an update or"),
        ({"target": "$.paths", "remove": False}, "either an update or"),
        ({"target": "$.paths", "update": {}, "remove": True}, "either an update or"),
        ({"target": "$.paths", "updates": {}}, "updates is no member"),
    ],
)
def test_an_action_that_is_not_understood_is_an_error(action: dict[str, Any], reason: str) -> None:
    with pytest.raises(ContractError, match=rf"^o\.yaml: action 1: .*{reason}"):
        overlay(action)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"overlay": "2.0.0"}, "overlay must say 1.0.0"),
        ({"overlay": 1.0}, "overlay must say 1.0.0"),
        ({"info": {"title": "t"}}, "info must have"),
        ({"actions": []}, "at least one action"),
        ({"action": []}, "action is no member"),
        ({"actions": ["$"]}, "action 1: must be an object"),
    ],
)
def test_a_document_that_is_no_overlay_is_an_error(change: dict[str, Any], reason: str) -> None:
    good = {
        "overlay": "1.0.0",
        "info": {"title": "t", "version": "1"},
        "actions": [{"target": "$", "update": {}}],
    }
    read_overlay(good, "o.yaml")
    with pytest.raises(ContractError, match=rf"^o\.yaml: .*{reason}"):
        read_overlay({**good, **change}, "o.yaml")


def test_extensions_are_allowed_everywhere() -> None:
    action = {"target": "$.info", "update": {}, "description": "why", "x-source": "assumed"}
    assert applied(action) == DOCUMENT


def test_merging_keeps_the_order_of_the_target_and_adds_new_members_behind() -> None:
    assert list(merged({"b": 1, "a": 2}, {"c": 3, "a": 4})) == ["b", "a", "c"]
