"""What lies under the pointer, and what of the design a person may take hold of."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPointF

from desktop.labels import edits
from desktop.labels.edits import Frame
from desktop.labels.elements import BoxElement, Element, EllipseElement, PictureElement, TextElement
from desktop.labels.primitives import Area, Bars, Matrix
from ui.designer.picture import union
from ui.designer.session import DesignSession


def area_of(session: DesignSession, element: Element) -> Area:
    """Return the room of an element in dots, also of one that cannot be drawn just now."""
    known = session.preview.extents.get(element.name)
    if known is not None:
        return known
    dots = session.resolution.dots
    width = height = 5.0
    if isinstance(element, TextElement | BoxElement | EllipseElement | PictureElement):
        width, height = element.width_mm, element.height_mm
    return Area(dots(element.x_mm), dots(element.y_mm), max(1, dots(width)), max(1, dots(height)))


def areas_of(session: DesignSession, names: Iterable[str]) -> dict[str, Area]:
    """Return the rooms of elements in dots."""
    wanted = set(names)
    return {item.name: area_of(session, item) for item in session.design.elements if item.name in wanted}


def frames_of(session: DesignSession, names: Iterable[str]) -> dict[str, Frame]:
    """Return the rooms of elements in millimetres."""
    return {name: frame_of(session, area) for name, area in areas_of(session, names).items()}


def symbols_of(session: DesignSession) -> dict[str, Frame]:
    """Return the rooms of bars and modules in millimetres, without what stands around them."""
    return {
        one.element: frame_of(session, one.area)
        for one in session.preview.primitives
        if isinstance(one, Bars | Matrix)
    }


def frame_of(session: DesignSession, area: Area) -> Frame:
    """Return an area in millimetres."""
    mm = session.resolution.mm
    return Frame(mm(area.x), mm(area.y), mm(area.width), mm(area.height))


def around(areas: Mapping[str, Area]) -> Area | None:
    """Return the smallest area that holds all; None if there is none."""
    joined: Area | None = None
    for area in areas.values():
        joined = area if joined is None else union(joined, area)
    return joined


def shown_elements(session: DesignSession) -> list[Element]:
    """Return the elements that the canvas shows, the lowest first."""
    design = session.design
    hidden = {layer.name for layer in design.layers if not layer.shown}
    return [element for element in design.in_drawing_order if element.layer not in hidden]


def under(session: DesignSession, place: QPointF, reach: float) -> list[str]:
    """Return the names of the elements at a place that may be changed, the uppermost first.

    Args:
        session: the design.
        place: in dots.
        reach: so many dots beside an element still count.
    """
    return [
        element.name
        for element in reversed(shown_elements(session))
        if session.may_change(element.name) and _hit(element, area_of(session, element), place, reach)
    ]


def _hit(element: Element, area: Area, place: QPointF, reach: float) -> bool:
    def inside(grown: float) -> bool:
        return (
            area.x - grown <= place.x() <= area.right + grown
            and area.y - grown <= place.y() <= area.bottom + grown
        )

    if not inside(reach):
        return False
    if isinstance(element, BoxElement | EllipseElement) and not element.filled:
        # A frame is held by its line: what it frames must be reached through it.
        return not inside(-max(2 * reach, area.height * element.thickness_mm / element.height_mm))
    return True


def enclosed(session: DesignSession, area: Area) -> list[str]:
    """Return the elements that lie in ``area`` with all of their room and may be changed."""
    return [
        element.name
        for element in shown_elements(session)
        if session.may_change(element.name) and union(area_of(session, element), area) == area
    ]


def block_of(session: DesignSession, name: str, entered: str) -> tuple[str, ...]:
    """Return what moves with an element: its outermost group within ``entered``, else itself."""
    group = edits.element(session.design, name).group
    inner = group
    if entered:
        if group != entered and not group.startswith(f"{entered}/"):
            return (name,) if not group else edits.members(session.design, group.partition("/")[0])
        inner = group[len(entered) + 1 :]
    if not inner:
        return (name,)
    head = inner.partition("/")[0]
    members = edits.members(session.design, f"{entered}/{head}" if entered else head)
    return tuple(member for member in members if session.may_change(member))
