"""Spend categories: those built into Dolfin, and those of a client, which go for all of its organisations."""

import re
from typing import NamedTuple

from mock_server.domain import documents
from mock_server.domain.collections import SPEND_CATEGORIES
from mock_server.domain.model import ClientId
from mock_server.domain.world import World
from mock_server.json_value import JsonObject

_BLANKS = " \t\r\n"
"""Those that the contract's pattern of a key knows: a key is never empty."""


class BuiltInSpendCategory(NamedTuple):
    """That there are such is documented; which ones is assumed."""

    key: str
    display_name: str
    default_spend_class: str


BUILT_IN = (
    BuiltInSpendCategory("advertising", "Advertising", "Variable"),
    BuiltInSpendCategory("bank_fees", "Bank fees", "Variable"),
    BuiltInSpendCategory("insurance", "Insurance", "Fixed"),
    BuiltInSpendCategory("materials", "Materials", "Variable"),
    BuiltInSpendCategory("office_supplies", "Office supplies", "Variable"),
    BuiltInSpendCategory("other", "Other", "Variable"),
    BuiltInSpendCategory("professional_services", "Professional services", "Variable"),
    BuiltInSpendCategory("rent", "Rent", "Fixed"),
    BuiltInSpendCategory("software", "Software", "Fixed"),
    BuiltInSpendCategory("telecommunications", "Telecommunications", "Fixed"),
    BuiltInSpendCategory("travel", "Travel", "Variable"),
    BuiltInSpendCategory("utilities", "Utilities", "Variable"),
)


def key_of(sent: str) -> str:
    """As it is kept: trimmed, in lower case, each blank an underscore."""
    return re.sub(f"[{_BLANKS}]", "_", sent.strip(_BLANKS).lower())


def is_taken(world: World, client_id: ClientId, key: str) -> bool:
    """Whether a built-in category has the key, or one of the client's, archived or not."""
    own = documents.of_owner(world, SPEND_CATEGORIES, client_id)
    return any(category.key == key for category in BUILT_IN) or any(category.body["key"] == key for category in own)


def on_offer(world: World, client_id: ClientId) -> list[JsonObject]:
    """What the organisations of a client can classify with: built in, then the client's own, oldest first."""
    own = documents.of_owner(world, SPEND_CATEGORIES, client_id)
    return [
        *({**_built_in(category), "isBuiltIn": True} for category in BUILT_IN),
        *({**_without_archived(each.body), "isBuiltIn": False} for each in own if not each.body["archived"]),
    ]


def _built_in(category: BuiltInSpendCategory) -> JsonObject:
    return {
        "id": None,
        "key": category.key,
        "displayName": category.display_name,
        "defaultSpendClass": category.default_spend_class,
        "glAccountCode": None,
    }


def _without_archived(body: JsonObject) -> JsonObject:
    return {name: value for name, value in body.items() if name != "archived"}
