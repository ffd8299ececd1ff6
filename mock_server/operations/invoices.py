"""Tag Invoices."""

from mock_server.domain import times
from mock_server.domain.model import Document
from mock_server.domain.pages import Listing, page_of
from mock_server.domain.tables import DOCUMENT_BY_COLLECTION, DOCUMENTS
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["list_invoices"]

_EQUAL = {"Status": "status", "CustomerId": "customerId"}


def list_invoices(world: World, request: OperationRequest) -> Json:
    filters = {name: value for name, value in request.query.items() if name not in ("Cursor", "Limit")}
    listing = Listing(
        table=DOCUMENTS,
        index=DOCUMENT_BY_COLLECTION,
        value=("invoices", request.selected.id),
        scope=f"invoices {request.selected.id} {sorted(filters.items())}",
        wanted=lambda invoice: _matches(invoice, filters),
    )
    page = page_of(world, listing, request)
    data: Json = [invoice.body for invoice in page.records]
    if page.current is None:
        return {"data": data}
    cursors = {"current": page.current, "next": page.next, "previous": page.previous}
    return {"data": data, "meta": {"cursors": cursors}}


def _matches(invoice: Document, filters: dict[str, Json]) -> bool:
    equal = all(
        str(invoice.body.get(member)).casefold() == str(filters[name]).casefold()
        for name, member in _EQUAL.items()
        if name in filters
    )
    return equal and _issued_between(
        invoice.body.get("issueDate"), filters.get("IssueDateFrom"), filters.get("IssueDateTo")
    )


def _issued_between(issued: Json, start: Json, end: Json) -> bool:
    """Both ends belong to the range; an invoice without a date is in none."""
    if start is None and end is None:
        return True
    if issued is None:
        return False
    day = times.read(str(issued))
    return (start is None or times.read(str(start)) <= day) and (end is None or day <= times.read(str(end)))
