"""IBANs and BICs, as the registries of SWIFT have them. The one home of schwifty.

It is imported where it is used: it reads its registries in a tenth of a second that no start should wait for.
"""

from typing import Literal


def iban_length(country: str) -> int | None:
    """How long the country's IBANs are; None where it has none."""
    from schwifty import registry  # noqa: PLC0415
    from schwifty.exceptions import InvalidCountryCode  # noqa: PLC0415

    try:
        return registry.get_iban_spec(country).iban_length
    except InvalidCountryCode:
        return None


def in_sepa(country: str) -> bool:
    """Whether a country that has IBANs is in the Single Euro Payments Area."""
    from schwifty import registry  # noqa: PLC0415

    return registry.get_iban_spec(country).in_sepa_zone


def iban_fault(iban: str) -> Literal["form", "checksum"] | None:
    """What is wrong with an IBAN in capitals, without blanks."""
    from schwifty import IBAN  # noqa: PLC0415
    from schwifty.exceptions import InvalidChecksumDigits, SchwiftyException  # noqa: PLC0415

    try:
        IBAN(iban)
    except InvalidChecksumDigits:
        return "checksum"
    except SchwiftyException:
        return "form"
    return None


def is_bic(text: str) -> bool:
    """Whether a text in capitals has the form of a BIC, of a country that exists."""
    from schwifty import BIC  # noqa: PLC0415

    return BIC(text, allow_invalid=True).is_valid
