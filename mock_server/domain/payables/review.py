"""What people and policies decide about a bill."""

from mock_server.domain import times
from mock_server.domain.model import Document, UserId
from mock_server.domain.payables.approval_policies import first_match
from mock_server.domain.payables.bills import Bill, move
from mock_server.domain.payables.matching.automatic import group_for, match_bill, unmatch
from mock_server.domain.payables.matching.match_groups import match_group
from mock_server.domain.rules.matching import require_match_resolved
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

UNDECIDED: JsonObject = {
    **dict.fromkeys(("appliedApprovalPolicyId", "appliedApprovalPolicyName", "approvalReasoning")),
    **dict.fromkeys(("rejectedBy", "rejectedAt", "rejectionReason")),
}


def submit(world: World, bill: Bill, user_id: UserId | None) -> Bill:
    """The first policy that matches decides, and is remembered; without one the bill waits for an approval.

    Raises Violation while the bill's match group holds it up.
    """
    group = group_for(world, bill)
    require_match_resolved(open_variances=group is not None and match_group(world, group).holds_up)
    policy = first_match(world, bill)
    if policy is None:
        return move(world, bill, "NeedsApproval", {}, user_id)
    taken = _snapshot(policy)
    action = policy.body["action"]
    if action == "AutoApprove":
        return approve(world, bill, None, taken)
    if action == "AutoVoid":
        return void(world, bill, None, None, taken)
    reviewers = policy.body.get("approverUserIds", [])
    return move(world, bill, "NeedsApproval", {**taken, "resolvedApproverUserIds": reviewers}, user_id)


def approve(world: World, bill: Bill, user_id: UserId | None, taken: JsonObject | None = None) -> Bill:
    """`taken` is what is remembered of a policy that decided; then it was no user."""
    members: JsonObject = {"approvedBy": user_id, "approvedAt": _now(world), "resolvedApproverUserIds": []}
    return move(world, bill, "Approved", {**(taken or {}), **members}, user_id)


def reject(world: World, bill: Bill, user_id: UserId | None, reason: Json) -> Bill:
    members = {"rejectedBy": user_id, "rejectedAt": _now(world), "rejectionReason": reason}
    return move(world, bill, "Rejected", {**members, "resolvedApproverUserIds": []}, user_id)


def reopen(world: World, bill: Bill, user_id: UserId | None) -> Bill:
    """Back to where it can be corrected (assumed); what was decided no longer holds."""
    reopened = move(world, bill, "PendingReview", UNDECIDED, user_id)
    match_bill(world, reopened)
    return reopened


def void(world: World, bill: Bill, user_id: UserId | None, reason: Json, taken: JsonObject | None = None) -> Bill:
    """`taken` is what is remembered of a policy that decided; voidedBy is null then.

    What the bill was matched with can be matched again (assumed).
    """
    unmatch(world, bill)
    members = {"voidedBy": user_id, "voidedAt": _now(world), "voidReason": reason}
    return move(world, bill, "Voided", {**(taken or {}), **members, "resolvedApproverUserIds": []}, user_id)


def _snapshot(policy: Document) -> JsonObject:
    """What the bill keeps of a policy, whatever becomes of that."""
    body = policy.body
    return {
        "appliedApprovalPolicyId": policy.id,
        "appliedApprovalPolicyName": body.get("name"),
        "approvalReasoning": f"The first policy that matches, of priority {body.get('priorityOrder', 0)}, "
        f"says {body['action']}.",
    }


def _now(world: World) -> str:
    return times.written(world.clock.now())
