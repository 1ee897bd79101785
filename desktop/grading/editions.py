"""Which edition grades what, in which steps, and which one counts where nobody says."""

from desktop.errors import InputError
from desktop.grading.model import Edition
from desktop.texts import say

LINEAR_EDITIONS = (Edition.GBT_14258_2003, Edition.ISO_15416_2016)
MATRIX_EDITIONS = (Edition.GBT_23704_2017, Edition.ISO_15415_2024)
"""In the order in which they stand side by side; the first is the default."""
DIRECT_EDITIONS = (Edition.ISO_29158_2020,)
"""For marks on the part itself; only where it is asked for, never the default."""
_DECIMAL = frozenset({Edition.ISO_15416_2016, Edition.ISO_15415_2024})
_ALSO = {
    "ISO/IEC 15416:2000": Edition.GBT_14258_2003,
    "ISO/IEC 15415:2011": Edition.GBT_23704_2017,
    "ISO/IEC TR 29158:2011": Edition.ISO_29158_2020,
}
"""The texts that the Chinese standards modify or adopt (ANCC; GB/T 23704-2017), and an older one."""
_MATRICES = ("datamatrix", "data matrix", "qr", "aztec")


def decimal(edition: Edition) -> bool:
    """Tell whether an edition's grades have one decimal; the others' are whole."""
    return edition in _DECIMAL


def is_matrix(symbology: str) -> bool:
    """Tell whether a symbology, by its name, is a matrix of modules.

    >>> is_matrix("GS1 DataMatrix"), is_matrix("GS1-128")
    (True, False)
    """
    return any(name in symbology.lower() for name in _MATRICES)


def is_qr(symbology: str) -> bool:
    """Tell whether a symbology, by its name, is a QR Code.

    >>> is_qr("GS1 QR Code"), is_qr("DataMatrix")
    (True, False)
    """
    return "qr" in symbology.lower()


def editions_of(symbology: str) -> tuple[Edition, ...]:
    """Return the editions by which a symbology can be graded."""
    return (*MATRIX_EDITIONS, *DIRECT_EDITIONS) if is_matrix(symbology) else LINEAR_EDITIONS


def edition_for(symbology: str, wanted: Edition | None = None) -> Edition:
    """Return the edition that grades a symbology: the wanted one if it is of its kind, else the default."""
    possible = editions_of(symbology)
    return wanted if wanted in possible else possible[0]


def parse_edition(text: str) -> Edition:
    """Find an edition by its name, or by the part of it that tells it apart.

    Raises:
        InputError: no edition or several are meant.

    >>> parse_edition("15416:2016"), parse_edition("iso/iec 15415:2011")
    (<Edition.ISO_15416_2016: 'ISO/IEC 15416:2016'>, <Edition.GBT_23704_2017: 'GB/T 23704-2017'>)
    """
    asked = _plain(text)
    names = {_plain(one): one for one in Edition} | {_plain(name): one for name, one in _ALSO.items()}
    meant = {edition for name, edition in names.items() if asked and asked in name}
    if asked in names:
        return names[asked]
    if len(meant) != 1:
        raise InputError(
            say(
                "“{text}” names no edition; there are {editions}.",
                text=text,
                editions=", ".join([*Edition, *_ALSO]),
            )
        )
    return meant.pop()


def _plain(text: str) -> str:
    return text.upper().replace(" ", "").replace("_", "-")
