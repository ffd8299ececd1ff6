"""Rules on organisations (C12, C15 to C17)."""

from mock_server.catalogue import (
    HANDOFF_MISSING_ORGANISATION_ID,
    HANDOFF_NO_ORG_ACCESS,
    INDUSTRY_NOT_FOUND,
    MISSING_ORGANISATION_HEADER,
    ORGANISATION_NOT_ACCESSIBLE,
    ORGANISATION_NOT_FOUND,
)
from mock_server.domain.access import OrganisationAccess
from mock_server.domain.model import ClientId, Industry, Organisation, OrganisationId
from mock_server.domain.rules.given import given_id
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation
from mock_server.json_value import Json


@refuses_with(INDUSTRY_NOT_FOUND)
def require_industry(industry: Industry | None) -> Industry:
    """The industry exists."""
    if industry is None:
        raise Violation(INDUSTRY_NOT_FOUND)
    return industry


@refuses_with(ORGANISATION_NOT_FOUND)
def require_organisation(organisation: Organisation | None) -> Organisation:
    """The organisation exists."""
    if organisation is None:
        raise Violation(ORGANISATION_NOT_FOUND)
    return organisation


@refuses_with(ORGANISATION_NOT_FOUND)
def require_organisation_of(client_id: ClientId, organisation: Organisation | None) -> Organisation:
    """The organisation exists under the client: another client's is like none."""
    if organisation is None or organisation.client_id != client_id:
        raise Violation(ORGANISATION_NOT_FOUND)
    return organisation


@refuses_with(HANDOFF_MISSING_ORGANISATION_ID)
def require_handoff_organisation_id(sent: Json) -> OrganisationId:
    """An organisation id was sent, and not the nil UUID."""
    organisation_id = given_id(sent)
    if organisation_id is None:
        raise Violation(HANDOFF_MISSING_ORGANISATION_ID)
    return OrganisationId(organisation_id)


@refuses_with(HANDOFF_NO_ORG_ACCESS)
def require_handoff_access(access: OrganisationAccess | None) -> OrganisationAccess:
    """The caller is a member of the organisation, or Admin or Owner of the client that owns it."""
    if access is None:
        raise Violation(HANDOFF_NO_ORG_ACCESS)
    return access


@refuses_with(MISSING_ORGANISATION_HEADER)
def require_organisation_header(sent: str | None) -> str:
    """The organisation of the call was selected."""
    if not sent:
        raise Violation(MISSING_ORGANISATION_HEADER)
    return sent


@refuses_with(ORGANISATION_NOT_ACCESSIBLE)
def require_selectable(organisation: Organisation | None, *, accessible: bool) -> Organisation:
    """The caller may use the selected organisation; one that does not exist looks like one that is not theirs."""
    if organisation is None or not accessible:
        raise Violation(ORGANISATION_NOT_ACCESSIBLE)
    return organisation
