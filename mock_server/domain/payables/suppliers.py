"""Suppliers: who sends bills."""

from collections.abc import Mapping

from mock_server.bank_details.check import MEMBERS as BANK_DETAILS
from mock_server.domain import documents
from mock_server.domain.collections import SUPPLIERS
from mock_server.domain.members import given, whole
from mock_server.domain.model import Document
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

_ADDRESS = ("line1", "line2", "city", "postalCode", "country")
_TEXTS = ("name", "email", "phone", "website", "taxNumber", "registrationNumber", "paymentTermsDefault")
_PARTS = {"address": _ADDRESS, "bankDetails": BANK_DETAILS}


def new_members(sent: JsonObject) -> JsonObject:
    """A whole supplier out of what was sent."""
    return {**whole(_TEXTS, sent), **{name: part_of(names, sent.get(name)) for name, names in _PARTS.items()}}


def changed_members(sent: JsonObject) -> JsonObject:
    """The members that a patch puts in place. Null takes one away, but for the name, which stays."""
    texts = {name: value for name, value in given(_TEXTS, sent).items() if name != "name" or value is not None}
    return {**texts, **{name: part_of(names, sent[name]) for name, names in _PARTS.items() if name in sent}}


def part_of(names: tuple[str, ...], sent: Json) -> Json:
    """An object inside a record, complete; null stays null."""
    return whole(names, sent) if isinstance(sent, Mapping) else None


def linked_id(world: World, owner_id: str, sent: Json) -> str | None:
    """The id of the supplier that a member names, None for null. Raises Violation where there is none such."""
    return None if sent is None else documents.require(world, SUPPLIERS, owner_id, sent).id


def linked(world: World, owner_id: str, body: JsonObject) -> Document | None:
    """The supplier that a record is linked to."""
    named = body.get("supplierId")
    return None if named is None else documents.get(world, SUPPLIERS, owner_id, named)
