"""The code on a label, whatever symbol of it was scanned."""

from desktop.codes.drug_code import DrugCode
from desktop.codes.gs1.explain import parse
from desktop.errors import InputError

_SERIAL = "21"


def scanned_code(text: str) -> str:
    """Return the 20 digits of a label that was scanned, or of a code that was typed.

    A label may carry its code as it is, or as the serial number of an element string: AI (21).

    Raises:
        InputError: it is neither; the sentence is of the code as it is.
    """
    try:
        return DrugCode.parse(text).value
    except InputError as refusal:
        serial = _serial(text)
        if serial is None:
            raise
        try:
            return DrugCode.parse(serial).value
        except InputError:
            raise refusal from None


def _serial(text: str) -> str | None:
    try:
        return parse(text, whole_item=False).value_of(_SERIAL)
    except InputError:
        return None
