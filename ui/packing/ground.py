"""The ground of a packing station: tinted by what became of the last scan, so that it is seen from afar."""

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame

from ui.style import colours_now, mixed
from ui.widgets.state_badge import mark_colour
from ui.wording import Mark

_TINT, _FLASH = 0.14, 0.6
_FLASH_MS = 250


class Ground(QFrame):
    """A surface in the colour of a mark; it can light up for a moment, where no tone can be heard."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = Mark.IDLE
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FLASH_MS)
        self._timer.timeout.connect(self.update)

    @property
    def mark(self) -> Mark:
        """The mark that it is tinted by."""
        return self._mark

    @property
    def flashes(self) -> bool:
        """Whether it is lit up now."""
        return self._timer.isActive()

    def tint(self, mark: Mark) -> None:
        """Tint it by a mark."""
        if mark is not self._mark:
            self._mark = mark
            self.update()

    def flash(self) -> None:
        """Light up for a moment."""
        self._timer.start()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint."""
        colours = colours_now()
        colour = mark_colour(self._mark, colours)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(mixed(colour, colours.surface, _FLASH if self.flashes else _TINT))
        painter.setPen(mixed(colour, colours.surface, 0.6))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        painter.end()
