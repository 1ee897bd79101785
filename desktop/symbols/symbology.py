"""The symbologies that labels carry, and by which three characters a scanner tells them apart."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

GS = "\x1d"
"""How the separator FNC1 of an element string is written and transmitted (GS1: group separator)."""


class Symbology(StrEnum):
    """The bar code symbologies that labels carry, named as people name them."""

    CODE_128 = "Code 128"
    GS1_128 = "GS1-128"
    EAN_13 = "EAN-13"
    EAN_8 = "EAN-8"
    UPC_A = "UPC-A"
    ITF_14 = "ITF-14"
    DATA_MATRIX = "DataMatrix"
    GS1_DATA_MATRIX = "GS1 DataMatrix"
    QR = "QR Code"
    GS1_QR = "GS1 QR Code"

    @property
    def linear(self) -> bool:
        """Whether it is made of bars in one row."""
        return self not in _MATRICES

    @property
    def gs1(self) -> bool:
        """Whether its data are an element string, behind an FNC1 in first position."""
        return self in {Symbology.GS1_128, Symbology.GS1_DATA_MATRIX, Symbology.GS1_QR}

    @property
    def qr(self) -> bool:
        """Whether it is a QR code, GS1's or not."""
        return self in {Symbology.QR, Symbology.GS1_QR}


_MATRICES = frozenset({Symbology.DATA_MATRIX, Symbology.GS1_DATA_MATRIX, Symbology.QR, Symbology.GS1_QR})

IDENTIFIERS: Mapping[Symbology, str] = MappingProxyType(
    {
        Symbology.CODE_128: "]C0",
        Symbology.GS1_128: "]C1",
        Symbology.EAN_13: "]E0",
        Symbology.EAN_8: "]E4",
        Symbology.UPC_A: "]E0",
        Symbology.ITF_14: "]I1",
        Symbology.DATA_MATRIX: "]d1",
        Symbology.GS1_DATA_MATRIX: "]d2",
        Symbology.QR: "]Q1",
        Symbology.GS1_QR: "]Q3",
    }
)
"""Symbology identifiers of ISO/IEC 15424. UPC-A has that of EAN-13, with a 0 in front of its data."""

_WITHOUT_FNC1: Mapping[Symbology, Symbology] = MappingProxyType(
    {Symbology.GS1_DATA_MATRIX: Symbology.DATA_MATRIX, Symbology.GS1_QR: Symbology.QR}
)


def is_link(data: str) -> bool:
    """Tell whether data are a web address, as a GS1 Digital Link is."""
    return data.startswith(("https://", "http://"))


def drawn_as(symbology: Symbology, data: str) -> Symbology:
    """Return what is drawn for data: a GS1 Digital Link stands in a symbol without FNC1.

    Source: GS1 General Specifications, "Data Matrix (GS1 Digital Link URI)", "QR Code (GS1 Digital Link
    URI)": the plain symbology, with the identifier ]d1 or ]Q1.

    >>> drawn_as(Symbology.GS1_QR, "https://id.gs1.org/01/06932833600109").value
    'QR Code'
    """
    return _WITHOUT_FNC1.get(symbology, symbology) if is_link(data) else symbology


def identifier_of(symbology: Symbology, data: str) -> str:
    """Return the symbology identifier with which a symbol of ``data`` must read."""
    return IDENTIFIERS[drawn_as(symbology, data)]
