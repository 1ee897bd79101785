"""The rules a label must keep, checked on its primitives: each finding says what, where and by which rule."""

from collections.abc import Iterator
from itertools import combinations

from desktop.labels.fields import OPTIONAL_FIELDS
from desktop.labels.findings import HOUSE, Finding, Severity
from desktop.labels.layout import FilledLabel, LabelPlan
from desktop.labels.primitives import Area, Bars, Box, Primitive, TextRun
from desktop.labels.symbol_checks import check_symbol
from desktop.texts import say

__all__ = ("Finding", "Severity", "check")


def check(plan: LabelPlan, label: FilledLabel) -> tuple[Finding, ...]:
    """Check one label of a plan; errors first, else in the order of the elements.

    Nothing is measured on the design: what is checked is what would be printed.
    """
    drawn = [primitive for primitive in plan.primitives(label) if primitive.area.width]
    edge = Area(0, 0, plan.width_dots, plan.height_dots)
    blocks = {block.design.name: block for block in plan.blocks}
    findings: list[Finding] = []
    for primitive in drawn:
        if isinstance(primitive, Bars) and primitive.element in blocks:
            findings += check_symbol(primitive, blocks[primitive.element], drawn, edge, plan.resolution)
    findings += _check_edges(drawn, edge, plan)
    findings += _check_overlaps(drawn)
    findings += _check_texts(plan, label)
    findings += _check_fields(plan, label)
    findings += _check_typeface(plan)
    return tuple(sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR))


def _check_edges(drawn: list[Primitive], edge: Area, plan: LabelPlan) -> Iterator[Finding]:
    for primitive in drawn:
        over = _overhang(primitive.area, edge)
        if over > 0:
            over_mm = round(plan.resolution.mm(over), 3)
            yield Finding(
                "off-label",
                Severity.ERROR,
                primitive.element,
                over_mm,
                0.0,
                "mm",
                HOUSE,
                say(
                    '"{element}" reaches {over} mm over the edge of the label.',
                    element=primitive.element,
                    over=over_mm,
                ),
                primitive.area,
            )


def _check_overlaps(drawn: list[Primitive]) -> Iterator[Finding]:
    for first, second in combinations(drawn, 2):
        if first.element == second.element or not first.area.overlaps(second.area):
            continue
        if isinstance(first, Box) and isinstance(second, Box):
            continue  # lines that cross are how tables are drawn
        # A line through text may be meant (crossed out); text on text or on bars never is.
        line = isinstance(first, Box) or isinstance(second, Box)
        bars = isinstance(first, Bars) or isinstance(second, Bars)
        yield Finding(
            "overlap",
            Severity.WARNING if line and not bars else Severity.ERROR,
            first.element,
            second.element,
            "",
            "",
            HOUSE,
            say('"{first}" and "{second}" overlap.', first=first.element, second=second.element),
            first.area,
        )


def _check_texts(plan: LabelPlan, label: FilledLabel) -> Iterator[Finding]:
    for run in plan.primitives(label):
        if not isinstance(run, TextRun):
            continue
        missing = plan.typeface.missing(run.text)
        if missing:
            yield _missing_glyphs(run, missing, plan)
        room = plan.rooms.get(run.element)
        if room and run.glyphs and (over := _overhang(run.area, room)) > 0:
            yield _overset(run, over, room, plan)


def _overhang(area: Area, room: Area) -> int:
    """Return by how many dots ``area`` reaches out of ``room`` at most; 0 or less if it does not."""
    return max(room.x - area.x, room.y - area.y, area.right - room.right, area.bottom - room.bottom)


def _overset(run: TextRun, over: int, room: Area, plan: LabelPlan) -> Finding:
    over_mm = round(plan.resolution.mm(over), 3)
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
            text=run.text[:40],
            element=run.element,
            over=over_mm,
            width=f"{plan.resolution.mm(room.width):.1f}",
            height=f"{plan.resolution.mm(room.height):.1f}",
        ),
        run.area,
    )


def _missing_glyphs(run: TextRun, missing: tuple[str, ...], plan: LabelPlan) -> Finding:
    named = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in missing[:10])
    if plan.typeface.chinese:
        message = say(
            'The font {family} lacks characters of "{element}": {characters}. Word it differently, or '
            "install a font that has them.",
            family=plan.typeface.family,
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


def _check_fields(plan: LabelPlan, label: FilledLabel) -> Iterator[Finding]:
    for element, field in plan.shared_empty + label.empty_fields:
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
                plan.rooms.get(element),
            )


def _check_typeface(plan: LabelPlan) -> Iterator[Finding]:
    wanted = plan.design.font_family
    if wanted and wanted != plan.typeface.family:
        yield Finding(
            "typeface",
            Severity.WARNING,
            "",
            plan.typeface.family,
            wanted,
            "",
            HOUSE,
            say(
                "The design asks for the font {wanted}, which this program does not find on this computer; "
                "{used} is used, and the label looks different.",
                wanted=wanted,
                used=plan.typeface.family,
            ),
            None,
        )
