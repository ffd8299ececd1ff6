"""Step: the selected organisation, where the operation needs one (C12)."""

import re

from mock_server.catalogue import INVALID_REQUEST
from mock_server.contract.document import ORGANISATION_HEADER
from mock_server.domain.access import can_select
from mock_server.domain.rules.organisations import require_organisation_header, require_selectable
from mock_server.domain.tables import ORGANISATIONS
from mock_server.domain.violations import Violation
from mock_server.http_api.call import Call

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def select_organisation(call: Call) -> None:
    """Sets the organisation. One that does not exist and one that is not the caller's look the same."""
    if not call.routed_operation.needs_organisation:
        return
    organisation_id = _sent_id(call)
    organisation = call.world.store.get(ORGANISATIONS, organisation_id)
    accessible = organisation is not None and can_select(call.world, call.principal, organisation)
    call.organisation = require_selectable(organisation, accessible=accessible)


def _sent_id(call: Call) -> str:
    values = call.request.headers.get(ORGANISATION_HEADER, ())
    sent = require_organisation_header(values[0] if values else None).lower()
    if len(values) > 1:
        raise Violation(INVALID_REQUEST, reason=f"The header {ORGANISATION_HEADER} was sent more than once.")
    if not _UUID.fullmatch(sent):
        raise Violation(INVALID_REQUEST, reason=f"The header {ORGANISATION_HEADER} must be a UUID.")
    return sent
