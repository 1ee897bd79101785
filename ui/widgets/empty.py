"""What a page says while it has nothing to show: what it is for, and the first step."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.texts import Text
from ui.icons import pixmap
from ui.kit import Button, Kit, column, row
from ui.style import GRID, colours_now

_ICON_PX = 56


class EmptyPage(QWidget):
    """An icon, a heading, a sentence and the buttons of the first step, in the middle of the page."""

    def __init__(self, kit: Kit, icon_name: str, heading: Text, sentence: Text, *steps: Button) -> None:
        super().__init__()
        self._icon_name = icon_name
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = kit.label(heading, "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text = kit.label(sentence, "muted", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setMaximumWidth(72 * GRID)
        text.setMinimumWidth(56 * GRID)
        buttons = row(1, *steps, 1, spacing=GRID)
        layout = column(2, self._picture, title, row(1, text, 1), buttons, 3, spacing=2 * GRID)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        self.setLayout(layout)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew when the windows become light or dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(pixmap(self._icon_name, colours_now().accent, _ICON_PX))
