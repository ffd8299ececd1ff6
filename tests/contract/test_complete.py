"""What every operation needs and no overlay gave it."""

import copy
from typing import Any

import pytest

from mock_server.contract.complete import completed, derived_id, prepared
from tests.contract.documents import effective_contract
from tests.inference.shops import answering, document, taking

HEADER = {"$ref": "#/components/parameters/OrganisationHeader"}


def whole(path: str, method: str = "get", **operation: Any) -> dict[str, Any]:
    """The one operation of a document, completed."""
    given = document({path: {method: {"responses": answering({}), **operation}}})
    done: dict[str, Any] = completed(prepared(given))["paths"][path][method]
    return done


def shared(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{name}"}


def test_nothing_is_changed_that_is_complete() -> None:
    assert completed(effective_contract()) == effective_contract()


def test_the_given_document_stays_as_it_is() -> None:
    given = document({"/a": {"get": {"responses": {}}}})
    before = copy.deepcopy(given)
    completed(prepared(given))
    assert given == before


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("get", "/widgets", "getWidgets"),
        ("post", "/widgets", "createWidgets"),
        ("put", "/widgets/{id}", "replaceWidgetsId"),
        ("patch", "/widgets/{id}/spare-parts", "patchWidgetsIdSpareParts"),
        ("delete", "/widgets/{widget_id}", "deleteWidgetsWidgetId"),
        ("head", "/", "head"),
    ],
)
def test_an_id_is_made_of_the_method_and_the_words_of_the_path(method: str, path: str, name: str) -> None:
    assert derived_id(method, path) == name


def test_ids_that_are_derived_alike_are_numbered() -> None:
    paths: dict[str, Any] = {path: {"get": {"responses": {}}} for path in ("/a-b", "/a/b", "/a_b")}
    paths["/x"] = {"get": {"operationId": "getAB", "responses": {}}}
    done = completed(prepared(document(paths)))["paths"]
    assert [done[path]["get"]["operationId"] for path in done] == ["getAB2", "getAB3", "getAB4", "getAB"]


def test_an_unknown_operation_is_scoped_to_the_selected_organisation() -> None:
    operation = whole("/widgets")
    assert operation["parameters"] == [HEADER]
    assert operation["responses"]["400"] == shared("InvalidOrganisationRequest")
    assert operation["responses"]["403"] == shared("OrganisationNotAccessible")


@pytest.mark.parametrize(
    ("path", "extra"),
    [
        ("/organisations/{id}/widgets", {}),
        ("/clients/{clientId}", {}),
        ("/widgets/{organisationId}", {}),
        ("/widgets", {"x-selects-organisation": False}),
        ("/widgets", {"security": []}),
    ],
)
def test_an_operation_is_not_scoped_where_something_says_otherwise(path: str, extra: Any) -> None:
    operation = whole(path, **extra)
    assert HEADER not in operation.get("parameters", [])
    assert "403" not in operation["responses"]


def test_a_header_that_is_declared_already_is_not_declared_twice() -> None:
    declared = {"name": "X-Dolfin-Organisation-Id", "in": "header", "schema": {"type": "string"}}
    assert whole("/widgets", parameters=[declared])["parameters"] == [declared]


@pytest.mark.parametrize(
    ("path", "operation", "refusal"),
    [
        ("/widgets/{id}", {}, True),
        ("/widgets", {}, False),
        ("/widgets", {"requestBody": taking({"properties": {"name": {}}})}, False),
        ("/widgets", {"requestBody": taking({"properties": {"partId": {}}})}, True),
        ("/widgets", {"requestBody": taking({"properties": {"partIds": {}}})}, True),
        ("/widgets", {"requestBody": taking({"properties": {"a": {"items": {"properties": {"partId": {}}}}}})}, True),
        ("/widgets", {"requestBody": taking({"allOf": [{"properties": {"partId": {}}}]})}, True),
        ("/widgets", {"requestBody": taking({"properties": {"id": {}, "paid": {}, "Id": {}}})}, False),
    ],
)
def test_what_can_miss_a_record_says_so(path: str, operation: Any, *, refusal: bool) -> None:
    assert ("404" in whole(path, "post", **operation)["responses"]) is refusal


def test_a_refusal_that_is_declared_stays() -> None:
    own = {"description": "Own"}
    responses = whole("/widgets/{id}", responses={"200": own, "400": own, "403": own, "404": own})["responses"]
    assert responses == {"200": own, "400": own, "403": own, "404": own}


@pytest.mark.parametrize("responses", [{}, {"404": {"description": "x"}}])
def test_an_operation_that_names_no_success_gets_one(responses: Any) -> None:
    assert "200" in prepared(document({"/a": {"get": {"responses": responses}}}))["paths"]["/a"]["get"]["responses"]


@pytest.mark.parametrize("status", ["204", "302", "default", "2XX"])
def test_an_operation_that_names_its_success_keeps_it(status: str) -> None:
    given = document({"/a": {"get": {"responses": {status: {"description": "x"}}}}})
    assert list(prepared(given)["paths"]["/a"]["get"]["responses"]) == [status]


def test_an_answer_that_only_an_overlay_speaks_of_gets_its_description() -> None:
    assert whole("/a", responses={"200": {"content": {}}})["responses"]["200"]["description"] == ""
