"""Symbols that the synthetic suite is made of."""

from dataclasses import dataclass

from barcode.codex import Code39

from desktop.symbols.encoder import LinearSymbol, MatrixSymbol, encode
from desktop.symbols.matrix_size import MatrixSize
from desktop.symbols.symbology import IDENTIFIERS, Symbology
from tests.grading.analytic import Decodability, code_39, code_128, retail
from tests.grading.synthetic import Bars, widths_of
from tests.grading.synthetic_matrix import Modules


@dataclass(frozen=True, slots=True)
class LinearSample:
    """A linear symbol without faults, how it is named, and how its decodability is reckoned."""

    symbology: str
    identifier: str
    data: str
    bars: Bars
    decodability: Decodability | None


def linear_samples() -> tuple[LinearSample, ...]:
    """Return one symbol of each linear symbology; ITF's decodability has no settled formula."""
    rows = (
        (Symbology.CODE_128, "81250531278200000017", code_128),
        (Symbology.GS1_128, "010693283360010910L02707", code_128),
        (Symbology.EAN_13, "6932833600109", retail),
        (Symbology.UPC_A, "614141007349", retail),
        (Symbology.ITF_14, "16932833600106", None),
    )
    drawn = [_linear(symbology, data, decodability) for symbology, data, decodability in rows]
    return (*drawn, _code_39("PACK-39"))


def _linear(symbology: Symbology, data: str, decodability: Decodability | None) -> LinearSample:
    symbol = encode(symbology, data)
    assert isinstance(symbol, LinearSymbol)
    bars = Bars(widths_of(symbol.modules))
    return LinearSample(symbology.value, IDENTIFIERS[symbology], data, bars, decodability)


def _code_39(data: str) -> LinearSample:
    modules = str(Code39(data, add_checksum=False).build()[0])
    return LinearSample("Code 39", "]A0", data, Bars(widths_of(modules)), code_39)


def matrix_sample(rows: int, columns: int, data: str = "810000") -> Modules:
    """Return a DataMatrix of a size, without faults."""
    symbol = encode(Symbology.DATA_MATRIX, data, size=MatrixSize(rows, columns))
    assert isinstance(symbol, MatrixSymbol)
    return Modules(symbol.rows)
