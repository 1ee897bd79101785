"""What a dragged edge is drawn to: guides, edges and centres of other elements, the grid, whole dots.

All lengths are in dots of the printer that the label is shown for, as floats.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.labels.primitives import Area


class Pull(StrEnum):
    """What draws an edge to it, in the order in which it wins."""

    GUIDE = "guide"
    OBJECT = "object"
    LABEL = "label"
    GRID = "grid"


_ORDER = {pull: place for place, pull in enumerate(Pull)}


@dataclass(frozen=True, slots=True)
class Target:
    """A line that edges are drawn to.

    Attributes:
        at: its place across.
        pull: what it belongs to.
        first, last: from where to where what it belongs to reaches along the line.
    """

    at: float
    pull: Pull
    first: float = 0.0
    last: float = 0.0


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a dragged edge was drawn to.

    Attributes:
        shift: what must be added to the drag, in dots.
        targets: the lines that are met then.
    """

    shift: float
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Targets:
    """All lines that edges are drawn to, upright and level."""

    upright: tuple[Target, ...]
    level: tuple[Target, ...]


def targets_of(
    label: Area, others: Iterable[Area], guides: tuple[Sequence[float], Sequence[float]]
) -> Targets:
    """Collect the lines of a label.

    Args:
        label: its area.
        others: areas of the elements that are not dragged.
        guides: places of its upright and of its level guides.
    """
    upright = [Target(at, Pull.GUIDE, label.y, label.bottom) for at in guides[0]]
    level = [Target(at, Pull.GUIDE, label.x, label.right) for at in guides[1]]
    for pull, areas in ((Pull.LABEL, [label]), (Pull.OBJECT, list(others))):
        for area in areas:
            across, down = (area.x, area.x + area.width / 2, area.right), (area.y, area.y + area.height / 2)
            upright += (Target(at, pull, area.y, area.bottom) for at in across)
            level += (Target(at, pull, area.x, area.right) for at in (*down, area.bottom))
    return Targets(tuple(upright), tuple(level))


def snapped(edges: Sequence[float], targets: Iterable[Target], reach: float, grid: float = 0.0) -> Snap:
    """Draw ``edges`` to the nearest line.

    Args:
        edges: places of the edges that are dragged together.
        targets: what they may be drawn to.
        reach: how far a line draws.
        grid: distance of the grid's lines, 0 for none; they draw the first edge only.

    Returns:
        the shift that brings an edge onto the nearest line, and all lines that are met by it; 0 and
        none if there is none in reach.
    """
    near = [
        (target.at - edge, target) for target in targets for edge in edges if abs(target.at - edge) <= reach
    ]
    if grid and edges:
        nearest = round(edges[0] / grid) * grid - edges[0]
        if abs(nearest) <= reach:
            near.append((nearest, Target(edges[0] + nearest, Pull.GRID)))
    if not near:
        return Snap(0.0)
    shift, _ = min(near, key=lambda found: (round(abs(found[0]), 3), _ORDER[found[1].pull]))
    met = tuple(
        dict.fromkeys(
            target for by, target in near if abs(by - shift) < 0.26 and target.pull is not Pull.GRID
        )
    )
    return Snap(shift, met)
