"""The code schemes that a product can carry. A product may carry several at once (S000, S002)."""

from enum import StrEnum

from desktop.texts import Text, say


class CodeScheme(StrEnum):
    """How the packs of a product are numbered."""

    DRUG_CODE = "drug_code"
    """20 digits from the drug traceability platform."""
    GS1 = "gs1"
    """GTIN with serial, lot and expiry."""
    UDI = "udi"
    """Device identifier and production identifier."""
    TRACE_2017 = "trace_2017"
    """Organisation, class, origin, attribute and value: the rule of the Ministry of Commerce, 2017."""
    MEAT = "sb_t_10680"
    """Meat and vegetables, SB/T 10680-2012."""
    HERB = "herb"
    """Herbal materials: company and commodity codes."""


def scheme_title(scheme: CodeScheme) -> Text:
    """Return the name of a scheme."""
    return {
        CodeScheme.DRUG_CODE: say("drug traceability code (20 digits)"),
        CodeScheme.GS1: say("GS1 (GTIN, serial, lot, expiry)"),
        CodeScheme.UDI: say("UDI (medical device)"),
        CodeScheme.TRACE_2017: say("trace code of the 2017 rule"),
        CodeScheme.MEAT: say("SB/T 10680 (meat and vegetables)"),
        CodeScheme.HERB: say("herbal material code"),
    }[scheme]
