"""Data to symbols: what a label's symbol looks like in modules, before anything is measured in dots.

Bars are drawn by tables of our own. Matrix symbols are drawn by the writer of zxing-cpp, whose traps are
met here: it wants element strings in square brackets and drops the FNC1 of anything else without a word,
picks rectangles by itself unless it is told not to, and writes Chinese in QR codes as Shift JIS unless
it is told the character set.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import zxingcpp

from desktop.codes.gs1.gs1_128 import MOST_CHARACTERS
from desktop.codes.gs1.table import identifier_at
from desktop.codes.gtin import Gtin
from desktop.errors import InputError
from desktop.symbols.code128 import FNC1
from desktop.symbols.code128_text import encode_text
from desktop.symbols.interleaved import itf_modules
from desktop.symbols.matrix_size import RECTANGLES, MatrixSize, sizes
from desktop.symbols.retail import EAN_8_LONG, EAN_13_LONG, UPC_A_LONG, ean8_modules, ean13_modules
from desktop.symbols.symbology import GS, Symbology, drawn_as, is_link
from desktop.texts import say

LEVELS = ("L", "M", "Q", "H")
"""Error correction of QR codes; about 7, 15, 25 and 30 % of the codewords may be wrong (ISO/IEC 18004)."""

_MODULES_OF_GREYS = bytes(0x31 if grey < 128 else 0x30 for grey in range(256))


@dataclass(frozen=True, slots=True)
class LinearSymbol:
    """A symbol of bars.

    Attributes:
        modules: from the first bar to the last, "1" for black.
        data: what it says, of a GTIN with as many digits as the symbology has; of GS1-128 the element
            string with its separators, without the FNC1 in front.
        long: ranges of modules (first, behind the last) whose bars reach further down.
        hri: the digits or characters as they are printed below, parted by blanks where the symbology does
            so; empty for GS1-128, whose brackets only the application identifiers tell.
    """

    symbology: Symbology
    modules: str
    data: str
    long: tuple[tuple[int, int], ...]
    hri: str


@dataclass(frozen=True, slots=True)
class MatrixSymbol:
    """A matrix symbol without its quiet zone: rows from the top, "1" for black."""

    symbology: Symbology
    rows: tuple[str, ...]
    data: str

    @property
    def size(self) -> MatrixSize:
        """Its rows and columns."""
        return MatrixSize(len(self.rows), len(self.rows[0]))


def encode(
    symbology: Symbology, data: str, *, size: MatrixSize | None = None, level: str = "M"
) -> LinearSymbol | MatrixSymbol:
    """Draw data as a symbol.

    Args:
        symbology: of the symbol.
        data: what it shall say. Of GS1-128, GS1 DataMatrix and GS1 QR Code a raw element string, GS as the
            separator, without FNC1 in front; the last two also take a Digital Link. A GTIN may have more
            or fewer zeros in front than the symbology has digits.
        size: of a matrix; the smallest square that holds the data if it is None. Not used for bars.
        level: error correction of a QR code, L M Q H. Not used for others.

    Raises:
        InputError: the data do not suit the symbology, or do not fit into ``size``: then the sizes that
            would do are named.
    """
    if symbology.linear:
        return _LINEAR[symbology](data)
    return MatrixSymbol(symbology, _Content.of(symbology, data, level).rows(size), data)


def smallest(symbology: Symbology, data: str, level: str = "M", *, rectangular: bool = False) -> MatrixSize:
    """Return the smallest size of a matrix symbology that holds data.

    For symbols that shall be alike on all labels of a job, ask for the worst data there will be: the
    longest, and of characters that take the most room, such as letters of both cases mixed.

    Args:
        symbology: of a matrix.
        data: as for ``encode``.
        level: error correction of a QR code.
        rectangular: choose among the rectangles of DataMatrix instead of the squares.

    Raises:
        InputError: the data suit no symbol of this symbology, or not even its largest holds them.
    """
    content = _Content.of(symbology, data, level)
    if rectangular and not symbology.qr:
        for size in content.fitting(RECTANGLES):
            return size
        raise content.too_long()
    rows = content.rows(None)
    return MatrixSize(len(rows), len(rows[0]))


@dataclass(frozen=True, slots=True)
class _Content:
    """Data as the writer takes them, and what it must be told."""

    symbology: Symbology
    text: str
    options: tuple[tuple[str, object], ...]

    @classmethod
    def of(cls, symbology: Symbology, data: str, level: str) -> "_Content":
        if symbology.linear:
            raise InputError(say("{symbology} is no matrix symbology.", symbology=symbology.value))
        if not data:
            raise InputError(say("A {symbology} symbol needs data.", symbology=symbology.value))
        options: dict[str, object] = {}
        if symbology.qr:
            if level not in LEVELS:
                raise InputError(
                    say(
                        "Error correction of a QR code is L, M, Q or H; it is {found}.", found=repr(level[:9])
                    )
                )
            options["ec_level"] = level
        if drawn_as(symbology, data).gs1:
            return cls(symbology, _bracketed(symbology, data), (*options.items(), ("gs1", True)))
        if not data.isascii():
            options["eci"] = "UTF-8"
        return cls(symbology, data, tuple(options.items()))

    def rows(self, size: MatrixSize | None) -> tuple[str, ...]:
        """Draw it in a size, or in the smallest square."""
        if size is None:
            return self._drawn() if self.symbology.qr else self._drawn(force_square=True)
        known = sizes(self.symbology)
        if size not in known:
            raise InputError(
                say(
                    "{symbology} has no size {size}; there are {sizes}.",
                    symbology=self.symbology.value,
                    size=str(size),
                    sizes=", ".join(map(str, known)),
                )
            )
        try:
            return self._drawn(version=known.index(size) + 1)
        except InputError as error:
            fitting = ", ".join(map(str, self.fitting(known)))
            if not fitting:
                raise
            raise InputError(
                say(
                    "These data do not fit into a {symbology} symbol of {size}; into these they do: {sizes}.",
                    symbology=self.symbology.value,
                    size=str(size),
                    sizes=fitting,
                )
            ) from error

    def fitting(self, among: tuple[MatrixSize, ...]) -> Iterator[MatrixSize]:
        """Yield the sizes that hold it."""
        known = sizes(self.symbology)
        for size in among:
            try:
                self._drawn(version=known.index(size) + 1)
            except InputError:
                continue
            yield size

    def _refused(self, reason: str) -> InputError:
        if "too long" in reason:
            return self.too_long()
        return InputError(
            say(
                "These data cannot be drawn as {symbology}: {reason}.",
                symbology=self.symbology.value,
                reason=reason,
            )
        )

    def too_long(self) -> InputError:
        """Say that no size holds it."""
        return InputError(
            say(
                "These data do not fit into any {symbology} symbol: {count} characters.",
                symbology=self.symbology.value,
                count=len(self.text),
            )
        )

    def _drawn(self, **size: object) -> tuple[str, ...]:
        kind = zxingcpp.BarcodeFormat.QRCode if self.symbology.qr else zxingcpp.BarcodeFormat.DataMatrix
        try:
            written = zxingcpp.create_barcode(self.text, kind, **dict(self.options), **size)
        except ValueError as error:
            raise self._refused(str(error)) from error
        # Its stubs do not say that an image is a buffer.
        greys = memoryview(written.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
        assert greys.shape is not None
        modules, width = greys.tobytes().translate(_MODULES_OF_GREYS).decode("ascii"), greys.shape[1]
        return tuple([modules[start : start + width] for start in range(0, len(modules), width)])


def _bracketed(symbology: Symbology, raw: str) -> str:
    """Write an element string as the writer takes it; no value can hold a square bracket."""
    return "".join([f"[{ai}]{value}" for ai, value in _elements(symbology, raw)])


def _elements(symbology: Symbology, raw: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(raw):
        identifier = identifier_at(raw, place)
        if identifier is None:
            raise _no_element_string(symbology, raw, place)
        start = place + len(identifier.ai)
        separator = raw.find(GS, start)
        end = len(raw) if separator < 0 else separator
        if identifier.predefined:
            end = min(end, start + identifier.longest)
        value = raw[start:end]
        if not identifier.pattern.fullmatch(value):
            raise _no_element_string(symbology, raw, place)
        yield identifier.ai, value
        place = end
        if not identifier.predefined and place < len(raw):
            place += 1
            if place == len(raw):
                raise _no_element_string(symbology, raw, place)


def _no_element_string(symbology: Symbology, raw: str, place: int) -> InputError:
    return InputError(
        say(
            "The data of a {symbology} symbol are no element string from character {place} on: {found}.",
            symbology=symbology.value,
            place=place + 1,
            found=repr(raw[place : place + 20]),
        )
    )


def _code_128(data: str) -> LinearSymbol:
    if FNC1 in data:
        raise InputError(say("A function character stands in the data of a Code 128 symbol."))
    return LinearSymbol(Symbology.CODE_128, encode_text(data).modules, data, (), data)


def _gs1_128(data: str) -> LinearSymbol:
    if is_link(data):
        raise InputError(say("A Digital Link stands in a QR code or a DataMatrix, not in GS1-128."))
    if len(data) > MOST_CHARACTERS:
        raise InputError(
            say(
                "GS1-128 holds at most {most} characters, AIs and separators counted; found {found}. "
                "Use GS1 DataMatrix.",
                most=MOST_CHARACTERS,
                found=len(data),
            )
        )
    if not data:
        raise InputError(say("A {symbology} symbol needs data.", symbology=Symbology.GS1_128.value))
    for _ in _elements(Symbology.GS1_128, data):
        pass  # an element that is none raises
    modules = encode_text(FNC1 + data.replace(GS, FNC1)).modules
    return LinearSymbol(Symbology.GS1_128, modules, data, (), "")


def _gtin(symbology: Symbology, data: str, digits: int) -> str:
    """Return a GTIN with the digits that a symbology has; zeros in front are not part of it."""
    gtin = Gtin(data).as_14
    short = gtin.startswith("000000")
    # A GTIN-8 has an EAN-8 of its own and is never filled up to an EAN-13.
    if gtin[: 14 - digits].strip("0") or (short and digits in {12, 13}):
        raise InputError(
            say(
                "{symbology} carries a GTIN of {digits} digits; {found} is none.",
                symbology=symbology.value,
                digits=digits,
                found=data,
            )
        )
    return gtin[-digits:]


def _ean_13(data: str) -> LinearSymbol:
    digits = _gtin(Symbology.EAN_13, data, 13)
    hri = f"{digits[0]} {digits[1:7]} {digits[7:]}"
    return LinearSymbol(Symbology.EAN_13, ean13_modules(digits), digits, EAN_13_LONG, hri)


def _ean_8(data: str) -> LinearSymbol:
    digits = _gtin(Symbology.EAN_8, data, 8)
    hri = f"{digits[:4]} {digits[4:]}"
    return LinearSymbol(Symbology.EAN_8, ean8_modules(digits), digits, EAN_8_LONG, hri)


def _upc_a(data: str) -> LinearSymbol:
    digits = _gtin(Symbology.UPC_A, data, 12)
    hri = f"{digits[0]} {digits[1:6]} {digits[6:11]} {digits[11]}"
    return LinearSymbol(Symbology.UPC_A, ean13_modules(f"0{digits}"), digits, UPC_A_LONG, hri)


def _itf_14(data: str) -> LinearSymbol:
    digits = _gtin(Symbology.ITF_14, data, 14)
    return LinearSymbol(Symbology.ITF_14, itf_modules(digits), digits, (), digits)


_LINEAR: Mapping[Symbology, Callable[[str], LinearSymbol]] = {
    Symbology.CODE_128: _code_128,
    Symbology.GS1_128: _gs1_128,
    Symbology.EAN_13: _ean_13,
    Symbology.EAN_8: _ean_8,
    Symbology.UPC_A: _upc_a,
    Symbology.ITF_14: _itf_14,
}
