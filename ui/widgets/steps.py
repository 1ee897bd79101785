"""The steps of something that is done in order: which are behind, which is now, which come."""

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop.texts import Text
from ui.kit import Kit, row
from ui.style import GRID, set_role


class Steps(QWidget):
    """Numbered names with lines between them."""

    def __init__(self, kit: Kit, *names: Text) -> None:
        super().__init__()
        self._numbers: list[QLabel] = []
        self._names: list[QLabel] = []
        self._now = -1
        line = row(spacing=GRID)
        for place, name in enumerate(names):
            if place:
                between = QFrame()
                between.setProperty("role", "line")
                between.setFixedWidth(5 * GRID)
                line.addWidget(between)
            figure = kit.label(role="step")
            figure.setText(str(place + 1))
            figure.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            title = kit.label(name, "muted")
            self._numbers.append(figure)
            self._names.append(title)
            line.addWidget(figure)
            line.addWidget(title)
        line.addStretch(1)
        self.setLayout(line)
        self.show_step(0)

    def show_step(self, now: int) -> None:
        """Show which step it is, from 0."""
        if now == self._now:
            return
        self._now = now
        for place, (figure, title) in enumerate(zip(self._numbers, self._names, strict=True)):
            set_role(figure, "step" if place > now else "step-now" if place == now else "step-done")
            set_role(title, "heading" if place == now else "muted")

    def now(self) -> int:
        """Return which step it is, from 0."""
        return self._now
