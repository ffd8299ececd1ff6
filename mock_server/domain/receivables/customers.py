"""Customers: who an invoice or a schedule is for."""

from mock_server.domain import documents
from mock_server.domain.collections import CUSTOMERS
from mock_server.domain.model import Document
from mock_server.domain.world import World
from mock_server.json_value import Json


def customer_of(world: World, record: Document) -> Document | None:
    """The customer that a record names, as it is now; a scenario's may name none."""
    return documents.get(world, CUSTOMERS, record.owner_id, record.body.get("customerId"))


def embedded(world: World, record: Document) -> Json:
    """The customer as answers show it inside the record."""
    customer = customer_of(world, record)
    return None if customer is None else customer.body


def customer_name(world: World, record: Document, otherwise: str) -> str:
    customer = customer_of(world, record)
    return otherwise if customer is None else str(customer.body["name"])
