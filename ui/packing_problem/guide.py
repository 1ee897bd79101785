"""What to do, as two or three small drawings beside each other."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.texts import say
from ui.icons import pixmap
from ui.kit import Kit, emptied, row
from ui.packing_problem.ways import Step
from ui.style import GRID, colours_now

_DRAWING_PX = 40


class Guide(QWidget):
    """Steps with their drawings and numbers."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._drawings: list[tuple[QLabel, str]] = []
        self._steps = row(spacing=3 * GRID)
        self.setLayout(self._steps)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps."""
        emptied(self._steps)
        self._drawings = []
        for number, step in enumerate(steps, start=1):
            drawing = QLabel()
            drawing.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._drawings.append((drawing, step.drawing))
            words = self._kit.label(say("{n}. {step}", n=number, step=step.words), wrap=True)
            line = row(drawing, words, spacing=GRID)
            line.setStretch(1, 1)
            line.setAlignment(drawing, Qt.AlignmentFlag.AlignTop)
            line.setAlignment(words, Qt.AlignmentFlag.AlignTop)
            self._steps.addLayout(line, 1)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew when the windows become light or dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        for label, drawing in self._drawings:
            label.setPixmap(pixmap(drawing, colours_now().accent, _DRAWING_PX))
