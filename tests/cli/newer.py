"""An invented newer official document: one operation pair more, one member required, one status less."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from mock_server.contract.folder import assembled
from tests.contract.documents import OPENAPI
from tests.inference.shops import UUID, answering, list_of, taking

_SLOT = {"$ref": "#/components/schemas/DeliverySlot"}
_BOOKED = {"day": {"type": "string", "format": "date"}, "places": {"type": "integer", "minimum": 1}}


@cache
def present_document() -> dict[str, Any]:
    """The reconstructed document, whether it is in its place or the official one is."""
    return assembled(OPENAPI)


def newer_document() -> dict[str, Any]:
    document = copy.deepcopy(present_document())
    del document["info"]["x-origin"]
    document["info"]["version"] = "v2"
    schemas = document["components"]["schemas"]
    schemas["DeliverySlot"] = {"type": "object", "required": ["id", "day"], "properties": {"id": UUID, **_BOOKED}}
    schemas["BookDeliverySlotRequest"] = {"type": "object", "required": ["day"], "properties": _BOOKED}
    schemas["CreateCustomerRequest"]["required"] = ["name", "email"]
    document["paths"]["/delivery-slots"] = {
        "get": {"summary": "List delivery slots", "responses": answering(list_of(_SLOT))},
        "post": {
            "summary": "Book a delivery slot",
            "requestBody": taking({"$ref": "#/components/schemas/BookDeliverySlotRequest"}),
            "responses": answering(_SLOT, "201"),
        },
    }
    document["paths"]["/delivery-slots/{id}"] = {
        "get": {
            "summary": "Get a delivery slot",
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": UUID}],
            "responses": answering(_SLOT),
        }
    }
    del document["paths"]["/auth/codes"]["post"]["responses"]["404"]
    return document


def written(folder: Path, document: Any, name: str = "newer.json") -> str:
    file = folder / name
    file.write_text(document if isinstance(document, str) else json.dumps(document, indent=1), encoding="utf-8")
    return str(file)
