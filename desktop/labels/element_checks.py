"""The rules of one element by itself: texts and pictures, and symbols by ``symbol_checks``.

What is found depends on nothing but the element, so it is looked for once while others are dragged.
"""

import unicodedata
from collections.abc import Iterator, Sequence

from desktop.labels import mends
from desktop.labels.elements import CodeBlock, PictureElement, SymbolElement, TextElement
from desktop.labels.fields import OPTIONAL_FIELDS
from desktop.labels.findings import HOUSE, Finding, Mend, Severity
from desktop.labels.parts import Part
from desktop.labels.pictures import size_of
from desktop.labels.primitives import Area, Bars, Matrix, Primitive, TextRun, Turn
from desktop.labels.symbol_checks import check_symbol
from desktop.labels.typeface import LEAST_PIXELS, Typeface
from desktop.texts import say
from desktop.units import Resolution

_LEAST_SHARE = 0.999
LEAST_TEXT_MM = 0.5
"""No design holds smaller type."""

_SIDE_BEARING = 1
"""By how many dots type may stand out of its room: the ink of A, S and X begins before their pen."""


def check_part(
    part: Part,
    drawn: Sequence[Primitive],
    empty: Sequence[tuple[str, str]],
    resolution: Resolution,
    typeface: Typeface,
) -> tuple[Finding, ...]:
    """Check one element.

    Args:
        part: the element, as it was laid out.
        drawn: what is printed of it.
        empty: (name, field) wherever a field of it is empty.
        resolution: of the printer.
        typeface: of the texts.
    """
    return tuple(_check(part, drawn, empty, resolution, typeface))


def _check(
    part: Part,
    drawn: Sequence[Primitive],
    empty: Sequence[tuple[str, str]],
    resolution: Resolution,
    typeface: Typeface,
) -> Iterator[Finding]:
    runs = [one for one in drawn if isinstance(one, TextRun)]
    for one in drawn:
        if isinstance(one, Bars | Matrix):
            yield from check_symbol(part, one, runs, resolution)
            yield from _check_invisible(part, one.element, one.data, one.area, in_symbol=True)
    for run in runs:
        missing = typeface.missing(run.text.replace("\n", ""))
        hidden = tuple(character for character in missing if _invisible(character))
        named = tuple(character for character in missing if character not in hidden)
        if named:
            yield _missing_glyphs(run, named, typeface)
        if run.element == part.element.name:
            yield from _check_invisible(part, run.element, run.text, run.area, in_symbol=False)
        room = part.rooms.get(run.element)
        if room and run.glyphs and (over := overhang(run.area, room)) > _SIDE_BEARING:
            yield _overset(part, run, over, room, resolution)
    yield from _check_fields(part, empty)
    if isinstance(part.element, PictureElement):
        yield from _check_picture(part.element, part.extent, resolution)


def overhang(area: Area, room: Area) -> int:
    """Return by how many dots ``area`` reaches out of ``room`` at most; 0 or less if it does not."""
    return max(room.x - area.x, room.y - area.y, area.right - room.right, area.bottom - room.bottom)


def _overset(part: Part, run: TextRun, over: int, room: Area, resolution: Resolution) -> Finding:
    over_mm = round(resolution.mm(over), 3)
    return Finding(
        "overset-text",
        Severity.WARNING,
        run.element,
        over_mm,
        0.0,
        "mm",
        HOUSE,
        say(
            'The text "{text}" of "{element}" reaches {over} mm out of its room of {width} x {height} mm.',
            text=run.text[:40].replace("\n", " "),
            element=run.element,
            over=over_mm,
            width=f"{resolution.mm(room.width):.1f}",
            height=f"{resolution.mm(room.height):.1f}",
        ),
        run.area,
        _smaller(part, run, room, resolution),
    )


def _smaller(part: Part, run: TextRun, room: Area, resolution: Resolution) -> Mend | None:
    """Set the text as large as fits its room, if it can be read then."""
    setter = part.setters.get(run.element)
    element = part.element
    if setter is None or not isinstance(element, TextElement):
        return None
    text = run.text.replace("\n", " ") if element.wrap else run.text
    fits = [
        pixels
        for pixels in (setter.at_most(text, setter.pixels - 1),)
        if pixels >= LEAST_PIXELS
        and resolution.mm(pixels) >= LEAST_TEXT_MM
        and overhang(setter.sized(pixels).set(text).area, room) <= _SIDE_BEARING
    ]
    return mends.with_text_size(element, fits[0], resolution) if fits else None


def _missing_glyphs(run: TextRun, missing: tuple[str, ...], typeface: Typeface) -> Finding:
    named = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in missing[:10])
    if typeface.chinese:
        message = say(
            'The font {family} lacks characters of "{element}": {characters}. Word it differently, or '
            "install a font that has them.",
            family=typeface.family,
            element=run.element,
            characters=named,
        )
    else:
        message = say(
            'No Chinese font is installed, and the built-in one lacks characters of "{element}": '
            "{characters}. Install WenQuanYi Micro Hei (Debian: fonts-wqy-microhei), Noto Sans CJK or "
            "Microsoft YaHei, and start the program again.",
            element=run.element,
            characters=named,
        )
    return Finding(
        "missing-glyph", Severity.ERROR, run.element, "".join(missing), "", "", HOUSE, message, run.area
    )


def _invisible(character: str) -> bool:
    """Tell whether a character leaves no trace on paper but is there: zero width, marks of direction."""
    return unicodedata.category(character) in {"Cf", "Cc"} or character in "\u00a0\u115f\u1160\u3164\u2800"


def _check_invisible(
    part: Part, element: str, text: str, area: Area, *, in_symbol: bool
) -> Iterator[Finding]:
    # GS parts the elements of GS1 symbols and line feeds the lines of texts; both are meant.
    found = frozenset(one for one in text if _invisible(one) and one not in "\x1d\n")
    if not found:
        return
    named = ", ".join(f"U+{ord(character):04X}" for character in sorted(found))
    written = part.element
    mend = None
    if isinstance(written, TextElement | CodeBlock | SymbolElement):
        literal = {TextElement: "text", CodeBlock: "field", SymbolElement: "data"}[type(written)]
        if found <= set(getattr(written, literal)):
            mend = mends.without_invisible(written, found)
    yield Finding(
        "invisible-character",
        Severity.ERROR if in_symbol else Severity.WARNING,
        element,
        named,
        "",
        "",
        HOUSE,
        say(
            '"{element}" has characters that nobody sees: {characters}. They came along from a document or '
            "a web page.",
            element=element,
            characters=named,
        ),
        area,
        mend,
    )


def _check_fields(part: Part, empty: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    for element, field in empty:
        if field not in OPTIONAL_FIELDS:
            yield Finding(
                "empty-field",
                Severity.ERROR,
                element,
                "",
                field,
                "",
                HOUSE,
                say('The field {field} of "{element}" has no value.', field=f"{{{field}}}", element=element),
                part.rooms.get(element, part.extent),
            )


def _check_picture(element: PictureElement, area: Area, resolution: Resolution) -> Iterator[Finding]:
    width, height = size_of(element.png)
    room = (area.width, area.height)
    if element.turn in {Turn.RIGHT, Turn.LEFT}:
        room = (area.height, area.width)
    shares = (width / room[0], height / room[1])
    # In its proportion it fills one direction only, the one in which it has fewer dots to fill.
    share = max(shares) if element.keep_shape else min(shares)
    if share >= _LEAST_SHARE:
        return
    measured = round(share * resolution.dots_per_mm, 1)
    yield Finding(
        "picture-resolution",
        Severity.WARNING,
        element.name,
        measured,
        float(resolution.dots_per_mm),
        "dots/mm",
        HOUSE,
        say(
            'The picture "{element}" has {measured} pixels a millimetre at this size, the printer has '
            "{required}: its edges will be steps. Use a larger picture, or show it smaller.",
            element=element.name,
            measured=f"{measured:g}",
            required=resolution.dots_per_mm,
        ),
        area,
    )
