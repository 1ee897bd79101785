"""The label of the designer: laid out and checked anew with every move, and never left empty by a fault.

What did not change is kept: an element that is the same object, on the same printer and with the same
values, is neither laid out nor checked by itself again. What lies where is compared each time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.errors import InputError
from desktop.labels import mends
from desktop.labels.checks import examine
from desktop.labels.document import LabelDesign, fields_of
from desktop.labels.element_checks import check_part
from desktop.labels.elements import (
    BoxElement,
    CodeBlock,
    Element,
    EllipseElement,
    PictureElement,
    SymbolElement,
    TextElement,
)
from desktop.labels.fields import FIELDS
from desktop.labels.findings import HOUSE, Finding, Mend, Severity
from desktop.labels.layout import FilledLabel, LabelPlan, Values, assembled, ground_of
from desktop.labels.parts import Ground, Part, lay_out
from desktop.labels.primitives import Area, Primitive
from desktop.labels.slots import Filled
from desktop.labels.typeface import LEAST_PIXELS, Typeface
from desktop.labels.zones import Zone
from desktop.texts import Text, say
from desktop.units import Resolution

VARYING = frozenset(rule.name for rule in FIELDS if rule.varies)
"""Fields that may differ from label to label of a job."""

CANNOT_DRAW = frozenset({"cannot-draw", "matrix-size"})
"""Rules of the findings on elements that are left out because they cannot be drawn."""

_NOMINAL_MM = 10.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A label as it would be printed, and everything that is wrong with it.

    Attributes:
        plan: of the elements that can be drawn.
        label: what fills its slots.
        primitives: all that is printed.
        findings: errors first.
        zones: the no-go zones of its symbols.
        extents: by the name of each element, what a person selects.
        unprinted: what layers that are not printed show.
    """

    plan: LabelPlan
    label: FilledLabel
    primitives: tuple[Primitive, ...]
    findings: tuple[Finding, ...]
    zones: tuple[Zone, ...]
    extents: Mapping[str, Area]
    unprinted: tuple[Primitive, ...] = ()

    @property
    def width_dots(self) -> int:
        """Width of the label."""
        return self.plan.width_dots

    @property
    def height_dots(self) -> int:
        """Height of the label."""
        return self.plan.height_dots


@dataclass(slots=True, eq=False)
class _Drawn:
    """What is known of one element: how it was laid out and filled, or why it cannot be drawn."""

    element: Element
    names: tuple[str, ...]
    values: tuple[str | None, ...]
    typeface: Typeface
    part: Part
    filled: tuple[Filled, ...] = ()
    fault: Text | None = None
    findings: tuple[Finding, ...] | None = None


class LiveLabel:
    """Shows one design after the other as one label."""

    def __init__(self, resolution: Resolution, typeface: Typeface | None = None) -> None:
        """Begin with nothing.

        Args:
            resolution: of the printer that the label is shown for.
            typeface: to set the texts in; None for the best one of this computer.
        """
        self.resolution = resolution
        self._typeface = typeface
        self._known: dict[str, _Drawn] = {}

    def show(self, design: LabelDesign, values: Values, worst: Values | None = None) -> Shown:
        """Lay a design out with the values of one label, and check it.

        An element that cannot be drawn is left out, and a finding says why: this never raises for a
        value of the design or of a field.

        Args:
            design: the design.
            values: of the label that is shown.
            worst: the longest values of fields that vary, as for ``plan_labels``; if it is None, those of
                the label itself decide the size of its matrix symbols.
        """
        shared = {name: text for name, text in values.items() if name not in VARYING}
        ground = ground_of(
            design, self.resolution, shared, self._typeface, worst=values if worst is None else worst
        )
        drawn = [self._draw(element, ground, values) for element in design.in_drawing_order]
        self._known = {one.element.name: one for one in drawn}
        plan = assembled(design, self.resolution, ground.typeface, [one.part for one in drawn])
        by_part = {id(one.part): one for one in drawn}
        printed = [by_part[id(part)] for part in plan.parts]
        label = FilledLabel(
            tuple([filled for one in printed for filled in one.filled]),
            tuple([use for use in plan.varying if not values.get(use[1], "")]),
        )

        def check_once(
            part: Part, primitives: Sequence[Primitive], empty: Sequence[tuple[str, str]]
        ) -> tuple[Finding, ...]:
            one = by_part[id(part)]
            if one.findings is None:
                if one.fault is None:
                    one.findings = check_part(part, primitives, empty, self.resolution, ground.typeface)
                else:
                    one.findings = (_cannot_draw(one, one.fault, ground, values),)
            return one.findings

        looked = examine(plan, label, check_once)
        return Shown(
            plan,
            label,
            plan.primitives(label),
            looked.findings,
            looked.zones,
            plan.extents,
            plan.unprinted,
        )

    def _draw(self, element: Element, ground: Ground, values: Values) -> _Drawn:
        known = self._known.get(element.name)
        same = known is not None and known.element is element
        names = known.names if known and same else tuple(sorted(fields_of(element)))
        used = (*[values.get(name) for name in names], *[ground.worst.get(name) for name in names])
        if known and same and known.values == used and known.typeface is ground.typeface:
            return known
        try:
            part = lay_out(element, ground)
        except InputError as error:
            extent = known.part.extent if known and not same else _nominal(element, ground.resolution)
            return _Drawn(element, names, used, ground.typeface, Part(element, extent), fault=error.text)
        try:
            return _Drawn(element, names, used, ground.typeface, part, part.fill(values))
        except InputError as error:
            fault = say('Element "{element}": {reason}', element=element.name, reason=error.text)
            return _Drawn(element, names, used, ground.typeface, Part(element, part.extent), fault=fault)


def _nominal(element: Element, resolution: Resolution) -> Area:
    """Return the place of something that cannot be drawn, so that it can be selected and put right."""
    match element:
        case TextElement() | BoxElement() | EllipseElement() | PictureElement():
            size = (element.width_mm, element.height_mm)
        case CodeBlock() | SymbolElement():
            size = (_NOMINAL_MM, element.height_mm)
        case _:
            size = (element.length_mm, element.length_mm)
    dots = resolution.dots
    return Area(dots(element.x_mm), dots(element.y_mm), max(1, dots(size[0])), max(1, dots(size[1])))


def _cannot_draw(one: _Drawn, fault: Text, ground: Ground, values: Values) -> Finding:
    mend = _mend(one.element, ground, values)
    size = one.element.size if isinstance(one.element, SymbolElement) and mend else ""
    return Finding(
        "matrix-size" if size else "cannot-draw",
        Severity.ERROR,
        one.element.name,
        size,
        "",
        "",
        HOUSE,
        fault,
        one.part.extent,
        mend,
    )


def _mend(element: Element, ground: Ground, values: Values) -> Mend | None:
    """Offer the one thing that makes an element fit to be drawn, if there is one."""
    mend = None
    changed: Element = element
    if isinstance(element, SymbolElement) and element.size:
        mend, changed = mends.with_automatic_size(element), replace(element, size="")
    elif isinstance(element, TextElement) and ground.resolution.dots(element.size_mm) < LEAST_PIXELS:
        mend = mends.with_text_size(element, LEAST_PIXELS, ground.resolution)
        changed = replace(element, size_mm=ground.resolution.mm(LEAST_PIXELS), least_size_mm=0.0)
    if mend is None:
        return None
    try:
        lay_out(changed, ground).fill(values)
    except InputError:
        return None  # something else is wrong with it too, which its finding says
    return mend
