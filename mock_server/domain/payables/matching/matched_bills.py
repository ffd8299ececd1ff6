"""The bills that are matched with an order or a delivery note."""

from mock_server.domain.model import Document
from mock_server.domain.money import written
from mock_server.domain.payables.bills import supplier_name
from mock_server.domain.payables.matching.allocations import groups_matched_with
from mock_server.domain.payables.matching.groups import require_group
from mock_server.domain.payables.matching.match_groups import match_group
from mock_server.domain.payables.matching.sides import Side
from mock_server.domain.world import World
from mock_server.json_value import Json


def matched_bills(world: World, side: Side, document: Document) -> Json:
    """As `MatchedBillResponse`, those first that were matched first."""
    return [_shown(world, document.owner_id, group_id) for group_id in groups_matched_with(world, side, document)]


def _shown(world: World, owner_id: str, group_id: str) -> Json:
    group = match_group(world, require_group(world, owner_id, group_id))
    bill = group.bill
    return {
        "billId": bill.document.id,
        "matchGroupId": group.document.id,
        "matchGroupStatus": group.status,
        "state": bill.state,
        "totalAmount": written(bill.total),
        "invoiceNumber": bill.body.get("invoiceNumber"),
        "supplierName": supplier_name(world, bill),
    }
