"""An invented contract works statefully at once; every answer is judged by its own schema."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.asgi import ACME, BRIGHTSIDE, CORNER_BAKERY, CORNER_KEY, refusal
from tests.inference.shops import Shop, answering, document, list_of, taking

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def shop() -> Shop:
    return Shop()


@pytest.fixture
def fresh(shop: Shop) -> Shop:
    """The shop without records."""
    assert shop.mock.request("POST", "/__mock__/reset").status_code < 300
    return shop


def test_operations_get_ids_derived_from_method_and_path(shop: Shop) -> None:
    assert set(shop.mock.server.contract.operations) == {
        "getWidgets", "createWidgets", "getWidgetsId", "replaceWidgetsId", "patchWidgetsId", "deleteWidgetsId",
        "createWidgetsIdRetire", "getWidgetsWidgetIdParts", "createWidgetsWidgetIdParts",
        "deleteWidgetsWidgetIdPartsPartId", "getOrders", "createOrders", "getOrdersOrderId", "getShopReport",
    }  # fmt: skip


def test_everything_has_state_but_the_report(shop: Shop) -> None:
    fidelities = {name: behaviour.fidelity.value for name, behaviour in shop.mock.server.behaviours.items()}
    assert {name for name, fidelity in fidelities.items() if fidelity == "sample"} == {"getShopReport"}
    assert set(fidelities.values()) == {"state", "sample"}


def test_what_overlays_and_scenario_have_no_place_for_is_one_warning_each(shop: Shop) -> None:
    warnings = shop.mock.server.warnings
    assert len(warnings) == len(set(warnings))
    assert any(warning.startswith("overlay overlays/10-operation-ids.yaml: ") for warning in warnings)
    assert "scenario acme: its invoices are left out, the contract has no place for them" in warnings


def test_components_of_ours_come_along_only_where_they_are_needed(shop: Shop) -> None:
    components = shop.mock.server.contract.document["components"]
    assert set(components["schemas"]) == {"NewWidget", "Widget", "NewLine", "Order", "ProblemDetails"}
    assert "OrganisationHeader" in components["parameters"]


def test_what_a_create_stores_is_what_reads_and_lists_return(fresh: Shop) -> None:
    made = fresh.made("/widgets", colour="Red", size=3, madeAt="2025-01-01T00:00:00Z", tags=["a"])
    assert (made["colour"], made["size"], made["madeAt"], made["tags"]) == ("Red", 3, "2025-01-01T00:00:00Z", ["a"])
    assert fresh.got(f"/widgets/{made['id']}") == made
    assert fresh.got(f"/widgets/{made['id'].upper()}") == made
    assert fresh.got("/widgets") == {"data": [made], "nextCursor": None, "hasMore": False}


def test_ids_organisation_stamps_and_state_are_set_by_the_server(shop: Shop) -> None:
    sent = {"id": NOBODY, "organisationId": NOBODY, "createdAt": "2000-01-01T00:00:00Z", "status": "Retired"}
    made = shop.made("/widgets", colour="Red", **sent)
    assert made["id"] != NOBODY
    assert made["organisationId"] == ACME
    assert made["createdAt"] == made["updatedAt"] == "2025-06-01T12:00:00Z"
    assert made["createdBy"] is None
    assert made["status"] == "Fresh"


def test_an_id_that_the_body_may_hold_is_not_taken_either(shop: Shop) -> None:
    widget = shop.made("/widgets", colour="Red")
    made = shop.made("/orders", widgetId=widget["id"], id=NOBODY, createdAt="then", organisationId=NOBODY)
    assert made["id"] != NOBODY
    assert made["organisationId"] == ACME
    assert made["createdAt"] == "2025-06-01T12:00:00Z"


def test_a_patch_changes_what_was_sent_alone(shop: Shop) -> None:
    made = shop.made("/widgets", colour="Red", size=3)
    patched = shop.call("PATCH", f"/widgets/{made['id']}", json={"size": None, "status": "Retired"})
    assert patched.json() == {**made, "size": None}
    assert shop.got(f"/widgets/{made['id']}") == patched.json()


def test_a_put_makes_anew_what_the_body_could_hold(shop: Shop) -> None:
    made = shop.made("/widgets", colour="Red", size=3, tags=["a"])
    assert shop.call("POST", f"/widgets/{made['id']}/retire").status_code == 200
    put = shop.call("PUT", f"/widgets/{made['id']}", json={"colour": "Green"})
    assert put.json() == {**made, "colour": "Green", "size": None, "tags": [], "status": "Retired"}


def test_a_change_is_stamped_with_its_time(fresh: Shop) -> None:
    made = fresh.made("/widgets", colour="Red")
    fresh.mock.advance(60)
    changed = fresh.call("PATCH", f"/widgets/{made['id']}", json={"size": 1}).json()
    assert (changed["createdAt"], changed["updatedAt"]) == ("2025-06-01T12:00:00Z", "2025-06-01T12:01:00Z")


def test_what_was_deleted_is_gone(shop: Shop) -> None:
    made = shop.made("/widgets", colour="Red")
    deleted = shop.call("DELETE", f"/widgets/{made['id']}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    for method in ("GET", "DELETE"):
        assert refusal(shop.call(method, f"/widgets/{made['id']}")) == (404, "Mock.RecordNotFound")


def test_an_action_sets_the_state_that_is_named_like_it(shop: Shop) -> None:
    made = shop.made("/widgets", colour="Red")
    retired = shop.call("POST", f"/widgets/{made['id']}/retire")
    assert retired.json() == {**made, "status": "Retired"}
    assert shop.got(f"/widgets/{made['id']}")["status"] == "Retired"
    assert refusal(shop.call("POST", f"/widgets/{NOBODY}/retire")) == (404, "Mock.RecordNotFound")


@pytest.mark.parametrize(
    ("query", "colours"),
    [
        ("Colour=RED", ["Red"]),
        ("Colour=Re", []),
        ("Colour=none", []),
        ("Size=2", ["Green"]),
        ("Statuses=retired", ["Blue"]),
        ("Statuses=retired&Statuses=fresh", ["Blue", "Green", "Red"]),
        ("MadeAtFrom=2025-01-02", ["Blue", "Green"]),
        ("MadeAtTo=2025-01-02", ["Green", "Red"]),
        ("MadeAtFrom=2025-01-02T09:00:00%2B01:00&MadeAtTo=2025-01-02T08:00:00Z", ["Green"]),
        ("MadeAtFrom=2025-01-02T08:00:01Z&MadeAtTo=2025-01-02", []),
        ("Nothing=1", ["Blue", "Green", "Red"]),
    ],
)
def test_lists_are_filtered_by_the_parameters_that_match_members(fresh: Shop, query: str, colours: list[str]) -> None:
    fresh.made("/widgets", colour="Red", size=1, madeAt="2025-01-01T08:00:00Z")
    fresh.made("/widgets", colour="Green", size=2, madeAt="2025-01-02T08:00:00Z")
    blue = fresh.made("/widgets", colour="Blue", size=3, madeAt="2025-01-03T08:00:00Z")
    fresh.call("POST", f"/widgets/{blue['id']}/retire")
    assert [widget["colour"] for widget in fresh.got(f"/widgets?{query}")["data"]] == colours


@pytest.mark.parametrize("limit", [1, 2, 4, 5, 6])
def test_pages_put_together_are_the_list_newest_first(fresh: Shop, limit: int) -> None:
    for size in range(5):
        fresh.made("/widgets", colour="Red", size=size)
    shown, cursor = [], ""
    while True:
        page = fresh.got("/widgets", params={"Limit": limit, "Cursor": cursor})
        assert len(page["data"]) <= limit
        shown += [widget["size"] for widget in page["data"]]
        assert page["hasMore"] is (page["nextCursor"] is not None)
        if not page["hasMore"]:
            break
        cursor = page["nextCursor"]
    assert shown == [4, 3, 2, 1, 0]


def test_a_list_with_meta_cursors_leads_both_ways(fresh: Shop) -> None:
    assert fresh.got("/orders") == {"data": [], "meta": {"cursors": {"current": None, "next": None, "previous": None}}}
    widget = fresh.made("/widgets", colour="Red")["id"]
    first, second = (fresh.made("/orders", widgetId=widget) for _ in range(2))
    page = fresh.got("/orders?limit=1")
    assert page["data"] == [second]
    following = fresh.got("/orders", params={"limit": 1, "cursor": page["meta"]["cursors"]["next"]})
    assert following["data"] == [first]
    previous = fresh.got("/orders", params={"limit": 1, "cursor": following["meta"]["cursors"]["previous"]})
    assert previous["data"] == [second]


def test_a_bare_array_is_the_whole_list_unless_a_limit_is_sent(fresh: Shop) -> None:
    widget = fresh.made("/widgets", colour="Red")["id"]
    for number in range(25):
        fresh.made(f"/widgets/{widget}/parts", name=str(number))
    parts = fresh.got(f"/widgets/{widget}/parts")
    assert [part["name"] for part in parts] == [str(number) for number in range(24, -1, -1)]
    assert fresh.got(f"/widgets/{widget}/parts?Limit=2") == parts[:2]


@pytest.mark.parametrize("cursor", ["forged", "AAAA", "%00", "☃", "5"])
def test_a_forged_cursor_is_a_400(shop: Shop, cursor: str) -> None:
    status, code = refusal(shop.call("GET", f"/widgets?Cursor={cursor}"))
    assert (status, code) == (400, "Mock.InvalidRequest" if cursor == "%00" else "Mock.InvalidCursor")


def test_a_cursor_of_another_list_or_of_other_filters_is_a_400(fresh: Shop) -> None:
    widget = fresh.made("/widgets", colour="Red")["id"]
    fresh.made("/widgets", colour="Red")
    for _ in range(2):
        fresh.made("/orders", widgetId=widget)
    cursor = fresh.got("/widgets?Limit=1")["nextCursor"]
    for other in ("/orders?cursor=", "/widgets?Colour=red&Cursor="):
        assert refusal(fresh.call("GET", f"{other}{cursor}")) == (400, "Mock.InvalidCursor")


@pytest.mark.parametrize("limit", ["abc", "1.5", "", "1e2", "٣"])
def test_a_limit_that_is_no_whole_number_is_a_400(shop: Shop, limit: str) -> None:
    answer = shop.call("GET", "/widgets", params={"Limit": limit})
    assert refusal(answer) == (400, "Mock.InvalidRequest")


def test_parts_belong_to_the_widget_in_their_path(fresh: Shop) -> None:
    one, other = (fresh.made("/widgets", colour="Red")["id"] for _ in range(2))
    part = fresh.made(f"/widgets/{one}/parts", name="Wheel")
    assert part == {"id": part["id"], "name": "Wheel", "widgetId": one}
    assert fresh.got(f"/widgets/{one}/parts") == [part]
    assert fresh.got(f"/widgets/{other}/parts") == []
    elsewhere = f"/widgets/{other}/parts/{part['id']}"
    assert refusal(fresh.call("DELETE", elsewhere)) == (404, "Mock.RecordNotFound")
    assert fresh.call("DELETE", f"/widgets/{one}/parts/{part['id']}").status_code == 204
    assert fresh.got(f"/widgets/{one}/parts") == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", f"/widgets/{NOBODY}/parts", None),
        ("POST", f"/widgets/{NOBODY}/parts", {"name": "Wheel"}),
        ("DELETE", f"/widgets/{NOBODY}/parts/{NOBODY}", None),
    ],
)
def test_a_parent_that_does_not_exist_is_a_404(shop: Shop, method: str, path: str, body: Any) -> None:
    assert refusal(shop.call(method, path, json=body)) == (404, "Mock.RecordNotFound")


def test_references_are_honoured_and_embedded_records_filled_from_them(fresh: Shop) -> None:
    widget = fresh.made("/widgets", colour="Red")
    order = fresh.made("/orders", widgetId=widget["id"], spareWidgetIds=[widget["id"]])
    assert order["widget"] == widget
    repainted = fresh.call("PATCH", f"/widgets/{widget['id']}", json={"colour": "Blue"}).json()
    assert fresh.got(f"/orders/{order['id']}")["widget"] == repainted
    assert fresh.got("/orders")["data"][0]["widget"] == repainted
    assert [o["id"] for o in fresh.got(f"/orders?widgetId={widget['id']}")["data"]] == [order["id"]]
    assert fresh.got(f"/orders?widgetId={NOBODY}")["data"] == []
    fresh.call("DELETE", f"/widgets/{widget['id']}")
    assert fresh.got(f"/orders/{order['id']}")["widget"] is None


def test_rows_get_ids_of_their_own(shop: Shop) -> None:
    widget = shop.made("/widgets", colour="Red")["id"]
    order = shop.made("/orders", widgetId=widget, lines=[{"widgetId": widget, "note": "one"}, {"widgetId": widget}])
    assert [(line["widgetId"], line["note"]) for line in order["lines"]] == [(widget, "one"), (widget, None)]
    assert len({line["id"] for line in order["lines"]}) == 2
    assert order["quantity"] == 1


@pytest.mark.parametrize("where", ["widgetId", "spareWidgetIds", "lines"])
def test_a_reference_to_a_record_that_does_not_exist_is_a_404_and_nothing_is_stored(fresh: Shop, where: str) -> None:
    widget = fresh.made("/widgets", colour="Red")["id"]
    wrong: dict[str, Any] = {
        "widgetId": NOBODY,
        "spareWidgetIds": [widget, NOBODY],
        "lines": [{"widgetId": widget}, {"widgetId": NOBODY}],
    }
    body = {"widgetId": widget, where: wrong[where]}
    assert refusal(fresh.call("POST", "/orders", json=body)) == (404, "Mock.RecordNotFound")
    assert fresh.got("/orders")["data"] == []


@pytest.mark.parametrize(("organisation", "key"), [(BRIGHTSIDE, None), (CORNER_BAKERY, CORNER_KEY)])
def test_records_of_another_organisation_or_client_are_404(fresh: Shop, organisation: str, key: str | None) -> None:
    caller: dict[str, Any] = {"organisation": organisation, **({} if key is None else {"key": key})}
    widget = fresh.made("/widgets", colour="Red")["id"]
    fresh.made(f"/widgets/{widget}/parts", name="Wheel")
    calls: list[tuple[str, str, Any]] = [
        ("GET", f"/widgets/{widget}", None),
        ("PUT", f"/widgets/{widget}", {"colour": "Blue"}),
        ("PATCH", f"/widgets/{widget}", {"colour": "Blue"}),
        ("DELETE", f"/widgets/{widget}", None),
        ("POST", f"/widgets/{widget}/retire", None),
        ("GET", f"/widgets/{widget}/parts", None),
        ("POST", f"/widgets/{widget}/parts", {"name": "Wheel"}),
        ("POST", "/orders", {"widgetId": widget}),
    ]
    for method, path, body in calls:
        answer = fresh.call(method, path, json=body, **caller)
        assert refusal(answer) == (404, "Mock.RecordNotFound"), (method, path)
    assert fresh.got("/widgets", **caller)["data"] == []
    assert fresh.got(f"/widgets/{widget}")["colour"] == "Red"


def test_every_operation_needs_a_credential_and_an_organisation(shop: Shop) -> None:
    for operation in shop.mock.server.contract.operations.values():
        path = operation.path.replace("{", "").replace("}", "")
        assert refusal(shop.mock.request(operation.method, path)) == (401, "Mock.Unauthorized")
        answer = shop.mock.with_key(operation.method, path)
        assert refusal(answer) == (400, "Mock.MissingOrganisationHeader")
        elsewhere = shop.call(operation.method, path, organisation=CORNER_BAKERY)
        assert refusal(elsewhere) == (403, "Mock.OrganisationNotAccessible")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/widgets", {}),
        ("POST", "/widgets", {"colour": 5}),
        ("POST", "/widgets", []),
        ("POST", "/orders", {"widgetId": NOBODY, "quantity": 0}),
        ("GET", "/widgets?Size=big", None),
        ("GET", "/widgets/5", None),
    ],
)
def test_a_request_that_does_not_match_the_contract_is_a_400(shop: Shop, method: str, path: str, body: Any) -> None:
    assert refusal(shop.call(method, path, json=body)) == (400, "Mock.InvalidRequest")


def test_the_report_is_a_sample_that_says_so_and_is_always_the_same(shop: Shop) -> None:
    first, second = (shop.call("GET", "/shop-report") for _ in range(2))
    assert first.headers["x-mock-fidelity"] == "sample"
    assert first.json() == second.json() == {"total": 0, "currency": "GBP"}


def served(path: str, row: Any, sent: Any, **item: Any) -> dict[str, Any]:
    """A list and a create of such records, without component names, and what is at one of them."""
    listed = {"responses": answering(list_of(row))}
    made = {"responses": answering(row, "201"), "requestBody": taking(sent)}
    return {path: {"get": listed, "post": made}, **({f"{path}/{{id}}": item} if item else {})}


def shop_of(tmp_path: Path, paths: dict[str, Any]) -> Shop:
    file = tmp_path / "contract.json"
    file.write_text(json.dumps(document(paths)), encoding="utf-8")
    return Shop(file)


@pytest.mark.parametrize("kind", ["integer", "number"])
def test_records_with_numbers_for_ids_are_found_by_them(tmp_path: Path, kind: str) -> None:
    car = {"type": "object", "required": ["id"], "properties": {"id": {"type": kind}, "plate": {"type": "string"}}}
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": kind}}
    sent = {"type": "object", "properties": {"plate": {"type": "string"}}}
    read = {"responses": answering(car)}
    cars = shop_of(tmp_path, served("/cars", car, sent, get=read, parameters=[parameter]))
    made = cars.made("/cars", plate="X")
    assert cars.got(f"/cars/{made['id']}") == made
    assert refusal(cars.call("GET", "/cars/999")) == (404, "Mock.RecordNotFound")
    assert refusal(cars.call("GET", "/cars/seven")) == (400, "Mock.InvalidRequest")


def test_what_a_create_answers_holds_the_record_that_it_refers_to_without_component_names(tmp_path: Path) -> None:
    text = {"type": "string"}
    owner = {"type": "object", "properties": {"id": text, "name": text}}
    embedded = {"anyOf": [owner, {"type": "null"}]}
    boat = {"type": "object", "properties": {"id": text, "ownerId": text, "owner": embedded}}
    sent = {"type": "object", "properties": {"ownerId": text}}
    paths = {**served("/owners", owner, owner), **served("/boats", boat, sent)}
    boats = shop_of(tmp_path, paths)
    known = boats.made("/owners", name="Olga")
    made = boats.made("/boats", ownerId=known["id"])
    assert made["owner"] == known
    assert boats.got("/boats") == [made]
