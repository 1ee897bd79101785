"""Elements and guides one by one: found, added, changed, renamed, removed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from desktop.errors import InputError
from desktop.labels.document import Guide, LabelDesign
from desktop.labels.edits.frames import place
from desktop.labels.elements import CodeBlock, Element, SymbolElement, TextElement
from desktop.labels.fields import parse_fields
from desktop.labels.limits import MOST_NAME_CHARACTERS
from desktop.texts import say


def element(design: LabelDesign, name: str) -> Element:
    """Return the element of that name."""
    for one in design.elements:
        if one.name == name:
            return one
    raise KeyError(name)


def selected(design: LabelDesign, names: Iterable[str]) -> tuple[Element, ...]:
    """Return the elements of these names, in the order of the design."""
    wanted = set(names)
    chosen = tuple(one for one in design.elements if one.name in wanted)
    if len(chosen) != len(wanted):
        raise KeyError(*sorted(wanted - {one.name for one in chosen}))
    return chosen


def with_elements(design: LabelDesign, changed: Mapping[str, Element]) -> LabelDesign:
    """Put other elements in the places of those named; all others stay the very same objects."""
    return replace(design, elements=tuple(changed.get(one.name, one) for one in design.elements))


def replaced(design: LabelDesign, name: str, new: Element) -> LabelDesign:
    """Put another element in the place of one; it may have another name or kind.

    Raises:
        InputError: the new name is taken, or the design has not the layer or a field of the new one.
    """
    element(design, name)
    return with_elements(design, {name: new})


def added(design: LabelDesign, elements: Iterable[Element]) -> tuple[LabelDesign, tuple[str, ...]]:
    """Add elements in front of the others.

    Returns:
        The design, and the names that the elements have now: a name that is taken gets a number.

    Raises:
        InputError: too many elements, or the design has not the layer or a field of one.
    """
    taken = {one.name for one in design.elements}
    new: list[Element] = []
    for one in elements:
        name = free_name(one.name, taken)
        taken.add(name)
        new.append(one if name == one.name else replace(one, name=name))
    return replace(design, elements=(*design.elements, *new)), tuple(one.name for one in new)


def removed(design: LabelDesign, names: Collection[str]) -> LabelDesign:
    """Take elements out."""
    gone = {one.name for one in selected(design, names)}
    return replace(design, elements=tuple(one for one in design.elements if one.name not in gone))


def duplicated(
    design: LabelDesign, names: Collection[str], dx_mm: float, dy_mm: float
) -> tuple[LabelDesign, tuple[str, ...]]:
    """Add copies of elements beside them, groups as groups of their own. Returns as ``added`` does."""
    copies = [shifted(one, dx_mm, dy_mm) for one in selected(design, names)]
    return added(design, with_own_groups(design, copies))


def with_own_groups(design: LabelDesign, elements: Iterable[Element]) -> Iterator[Element]:
    """Give the outermost groups of new elements names that no group of the design has."""
    taken = {one.group.partition("/")[0] for one in design.elements}
    names: dict[str, str] = {}
    for one in elements:
        outermost, slash, rest = one.group.partition("/")
        if outermost not in names:
            names[outermost] = free_name(outermost, taken) if outermost else ""
            taken.add(names[outermost])
        own = names[outermost] + slash + rest
        yield one if own == one.group else replace(one, group=own)


def renamed(design: LabelDesign, old: str, new: str) -> LabelDesign:
    """Give an element another name. InputError: it is no name, or taken."""
    return replaced(design, old, replace(element(design, old), name=new))


def with_attribute(design: LabelDesign, names: Collection[str], attribute: str, value: object) -> LabelDesign:
    """Set one attribute of those of the elements that have it; ``name`` is for ``renamed``.

    Raises:
        InputError: the value cannot be.
        KeyError: none of the elements has the attribute.
    """
    changed = {
        one.name: set_to(one, attribute, value)
        for one in selected(design, names)
        if attribute != "name" and has(one, attribute)
    }
    if not changed:
        raise KeyError(attribute)
    return with_elements(design, changed)


def has(one: Element, attribute: str) -> bool:
    """Tell whether elements of this kind have the attribute."""
    return any(field.name == attribute for field in fields(one))


def set_to(one: Element, attribute: str, value: object) -> Element:
    """Return the element with one attribute changed; the very same if it has that value already."""
    if getattr(one, attribute) == value:
        return one
    changes: dict[str, Any] = {attribute: value}
    return replace(one, **changes)


def shifted(one: Element, dx_mm: float, dy_mm: float) -> Element:
    """Return the element moved; at the far edges of what is possible it stays."""
    return replace(one, x_mm=place(one.x_mm + dx_mm), y_mm=place(one.y_mm + dy_mm))


def found(design: LabelDesign, text: str, values: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the names of the elements in which ``text`` stands, in any case of letters.

    Looked through are names, groups and layers, what an element says with its fields, and what it says
    with ``values`` (the sample, if None). Nothing is found by an empty text.
    """
    wanted = text.casefold().strip()
    if not wanted:
        return ()
    known = design.sample_values if values is None else values
    return tuple(
        one.name
        for one in design.elements
        if any(wanted in said.casefold() for said in (one.name, one.group, one.layer, *_said(one, known)))
    )


def _said(one: Element, values: Mapping[str, str]) -> Iterator[str]:
    match one:
        case TextElement():
            texts: tuple[str, ...] = (one.text,)
        case CodeBlock():
            texts = (one.heading, one.field)
        case SymbolElement():
            texts = (one.data, one.symbology.value)
        case _:
            return
    for text in texts:
        yield text
        bound = parse_fields(text).shown(values)
        yield bound
        yield bound.replace("(", "").replace(")", "")


def with_guide(design: LabelDesign, guide: Guide) -> LabelDesign:
    """Add a guide. InputError: there are too many."""
    own = Guide(guide.direction, place(guide.at_mm))
    if own in design.guides:
        return design
    return replace(design, guides=(*design.guides, own))


def without_guide(design: LabelDesign, guide: Guide) -> LabelDesign:
    """Take a guide out."""
    if guide not in design.guides:
        raise KeyError(guide)
    return replace(design, guides=tuple(one for one in design.guides if one != guide))


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return the name, with a number behind it if it is taken.

    Raises:
        InputError: no such name can be (a hundred thousand are taken).

    >>> free_name("lot 2", {"lot", "lot 2"})
    'lot 3'
    """
    if wanted not in taken:
        return wanted
    stem, _, number = wanted.rpartition(" ")
    if not (stem and number.isascii() and number.isdigit()):
        stem = wanted
    for count in range(2, 100_000):
        ending = f" {count}"
        name = stem[: MOST_NAME_CHARACTERS - len(ending)] + ending
        if name not in taken:
            return name
    raise InputError(say('There is no free name like "{name}".', name=wanted))
