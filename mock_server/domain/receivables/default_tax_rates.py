"""Tax rates that the platform keeps by country. That there are such is documented; which ones is assumed."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID, uuid5

_NAMESPACE = UUID("6d5c3a52-0f0e-4c43-9a5b-1c1f6f0d7a10")


class DefaultTaxRate(NamedTuple):
    """A rate of a country in per cent, written as a decimal."""

    code: str
    name: str
    rate: str

    @property
    def id(self) -> str:
        """The same everywhere and always: it follows from the code."""
        return str(uuid5(_NAMESPACE, self.code))


DEFAULT_TAX_RATES: Mapping[str, tuple[DefaultTaxRate, ...]] = {
    "AU": (
        DefaultTaxRate("AU_STANDARD", "GST 10%", "10"),
        DefaultTaxRate("AU_ZERO", "GST-free", "0"),
    ),
    "DE": (
        DefaultTaxRate("DE_STANDARD", "Umsatzsteuer 19%", "19"),
        DefaultTaxRate("DE_REDUCED", "Umsatzsteuer 7%", "7"),
        DefaultTaxRate("DE_ZERO", "Umsatzsteuer 0%", "0"),
        DefaultTaxRate("DE_EXEMPT", "Umsatzsteuerfrei", "0"),
    ),
    "ES": (
        DefaultTaxRate("ES_STANDARD", "IVA 21%", "21"),
        DefaultTaxRate("ES_REDUCED", "IVA 10%", "10"),
        DefaultTaxRate("ES_SUPER_REDUCED", "IVA 4%", "4"),
        DefaultTaxRate("ES_EXEMPT", "Exento de IVA", "0"),
    ),
    "FR": (
        DefaultTaxRate("FR_STANDARD", "TVA 20%", "20"),
        DefaultTaxRate("FR_INTERMEDIATE", "TVA 10%", "10"),
        DefaultTaxRate("FR_REDUCED", "TVA 5,5%", "5.5"),
        DefaultTaxRate("FR_SUPER_REDUCED", "TVA 2,1%", "2.1"),
        DefaultTaxRate("FR_EXEMPT", "Exonéré de TVA", "0"),
    ),
    "GB": (
        DefaultTaxRate("GB_STANDARD", "VAT 20%", "20"),
        DefaultTaxRate("GB_REDUCED", "VAT 5%", "5"),
        DefaultTaxRate("GB_ZERO", "VAT 0%", "0"),
        DefaultTaxRate("GB_EXEMPT", "VAT exempt", "0"),
    ),
    "IE": (
        DefaultTaxRate("IE_STANDARD", "VAT 23%", "23"),
        DefaultTaxRate("IE_REDUCED", "VAT 13.5%", "13.5"),
        DefaultTaxRate("IE_SECOND_REDUCED", "VAT 9%", "9"),
        DefaultTaxRate("IE_ZERO", "VAT 0%", "0"),
        DefaultTaxRate("IE_EXEMPT", "VAT exempt", "0"),
    ),
    "IT": (
        DefaultTaxRate("IT_STANDARD", "IVA 22%", "22"),
        DefaultTaxRate("IT_REDUCED", "IVA 10%", "10"),
        DefaultTaxRate("IT_SUPER_REDUCED", "IVA 4%", "4"),
        DefaultTaxRate("IT_EXEMPT", "Esente IVA", "0"),
    ),
    "NL": (
        DefaultTaxRate("NL_STANDARD", "Btw 21%", "21"),
        DefaultTaxRate("NL_REDUCED", "Btw 9%", "9"),
        DefaultTaxRate("NL_ZERO", "Btw 0%", "0"),
        DefaultTaxRate("NL_EXEMPT", "Vrijgesteld van btw", "0"),
    ),
    "US": (DefaultTaxRate("US_NONE", "No sales tax", "0"),),
}
"""By ISO 3166-1 alpha-2 code; the first is the usual one. Other countries have none."""
