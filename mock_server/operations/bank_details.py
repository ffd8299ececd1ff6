"""Tag Bank details: what a country takes, and whether given details can be right."""

from mock_server.bank_details.check import BankDetailsError, canonical, errors_of
from mock_server.bank_details.profiles import Field, profile_of
from mock_server.domain.rules.bank_details import require_profile
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["get_bank_detail_profile", "validate_bank_details"]


def get_bank_detail_profile(_: World, request: OperationRequest) -> Json:
    profile = require_profile(profile_of(request.path["code"]))
    return {
        "country": profile.country,
        "fields": [_field(field) for field in profile.fields],
        "paymentRails": list(profile.payment_rails),
    }


def validate_bank_details(_: World, request: OperationRequest) -> Json:
    details = canonical(request.members)
    errors = errors_of(details)
    return {"isValid": not errors, "errors": [_error(error) for error in errors], "canonical": details}


def _field(field: Field) -> Json:
    return {"name": field.name, "label": field.label, "required": field.required, "pattern": field.pattern}


def _error(error: BankDetailsError) -> Json:
    return {"field": error.field, "code": error.code, "message": error.message}
