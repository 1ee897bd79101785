"""The sheet of symbols by which a scanner that plays a keyboard is checked, drawn as labels are drawn."""

from pathlib import Path
from typing import Final

from desktop.codes.gs1.explain import parse
from desktop.exchange.new_file import write_new
from desktop.labels.document import LEAST_SIZE_MM, LabelDesign, Title
from desktop.labels.elements import Element, SymbolElement, TextElement
from desktop.labels.pdf import pdf_bytes
from desktop.operations.labels import Preview, preview
from desktop.packing.wedge import SHEET, SheetSymbol
from desktop.symbols.symbology import Symbology
from desktop.texts import Text, say
from desktop.units import Resolution

_SCREEN: Final = Resolution(8)
_SCREEN_MODULE_MM: Final = 0.125
"""One dot, so that a window chooses how many whole pixels a module has."""
_SCREEN_BARS_MM: Final = 5.0
_QUIET_X: Final = {True: 12, False: 6}
"""Free modules around a symbol, by whether it is linear; Code 128 asks for 10 (ISO/IEC 15417), DataMatrix for
1 (ISO/IEC 16022)."""

_PAPER: Final = Resolution(24)
_PAGE_MM: Final = (148.0, 210.0)
"""A5 (ISO 216)."""
_MARGIN_MM: Final = 12.0
_MODULE_MM: Final = {True: 0.5, False: 1.0}
"""Module on paper, by whether the symbol is linear: large enough for the weakest of scanners."""

_TITLES: Final = {
    "1": say("Digits, as in a drug code"),
    "2": say("Element string with separators (GS)"),
    "3": say("Signs that move with the keyboard"),
}


def title_of(symbol: SheetSymbol) -> Text:
    """Return what people call a symbol of the sheet."""
    return _TITLES[symbol.name]


def on_screen(symbol: SheetSymbol) -> Preview:
    """Lay one symbol out, one dot a module, with its quiet zone around it."""
    spacious = preview(_design((_element(symbol, 2.0, 2.0, _SCREEN_MODULE_MM, _SCREEN_BARS_MM),)), _SCREEN)
    drawn = spacious.extents[symbol.name]
    quiet = 2 * _QUIET_X[Symbology(symbol.symbology).linear]
    width, height = (max(_SCREEN.mm(dots + quiet), LEAST_SIZE_MM) for dots in (drawn.width, drawn.height))
    left, top = (width - _SCREEN.mm(drawn.width)) / 2, (height - _SCREEN.mm(drawn.height)) / 2
    element = _element(symbol, left, top, _SCREEN_MODULE_MM, _SCREEN_BARS_MM)
    return preview(_design((element,), width, height), _SCREEN)


def on_paper(language: str) -> bytes:
    """Return the whole sheet as a PDF of one page, worded in ``language``."""
    width, height = _PAGE_MM
    elements: list[Element] = [
        _line(
            "heading",
            _MARGIN_MM,
            6.0,
            say("Check-up of a scanner that types like a keyboard").in_language(language),
        ),
        _line(
            "how",
            _MARGIN_MM + 10,
            3.6,
            say("Open the check-up in Packmark and scan from top to bottom.").in_language(language),
        ),
    ]
    step = (height - 4 * _MARGIN_MM) / len(SHEET)
    for place, symbol in enumerate(SHEET):
        top = 3 * _MARGIN_MM + place * step
        linear = Symbology(symbol.symbology).linear
        module = _MODULE_MM[linear]
        elements += [
            _line(
                f"title {symbol.name}", top, 4.5, f"{symbol.name}  {title_of(symbol).in_language(language)}"
            ),
            _element(symbol, _MARGIN_MM + (_QUIET_X[linear] - 4) * module, top + 10, module, 25.0),
        ]
    shown = preview(_design(tuple(elements), width, height), _PAPER)
    return pdf_bytes(shown.primitives, shown.width_dots, shown.height_dots, _PAPER)


def write_sheet(path: Path, language: str) -> None:
    """Write the sheet as a PDF file.

    Raises:
        InputError: there is such a file already.
        StorageError: it cannot be written.
    """
    write_new(path, on_paper(language))


def _design(
    elements: tuple[Element, ...], width_mm: float = _PAGE_MM[0], height_mm: float = _PAGE_MM[1]
) -> LabelDesign:
    return LabelDesign("wedge_sheet", Title("", ""), width_mm, height_mm, elements)


def _element(
    symbol: SheetSymbol, x_mm: float, y_mm: float, module_mm: float, height_mm: float
) -> SymbolElement:
    symbology = Symbology(symbol.symbology)
    data = parse(symbol.data, whole_item=False).hri if symbology.gs1 else symbol.data
    return SymbolElement(symbol.name, x_mm, y_mm, symbology, data, module_mm, height_mm)


def _line(name: str, y_mm: float, size_mm: float, text: str) -> TextElement:
    width = _PAGE_MM[0] - 2 * _MARGIN_MM
    return TextElement(
        name,
        _MARGIN_MM,
        y_mm,
        width,
        1.6 * size_mm,
        text,
        size_mm,
        least_size_mm=size_mm / 2,
        bold=size_mm > 4,
    )
