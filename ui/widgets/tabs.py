"""Views of one thing of which one is shown: named buttons on one ground, and the view below them."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from desktop.texts import Text
from ui.kit import Button, Kit, column, row
from ui.style import GRID


class Tabs(QWidget):
    """Shows one of several views; the others cost nothing but their making, which can wait.

    Signals:
        changed: (number) another view is shown.
    """

    changed = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.buttons: list[Button] = []
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        self._later: dict[int, Callable[[], QWidget]] = {}
        self._ground = QFrame()
        self._ground.setProperty("role", "segments")
        self._line = QHBoxLayout(self._ground)
        self._line.setContentsMargins(2, 2, 2, 2)
        self._line.setSpacing(0)
        self.tools = row(self._ground, 1, spacing=GRID)
        layout = column(self.tools, self._stack, spacing=GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def add(self, title: Text, view: QWidget) -> None:
        """Add a view; the first one is shown."""
        number = len(self.buttons)
        button = Button("segment")
        button.setCheckable(True)
        button.setChecked(number == 0)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._kit.language.word(button, title)
        button.clicked.connect(lambda _checked, number=number: self.choose(number))
        self._group.addButton(button)
        self._line.addWidget(button)
        self.buttons.append(button)
        self._stack.addWidget(view)

    def add_later(self, title: Text, make: Callable[[], QWidget]) -> None:
        """Add a view that is made when it is first shown, or by ``make_ready``."""
        self._later[len(self.buttons)] = make
        self.add(title, QWidget())

    def make_ready(self, number: int) -> None:
        """Make a view, unless it is made already."""
        make = self._later.pop(number, None)
        if make is None:
            return
        empty = self._stack.widget(number)
        assert empty is not None
        self._stack.insertWidget(number, make())
        self._stack.removeWidget(empty)
        empty.deleteLater()

    def choose(self, number: int) -> None:
        """Show a view."""
        self.make_ready(number)
        self.buttons[number].setChecked(True)
        if number != self._stack.currentIndex():
            self._stack.setCurrentIndex(number)
            self.changed.emit(number)

    def current(self) -> int:
        """Return which view is shown."""
        return self._stack.currentIndex()
