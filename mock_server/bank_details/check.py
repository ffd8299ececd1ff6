"""Checks bank details by form and checksum alone. The codes of the errors are assumed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mock_server.bank_details.iban import iban_fault, is_bic
from mock_server.bank_details.profiles import CountryProfile, Field, profile_of

NAME = "accountHolderName"
MEMBERS = (NAME, "accountNumber", "sortCode", "routingNumber", "iban", "bicSwift", "country", "currency")
_ANYWHERE = {
    "accountNumber": "^[A-Z0-9]{4,34}$",
    "sortCode": "^[0-9]{6}$",
    "routingNumber": "^[0-9]{9}$",
    "country": "^[A-Z]{2}$",
    "currency": "^[A-Z]{3}$",
}
"""Patterns of what no country's profile says otherwise of."""

Canonical = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class BankDetailsError:
    """What is wrong with one member."""

    field: str
    code: str
    message: str


def canonical(sent: Mapping[str, object]) -> dict[str, str | None]:
    """Every member in capitals, without blanks and hyphens, but for the name; null where nothing remains."""
    texts = {name: str(sent.get(name) or "") for name in MEMBERS}
    plain = {name: re.sub(r"[\s-]", "", text).upper() for name, text in texts.items()}
    return {name: value or None for name, value in {**plain, NAME: texts[NAME].strip()}.items()}


def errors_of(details: Canonical) -> tuple[BankDetailsError, ...]:
    """Everything that is wrong with canonical details, in the order of their members."""
    country = details["country"]
    profile = profile_of(country) if country is not None and _fits("country", country, None) else None
    found = [*_missing(details, profile), *_misformed(details, profile), *_wrong_in_itself(details, profile)]
    return tuple(sorted(found, key=lambda error: MEMBERS.index(error.field)))


def _missing(details: Canonical, profile: CountryProfile | None) -> Iterator[BankDetailsError]:
    """What the country requires. An IBAN stands for the rest: it has it inside."""
    if details["iban"] is not None:
        return
    if profile is None and details["accountNumber"] is None:
        yield BankDetailsError("iban", "Required", "An IBAN or an account number is required.")
    for field in () if profile is None else profile.fields:
        if field.required and details[field.name] is None:
            yield BankDetailsError(field.name, "Required", f"{field.label} is required in this country.")


def _misformed(details: Canonical, profile: CountryProfile | None) -> Iterator[BankDetailsError]:
    for name in _ANYWHERE:
        value = details[name]
        if value is not None and not _fits(name, value, profile):
            yield BankDetailsError(name, "InvalidFormat", f"{name} does not have the right form.")


def _wrong_in_itself(details: Canonical, profile: CountryProfile | None) -> Iterator[BankDetailsError]:
    iban, bic, country, routing_number = (details[name] for name in ("iban", "bicSwift", "country", "routingNumber"))
    if iban is not None:
        yield from _iban_errors(iban, profile)
    if bic is not None and not is_bic(bic):
        yield BankDetailsError("bicSwift", "InvalidFormat", "bicSwift does not have the form of a BIC.")
    if country is not None and profile is None and _fits("country", country, None):
        yield BankDetailsError("country", "UnsupportedCountry", "There are no rules for this country.")
    checked = country in (None, "US") and routing_number is not None and _fits("routingNumber", routing_number, profile)
    if checked and not _aba_checksum_holds(str(routing_number)):
        yield BankDetailsError("routingNumber", "InvalidChecksum", "The checksum of the routing number is wrong.")


def _iban_errors(iban: str, profile: CountryProfile | None) -> Iterator[BankDetailsError]:
    fault = iban_fault(iban)
    if fault == "form":
        yield BankDetailsError("iban", "InvalidFormat", "The IBAN does not have the form of its country's.")
    elif fault == "checksum":
        yield BankDetailsError("iban", "InvalidChecksum", "The checksum of the IBAN is wrong.")
    elif profile is not None and not iban.startswith(profile.country):
        yield BankDetailsError("iban", "CountryMismatch", "The IBAN is of another country.")


def _fits(name: str, value: str, profile: CountryProfile | None) -> bool:
    fields: tuple[Field, ...] = () if profile is None else profile.fields
    own = next((field.pattern for field in fields if field.name == name), None)
    return re.fullmatch(own or _ANYWHERE[name], value) is not None


def _aba_checksum_holds(routing_number: str) -> bool:
    weighted = zip(map(int, routing_number), (3, 7, 1) * 3, strict=True)
    return sum(digit * weight for digit, weight in weighted) % 10 == 0
