"""Which bank details a country takes, and by which rails it pays. The lists are assumed.

Patterns are those of canonical values: capitals, without blanks and hyphens.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mock_server.bank_details.iban import iban_length, in_sepa


@dataclass(frozen=True, slots=True)
class Field:
    """A member of the bank details."""

    name: str
    label: str
    pattern: str | None
    required: bool = False


@dataclass(frozen=True, slots=True)
class CountryProfile:
    """The fields of a country and its payment rails."""

    country: str
    fields: tuple[Field, ...]
    payment_rails: tuple[str, ...]


_HOLDER = Field("accountHolderName", "Account holder name", None)
_BIC = Field("bicSwift", "BIC / SWIFT code", "^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$")
_ROUTING_NUMBER = "^(?:0[1-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)[0-9]{7}$"

_WITH_NUMBERS: Mapping[str, CountryProfile] = {
    profile.country: profile
    for profile in (
        CountryProfile(
            "AU",
            (
                _HOLDER,
                Field("sortCode", "BSB", "^[0-9]{6}$", required=True),
                Field("accountNumber", "Account number", "^[0-9]{4,10}$", required=True),
                _BIC,
            ),
            ("Npp", "Becs"),
        ),
        CountryProfile(
            "CA",
            (
                _HOLDER,
                Field("routingNumber", "Routing number", "^0[0-9]{8}$", required=True),
                Field("accountNumber", "Account number", "^[0-9]{7,12}$", required=True),
                _BIC,
            ),
            ("Eft",),
        ),
        CountryProfile(
            "GB",
            (
                _HOLDER,
                Field("sortCode", "Sort code", "^[0-9]{6}$", required=True),
                Field("accountNumber", "Account number", "^[0-9]{8}$", required=True),
                Field("iban", "IBAN", "^GB[0-9]{2}[A-Z0-9]{18}$"),
                _BIC,
            ),
            ("FasterPayments", "Bacs", "Chaps"),
        ),
        CountryProfile(
            "US",
            (
                _HOLDER,
                Field("routingNumber", "Routing number", _ROUTING_NUMBER, required=True),
                Field("accountNumber", "Account number", "^[0-9]{4,17}$", required=True),
                _BIC,
            ),
            ("Ach", "Fedwire"),
        ),
    )
}


def profile_of(country: str) -> CountryProfile | None:
    """The profile of a country by its ISO 3166-1 alpha-2 code; None for one that has neither such rules nor IBANs."""
    code = country.upper()
    return _WITH_NUMBERS.get(code) or _with_iban(code)


def _with_iban(country: str) -> CountryProfile | None:
    length = iban_length(country)
    if length is None:
        return None
    iban = Field("iban", "IBAN", f"^{country}[0-9]{{2}}[A-Z0-9]{{{length - 4}}}$", required=True)
    rails = ("SepaCreditTransfer", "SepaInstant") if in_sepa(country) else ("Swift",)
    return CountryProfile(country, (_HOLDER, iban, _BIC), rails)
