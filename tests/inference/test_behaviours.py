"""What inferred operations do with records, over contracts made up for the case."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.contract.document import load
from mock_server.domain.behaviour import Fidelity
from mock_server.domain.model import OrganisationId
from mock_server.domain.principal import Anonymous, ApiClient, Principal
from mock_server.domain.tables import DOCUMENTS, ORGANISATIONS
from mock_server.domain.violations import Violation
from mock_server.domain.world import OperationRequest, World
from mock_server.inference.behaviours import inferred_behaviours
from mock_server.inference.schemas import Schemas
from mock_server.json_value import Json
from mock_server.resources import EFFECTIVE_CONTRACT
from tests.asgi import ACME, ALICE, BRIGHTSIDE
from tests.domain.worlds import ACME_PLATFORM, acme_world, session
from tests.inference.shops import UUID, answering, contract, list_of, taking

TEXT = {"type": "string"}
CURSORS = {"type": "object", "properties": {"cursors": {"type": "object"}}}
PAGED = {"type": "object", "properties": {"data": {}, "nextCursor": {"type": ["string", "null"]}, "hasMore": {}}}


class Things:
    """The operations of `/things` in a world of its own."""

    def __init__(
        self,
        thing: Mapping[str, Any],
        body: Any = True,
        *,
        listed: Any = None,
        row: Any = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        one = {"$ref": "#/components/schemas/Thing"}
        rows = list_of(one if row is None else row)
        envelope = rows if listed is None else {**listed, "properties": {**listed["properties"], "data": rows}}
        paths = {
            "/things": {
                "get": {"responses": answering(envelope)},
                "post": {"requestBody": taking(body), "responses": answering(one, "201")},
            },
            "/things/{thingId}": {
                "get": {"responses": answering(one)},
                "put": {"requestBody": taking(body), "responses": answering(one)},
                "patch": {"requestBody": taking(body), "responses": answering(one)},
                "delete": {"responses": {"204": {"description": "Gone"}}},
            },
            **(more or {}),
        }
        self.contract = contract(paths, {"Thing": {"type": "object", **thing}})
        self.behaviours = inferred_behaviours(self.contract)
        self.world: World = acme_world()

    def call(
        self, name: str, body: Json = None, organisation: str = ACME, caller: Principal | None = None, **query: Any
    ) -> Any:
        """The answer of the operation, held against its schema. Path parameters are among the query's members."""
        request = OperationRequest(
            principal=caller or ApiClient(ACME_PLATFORM),
            organisation=self.world.store.get(ORGANISATIONS, OrganisationId(organisation)),
            path={n: str(v) for n, v in query.items() if n.endswith("Id")},
            query={n: v for n, v in query.items() if not n.endswith("Id")},
            body=body,
            base_url="http://127.0.0.1:4010",
        )
        with self.world.store.unit_of_work():
            answer = self.behaviours[name].function(self.world, request)
        schema = Schemas(self.contract).answer(self.contract.operations[name])
        if schema is not None:
            assert [f.message for f in Schemas(self.contract).validator(schema).failures(answer)] == [], answer
        return answer

    def made(self, **body: Json) -> Any:
        return self.call("createThings", body)


def of(**members: Any) -> dict[str, Any]:
    return {"properties": members, "required": [name for name in members if name in ("id", "thingId", "sku")]}


def refused(things: Things, name: str, body: Json = None, **query: Any) -> str:
    with pytest.raises(Violation) as caught:
        things.call(name, body, **query)
    return caught.value.code.code


def test_every_operation_of_the_dolfin_contract_can_be_done() -> None:
    dolfin = load(EFFECTIVE_CONTRACT)
    behaviours = inferred_behaviours(dolfin)
    assert behaviours.keys() == dolfin.operations.keys()
    for behaviour in behaviours.values():
        assert (behaviour.fidelity is Fidelity.SAMPLE) is bool(behaviour.reason)


@pytest.mark.parametrize(
    ("schema", "form"),
    [
        (TEXT, r"[0-9a-f-]{36}"),
        (UUID, r"[0-9a-f-]{36}"),
        ({}, r"[0-9a-f-]{36}"),
        ({"type": "integer"}, r"\d+"),
        ({"type": "integer", "format": "int32", "minimum": 1}, r"\d{1,10}"),
        ({"type": "string", "maxLength": 8}, r"[0-9a-f]{8}"),
        ({"type": "string", "pattern": r"^\d+$"}, r"\d+"),
        ({"type": "string", "pattern": r"^thg_[a-zA-Z0-9]{10}$"}, r"thg_[a-zA-Z0-9]{10}"),
        ({"type": "string", "pattern": r"^T-[A-Z]{2}\d{6}$", "maxLength": 10}, r"T-[A-Z]{2}\d{6}"),
        ({"type": ["integer", "null"]}, r"\d+"),
    ],
)
def test_ids_are_new_each_time_whatever_form_they_have(schema: Any, form: str) -> None:
    things = Things(of(id=schema, name=TEXT))
    made = [things.made(name=str(number)) for number in range(50)]
    assert len({thing["id"] for thing in made}) == 50
    for thing in made:
        assert re.fullmatch(form, str(thing["id"]))
        assert things.call("getThingsThingId", thingId=thing["id"]) == thing
    assert things.call("getThings") == made[::-1]


def test_records_are_read_by_the_member_that_their_path_names() -> None:
    things = Things(of(thingId=TEXT, name=TEXT))
    one, other = things.made(name="one"), things.made(name="other")
    assert one["thingId"] != other["thingId"]
    assert things.call("getThingsThingId", thingId=one["thingId"]) == one
    patched = things.call("patchThingsThingId", {"name": "two", "thingId": "x"}, thingId=one["thingId"])
    assert patched == {**one, "name": "two"}


def test_a_schema_that_declares_nothing_keeps_what_was_sent_and_gets_an_id() -> None:
    things = Things({})
    made = things.made(name="one", more={"a": [1]})
    assert (made["name"], made["more"], made["organisationId"]) == ("one", {"a": [1]}, ACME)
    assert things.call("getThingsThingId", thingId=made["id"]) == made


ASKED = {"type": "object", "required": ["id"], "properties": {"id": {}, "name": TEXT}}


def test_an_id_that_the_body_must_hold_is_taken_once_whatever_its_case() -> None:
    things = Things(of(id=TEXT, name=TEXT), ASKED)
    assert things.made(id="Blue", name="one") == {"id": "Blue", "name": "one"}
    assert things.call("getThingsThingId", thingId="bLUE")["name"] == "one"
    for organisation in (ACME, BRIGHTSIDE):
        assert refused(things, "createThings", {"id": "BLUE"}, organisation=organisation) == "Mock.InvalidRequest"
    assert things.call("getThings") == [{"id": "Blue", "name": "one"}]


def test_null_is_a_new_id_where_the_body_must_hold_one() -> None:
    made = Things(of(id={"type": ["string", "null"]}), ASKED).made(id=None)
    assert isinstance(made["id"], str)


@pytest.mark.parametrize("name", ["replaceThingsThingId", "patchThingsThingId"])
def test_a_change_leaves_the_id_as_it_is(name: str) -> None:
    things = Things(of(id=TEXT, name=TEXT), ASKED)
    things.made(id="blue", name="one")
    assert things.call(name, {"id": "red", "name": "two"}, thingId="blue") == {"id": "blue", "name": "two"}


STAMPED = of(id=TEXT, createdAt=TEXT, createdBy={"type": ["string", "null"]}, updatedBy={"type": ["string", "null"]})


def test_the_user_who_calls_is_stamped() -> None:
    things = Things(STAMPED)
    made = things.call("createThings", {}, caller=session(ALICE))
    assert (made["createdBy"], made["updatedBy"], made["createdAt"]) == (ALICE, ALICE, "2025-06-01T12:00:00Z")
    changed = things.call("patchThingsThingId", {"createdBy": "x"}, thingId=made["id"])
    assert (changed["createdBy"], changed["updatedBy"]) == (ALICE, None)


def test_a_list_shows_its_own_rows_of_whole_records() -> None:
    row = {"type": "object", "properties": {"id": TEXT, "size": {"type": "integer"}}, "additionalProperties": False}
    things = Things(of(id=TEXT, name=TEXT, size={"type": "integer"}), row=row)
    made = things.made(name="one", size=3)
    assert things.call("getThings") == [{"id": made["id"], "size": 3}]
    assert things.call("getThingsThingId", thingId=made["id"])["name"] == "one"


@pytest.mark.parametrize(
    ("envelope", "shown"),
    [
        (of(data={}), {"data": []}),
        ({"required": ["data", "meta"], "properties": {"data": {}, "meta": CURSORS}},
         {"data": [], "meta": {"cursors": {"current": None, "next": None, "previous": None}}}),
        ({"properties": {"data": {}, "meta": CURSORS}}, {"data": []}),
        ({"properties": {"data": {}, "nextCursor": {}}, "additionalProperties": False},
         {"data": [], "nextCursor": None}),
        ({"properties": {"data": {}, "nextCursor": TEXT, "hasMore": {}}}, {"data": [], "hasMore": False}),
        ({"required": ["nextCursor", "total"], "properties": {"data": {}, "nextCursor": TEXT,
          "total": {"type": "integer"}}}, {"data": [], "nextCursor": "", "total": 0}),
    ],
)  # fmt: skip
def test_a_list_has_the_members_that_its_envelope_declares(envelope: Any, shown: Json) -> None:
    assert Things(of(id=TEXT), listed={"type": "object", **envelope}).call("getThings") == shown


def test_a_list_that_can_tell_no_cursor_is_shown_whole() -> None:
    things = Things(of(id=TEXT), listed={"type": "object", "properties": {"data": {}}})
    made = [things.made() for _ in range(30)]
    assert things.call("getThings") == {"data": made[::-1]}
    assert things.call("getThings", Limit=2) == {"data": made[:-3:-1]}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["red", "Blue"]), max_size=30),
    st.one_of(st.none(), st.integers(1, 35)),
    st.sampled_from([None, "RED", "blue", "green"]),
)
def test_paging_shows_each_record_that_passes_the_filter_once_and_in_order(
    colours: list[str], limit: int | None, wanted: str | None
) -> None:
    things = Things(of(id=TEXT, colour=TEXT), listed=PAGED)
    made = [things.made(colour=colour) for colour in colours]
    query: dict[str, Any] = {} if wanted is None else {"Colour": wanted}
    query |= {} if limit is None else {"Limit": limit}
    shown, cursor = [], None
    for _ in range(len(made) + 1):
        page = things.call("getThings", **query, **({} if cursor is None else {"Cursor": cursor}))
        assert len(page["data"]) <= (limit or 20)
        shown += page["data"]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    assert shown == [thing for thing in made[::-1] if wanted is None or thing["colour"].casefold() == wanted.casefold()]


def test_a_value_that_the_record_cannot_hold_is_not_stored() -> None:
    things = Things(of(id=TEXT, size={"type": "integer", "maximum": 5}))
    assert things.made(size=9)["size"] == 0
    assert things.call("patchThingsThingId", {"size": "x"}, thingId=things.made(size=3)["id"])["size"] == 3


def test_a_part_of_another_choice_is_kept_as_it_was_sent() -> None:
    card = {"type": "object", "required": ["number"], "properties": {"number": TEXT}, "additionalProperties": False}
    bank = {"type": "object", "required": ["iban"], "properties": {"iban": TEXT}, "additionalProperties": False}
    things = Things(of(id=TEXT, account={"oneOf": [card, bank]}))
    assert things.made(account={"iban": "x"})["account"] == {"iban": "x"}


def test_members_that_nobody_gave_have_the_plainest_value() -> None:
    things = Things(
        {
            "required": ["must"],
            "properties": {
                "none": {"type": ["string", "null"]},
                "list": list_of(TEXT),
                "flag": {"type": "boolean"},
                "number": {"type": "number"},
                "usual": {"type": "string", "default": "usual"},
                "text": TEXT,
                "must": {"type": "string", "minLength": 1},
                "status": {"enum": ["Draft", "Done"]},
            },
        }
    )
    made = things.made()
    plain: dict[str, Json] = {"none": None, "list": [], "flag": False, "number": 0, "must": "text", "status": "Draft"}
    assert {name: made[name] for name in plain} == plain
    assert "text" not in made


ACTIONS: dict[str, Any] = {
    "/things/{thingId}/stop": {
        "post": {"requestBody": taking({"properties": {"name": TEXT}}), "responses": answering({
            "type": "object",
            "required": ["thingId", "name"],
            "properties": {"thingId": TEXT, "name": TEXT},
        })},
    },
    "/things/{thingId}/owner": {"get": {"responses": answering({"type": "string"})}},
}  # fmt: skip


def test_an_action_with_an_answer_of_its_own_tells_what_the_two_have_in_common() -> None:
    things = Things(of(id=TEXT, name=TEXT, state={"enum": ["Open", "Stopped"]}), more=ACTIONS)
    made = things.made(name="one")
    answer = things.call("createThingsThingIdStop", {"name": "two"}, thingId=made["id"])
    assert answer == {"thingId": made["id"], "name": "two"}
    stored = things.call("getThingsThingId", thingId=made["id"])
    assert stored == {"id": made["id"], "name": "two", "state": "Stopped"}


def test_a_sample_below_a_record_needs_the_record() -> None:
    things = Things(of(id=TEXT), more=ACTIONS)
    made = things.made()
    assert things.call("getThingsThingIdOwner", thingId=made["id"]) == "text"
    assert refused(things, "getThingsThingIdOwner", thingId="nobody") == "Mock.RecordNotFound"


def test_what_anybody_may_call_has_records_that_belong_to_nobody() -> None:
    things = Things(of(id=TEXT))
    things.call("createThings", {}, caller=Anonymous())
    assert len(things.call("getThings", caller=Anonymous())) == 1
    assert things.call("getThings") == []


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("/organisations/{ownId}/things", ACME, None),
        ("/organisations/{ownId}/things", "6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718293", "Mock.RecordNotFound"),
        ("/clients/{ownId}/things", ACME_PLATFORM, None),
        ("/clients/{ownId}/things", "d2345678-bcde-4f01-8345-789abcdef012", "Mock.RecordNotFound"),
    ],
)
def test_a_path_that_names_an_organisation_or_client_is_about_the_callers_own(
    path: str, value: str, code: str | None
) -> None:
    things = Things(of(id=TEXT), more={path: {"get": {"operationId": "own", "responses": answering(list_of(ASKED))}}})
    caller = session(ALICE)
    if code is None:
        assert things.call("own", organisation="", caller=caller, ownId=value) == []
    else:
        with pytest.raises(Violation) as caught:
            things.call("own", organisation="", caller=caller, ownId=value)
        assert caught.value.code.status == 404


def test_nothing_is_stored_by_what_only_looks() -> None:
    things = Things(of(id=TEXT), more=ACTIONS)
    made = things.made()
    before = list(things.world.store.all(DOCUMENTS))
    things.call("getThings")
    things.call("getThingsThingId", thingId=made["id"])
    things.call("getThingsThingIdOwner", thingId=made["id"])
    assert list(things.world.store.all(DOCUMENTS)) == before
