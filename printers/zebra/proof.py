"""What a printer says when it has printed a label, and how to know the label by it.

The answer to ^HV is the data of a field. Where that is no symbol's (which then are digits behind a
start character), they stand in a field of their own that prints nothing, percent-encoded: so neither
separators nor Chinese nor what is a command to the printer can damage them on their way.

That a field which prints nothing is returned too is how we read the ZPL II guide (^HV: any field that has
a number); it is to be confirmed on a device. A printer that does not return it confirms no label, which
stops the job: nothing is called printed by it.
"""

from hashlib import blake2b
from typing import Final
from urllib.parse import quote, unquote

from desktop.labels.primitives import Symbol
from printers.zebra.symbols import PROOF_LIMIT, START_C

PROOF_HEAD: Final = "PRT["
PROOF_END: Final = "]\r\n"

_PLAIN: Final = "()+/*:"
_DIGEST_BYTES: Final = 20


def proof_of(symbol: Symbol) -> str:
    """Return what names a label by its symbol: its data, or a digest of them where they are too long."""
    if len(_encoded(symbol.data)) <= PROOF_LIMIT:
        return symbol.data
    return "#" + blake2b(symbol.data.encode(), digest_size=_DIGEST_BYTES).hexdigest()


def proof_data(symbol: Symbol) -> str:
    """Return ``proof_of`` as field data."""
    return _encoded(proof_of(symbol))


def read_proof(text: str) -> str:
    """Return what ``proof_of`` was, from the printer's answer.

    Whether the start character of a symbol is repeated depends on the firmware, as do blanks after the data.
    """
    text = text.strip()
    if text.startswith(START_C):
        return text.removeprefix(START_C)
    return unquote(text)


def _encoded(data: str) -> str:
    return quote(data, safe=_PLAIN).replace("~", "%7E").replace("_", "%5F")
