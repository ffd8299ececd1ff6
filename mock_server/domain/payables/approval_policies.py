"""Approval policies: what becomes of a bill when it is submitted for review.

Assumed: a supplier is established once another of its bills was approved, and new until then, as is a supplier that is
not linked; a policy with a currency is for bills in that currency; of equal priorities the older policy is tried first.
"""

from collections.abc import Callable
from decimal import Decimal

from mock_server.domain import documents
from mock_server.domain.collections import APPROVAL_POLICIES, BILLS
from mock_server.domain.model import Document, Organisation, UserId
from mock_server.domain.money import decimal, written
from mock_server.domain.payables.bills import APPROVED_ON, Bill
from mock_server.domain.payables.suppliers import linked_id
from mock_server.domain.rules.approval_policies import require_amounts_in_order, require_condition_currency
from mock_server.domain.rules.memberships import require_membership
from mock_server.domain.tables import MEMBERSHIPS
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject


def read_members(world: World, organisation: Organisation, sent: JsonObject) -> JsonObject:
    """A whole policy out of what was sent. Raises Violation where it cannot be one."""
    least, most = _bound(sent.get("amountGte")), _bound(sent.get("amountLte"))
    currency = require_condition_currency(sent.get("currency"), conditional=least is not None or most is not None)
    require_amounts_in_order(least, most)
    return {
        "name": sent["name"],
        "priorityOrder": int(decimal(sent.get("priorityOrder", 0))),
        "active": sent.get("active", True),
        "supplierIds": _each(sent, "supplierIds", lambda named: linked_id(world, organisation.id, named)),
        "supplierStanding": sent.get("supplierStanding", "Any"),
        "action": sent["action"],
        "approverUserIds": _each(sent, "approverUserIds", lambda named: _approver(world, organisation, named)),
        "amountGte": None if least is None else written(least),
        "amountLte": None if most is None else written(most),
        "currency": currency,
    }


def in_order(world: World, owner_id: str) -> list[Document]:
    """The organisation's policies, the lowest priority first."""
    return sorted(documents.of_owner(world, APPROVAL_POLICIES, owner_id), key=_priority)


def first_match(world: World, bill: Bill) -> Document | None:
    """The policy that decides about the bill, if any does."""
    policies = in_order(world, bill.document.owner_id)
    return next((policy for policy in policies if _matches(world, policy.body, bill)), None)


def _priority(policy: Document) -> int:
    return int(decimal(policy.body.get("priorityOrder", 0)))


def _matches(world: World, policy: JsonObject, bill: Bill) -> bool:
    return (
        policy.get("active", True) is True
        and _is_among(bill.body.get("supplierId"), policy.get("supplierIds"))
        and policy.get("currency") in (None, bill.currency)
        and _within(bill.total, policy)
        and _has_standing(world, bill, policy.get("supplierStanding", "Any"))
    )


def _is_among(supplier_id: Json, supplier_ids: Json) -> bool:
    """Whether the supplier is one of those; an empty list is for any."""
    assert isinstance(supplier_ids, list | None)
    return not supplier_ids or supplier_id in supplier_ids


def _within(total: Decimal, policy: JsonObject) -> bool:
    least, most = _bound(policy.get("amountGte")), _bound(policy.get("amountLte"))
    return (least is None or total >= least) and (most is None or total <= most)


def _has_standing(world: World, bill: Bill, standing: Json) -> bool:
    return standing == "Any" or (standing == "Established") == _is_established(world, bill)


def _is_established(world: World, bill: Bill) -> bool:
    supplier_id = bill.body.get("supplierId")
    if supplier_id is None:
        return False
    bills = documents.with_member(world, BILLS, bill.document.owner_id, "supplierId", supplier_id)
    return any(each.body["supplierId"] == supplier_id and each.body.get("state") in APPROVED_ON for each in bills)


def _each(sent: JsonObject, name: str, read: Callable[[Json], str | None]) -> list[Json]:
    """What each of the named stands for, once."""
    named = sent.get(name, [])
    assert isinstance(named, list)
    return list(dict.fromkeys(map(read, named)))


def _approver(world: World, organisation: Organisation, named: Json) -> str:
    user_id = UserId(str(named).lower())
    return require_membership(world.store.get(MEMBERSHIPS, (user_id, organisation.id))).user_id


def _bound(sent: Json) -> Decimal | None:
    return None if sent is None else decimal(sent)
