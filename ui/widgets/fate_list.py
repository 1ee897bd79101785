"""A list of labels that share a fate, with its mark, its count and what to do about them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QListWidget, QSizePolicy, QWidget

from desktop.operations.fates import Fate
from desktop.texts import Text
from ui.kit import Kit, column, row
from ui.style import GRID, monospaced
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark, code_grouped, number

_LINES = 4


class FateList(QWidget):
    """Labels by number, each with its code and since when it is so. ``end_first``: the last is in sight."""

    def __init__(self, kit: Kit, mark: Mark, advice: Text, *, end_first: bool = False) -> None:
        super().__init__()
        self._mark = mark
        self._badge = StateBadge(kit.language)
        self._advice = kit.label(advice, "muted", wrap=True)
        self._list = QListWidget()
        self._list.setFont(monospaced())
        self._list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self._list.setProperty("role", "dense")
        # It takes the room that is left: its own wish would push the page into scrolling.
        self._list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        kit.language.word(self._list, advice, "setAccessibleName")
        if end_first:
            # Whenever lines or room change, the last label is brought into sight; scrolling changes neither.
            self._list.verticalScrollBar().rangeChanged.connect(
                lambda _low, _high: self._list.scrollToBottom()
            )
        layout = column(row(self._badge, 1), self._advice, self._list, spacing=GRID // 2)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def show_fates(self, word: Text, fates: Sequence[Fate]) -> None:
        """Show ``fates`` under a word that counts them."""
        self._badge.show_state(self._mark, word)
        shown = [_line(fate) for fate in fates]
        if shown != self.listed():
            self._list.clear()
            self._list.addItems(shown)
        line = max(self._list.sizeHintForRow(0), self.fontMetrics().height() + GRID)
        self._list.setMinimumHeight(_LINES * line)

    def listed(self) -> list[str]:
        """Return the lines of the list."""
        return [self._list.item(line).text() for line in range(self._list.count())]

    def codes(self) -> list[str]:
        """Return the codes of the list, without spaces."""
        return ["".join(line.split("  ")[1].split()) for line in self.listed()]

    def sizeHint(self) -> QSize:
        """Return room for the widest line."""
        return QSize(40 * GRID, super().sizeHint().height())


def _line(fate: Fate) -> str:
    since = fate.since.astimezone().strftime("%H:%M:%S")
    return f"{number(fate.number)}  {code_grouped(fate.code)}  {since}"
