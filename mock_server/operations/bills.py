"""Tag Bills."""

from mock_server.domain import documents
from mock_server.domain.collections import BILLS
from mock_server.domain.documents import author_of
from mock_server.domain.payables import payment, review
from mock_server.domain.payables.bills import Bill, require_bill, require_bill_in, shown, upload
from mock_server.domain.payables.corrections import correct
from mock_server.domain.payables.reading import begin_reading, read_again
from mock_server.domain.payables.validation import issues_of
from mock_server.domain.rules.bills import require_no_issues
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json, JsonObject

__all__ = [
    "approve_bill",
    "get_bill",
    "list_bills",
    "patch_bill",
    "reject_bill",
    "reopen_bill",
    "retry_bill_ocr",
    "schedule_bill_payment",
    "submit_bill_for_review",
    "upload_bill",
    "validate_bill",
    "void_bill",
]

_VOIDABLE = frozenset({"OcrFailed", "PendingReview", "NeedsApproval", "Rejected"})


def upload_bill(world: World, request: OperationRequest) -> Json:
    bill = upload(world, author_of(request), str(request.members["file"]))
    begin_reading(world, bill)
    return _progress(bill)


def list_bills(world: World, request: OperationRequest) -> Json:
    return documents.listed(world, request, BILLS, show=lambda bill: shown(world, bill))


def get_bill(world: World, request: OperationRequest) -> Json:
    return _shown(world, require_bill(world, request.owner_id, request.path["id"]))


def patch_bill(world: World, request: OperationRequest) -> Json:
    bill = _in_state(world, request, "PendingReview")
    return _shown(world, correct(world, bill, author_of(request), request.members))


def retry_bill_ocr(world: World, request: OperationRequest) -> Json:
    return _progress(read_again(world, _in_state(world, request, "OcrFailed"), request.author_id))


def validate_bill(world: World, request: OperationRequest) -> Json:
    require_no_issues(issues_of(require_bill(world, request.owner_id, request.path["id"])))
    return {"valid": True}


def submit_bill_for_review(world: World, request: OperationRequest) -> Json:
    return _shown(world, review.submit(world, _in_state(world, request, "PendingReview"), request.author_id))


def approve_bill(world: World, request: OperationRequest) -> Json:
    return _shown(world, review.approve(world, _in_state(world, request, "NeedsApproval"), request.author_id))


def reject_bill(world: World, request: OperationRequest) -> Json:
    bill = _in_state(world, request, "NeedsApproval")
    return _shown(world, review.reject(world, bill, request.author_id, _reason(request)))


def reopen_bill(world: World, request: OperationRequest) -> Json:
    return _shown(world, review.reopen(world, _in_state(world, request, "Rejected"), request.author_id))


def void_bill(world: World, request: OperationRequest) -> Json:
    bill = _in_state(world, request, *_VOIDABLE)
    return _shown(world, review.void(world, bill, request.author_id, _reason(request)))


def schedule_bill_payment(world: World, request: OperationRequest) -> Json:
    bill = _in_state(world, request, "Approved")
    date, method = str(request.members["paymentDate"]), request.members.get("paymentMethod")
    return _shown(world, payment.schedule(world, bill, date, method, request.author_id))


def _in_state(world: World, request: OperationRequest, *states: str) -> Bill:
    return require_bill_in(world, request.owner_id, request.path["id"], states)


def _reason(request: OperationRequest) -> Json:
    """The reason, where a body was sent."""
    return None if request.body is None else request.members.get("reason")


def _progress(bill: Bill) -> JsonObject:
    return {"id": bill.document.id, "state": bill.state}


def _shown(world: World, bill: Bill) -> Json:
    return shown(world, bill.document)
