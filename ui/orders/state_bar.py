"""What became of the codes of one level, as a bar: a stretch for each state, in the colour of its mark."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.packing.reconciliation import LevelSum, Listing
from ui.style import Colours, colours_now, mixed
from ui.widgets.state_badge import mark_colour
from ui.wording import Mark

_HEIGHT_PX = 14
_LEAST_PX = 3
"""Even one code of a million is seen."""

STRETCHES: tuple[tuple[Listing, Mark, float], ...] = (
    (Listing.PACKED, Mark.DONE, 1.0),
    (Listing.VERIFIED, Mark.DONE, 0.6),
    (Listing.MISSING, Mark.ATTENTION, 1.0),
    (Listing.SAMPLED, Mark.RUNNING, 1.0),
    (Listing.UNKNOWN, Mark.UNKNOWN, 1.0),
    (Listing.SPOILED, Mark.STOPPED, 1.0),
    (Listing.VOID, Mark.STOPPED, 0.6),
    (Listing.ALLOCATED, Mark.IDLE, 0.7),
    (Listing.RETURNED, Mark.IDLE, 0.35),
)
"""In this order from the left; the share is how much of the mark's colour lies over the ground."""


def stretch_colour(mark: Mark, share: float, colours: Colours) -> QColor:
    """Return the colour of a stretch."""
    return mixed(mark_colour(mark, colours), colours.surface, share)


def widths(numbers: tuple[int, ...], room: float) -> tuple[float, ...]:
    """Share ``room`` pixels among numbers: a number above zero is never too thin to be seen.

    >>> widths((1000000, 0, 1), 100)
    (97.0, 0.0, 3.0)
    """
    total = sum(numbers)
    if not total:
        return tuple(0.0 for _ in numbers)
    wanted = [max(float(_LEAST_PX), room * one / total) if one else 0.0 for one in numbers]
    largest = wanted.index(max(wanted))
    wanted[largest] -= sum(wanted) - room
    return tuple(round(one, 2) for one in wanted)


class StateBar(QWidget):
    """A rounded bar of stretches; empty where there are no codes."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: tuple[int, ...] = tuple(0 for _ in STRETCHES)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_level(self, level: LevelSum) -> None:
        """Show the codes of a level."""
        self._numbers = tuple(level.number_of(listing) for listing, _, _ in STRETCHES)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of the bar."""
        return QSize(96, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(room, room.height() / 2, room.height() / 2)
        painter.setClipPath(path)
        painter.fillRect(room, QColor(colours.border))
        left = room.left()
        for (_, mark, share), width in zip(STRETCHES, widths(self._numbers, room.width()), strict=True):
            painter.fillRect(
                QRectF(left, room.top(), width, room.height()), stretch_colour(mark, share, colours)
            )
            left += width
        painter.setPen(Qt.PenStyle.NoPen)
        painter.end()
