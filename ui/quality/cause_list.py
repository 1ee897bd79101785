"""What is likely wrong with the printer, with what to do; each can be shown in the picture."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.grading.cause import Cause, Likelihood, kind_title, likelihood_title
from desktop.texts import say
from ui.kit import Kit, column, emptied, row
from ui.style import GRID
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark

_MARKS = {
    Likelihood.VERY_LIKELY: Mark.STOPPED,
    Likelihood.LIKELY: Mark.ATTENTION,
    Likelihood.POSSIBLE: Mark.UNKNOWN,
}


class CauseList(QFrame):
    """Lists likely causes; hidden while there is none.

    Signals:
        chosen: (Cause) the person wants to see where it shows.
    """

    chosen = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.setProperty("role", "card")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(GRID)
        layout = column(kit.label(say("Likely causes"), "heading"), self._rows, spacing=GRID)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.setLayout(layout)
        self.hide()

    def show_causes(self, causes: Sequence[Cause]) -> None:
        """Show causes, the likeliest first."""
        emptied(self._rows)
        for cause in causes:
            self._add(cause)
        self.setVisible(bool(causes))

    def _add(self, cause: Cause) -> None:
        kit = self._kit
        badge = StateBadge(kit.language)
        title = say(
            "{cause}: {likelihood}",
            cause=kind_title(cause.kind),
            likelihood=likelihood_title(cause.likelihood),
        )
        badge.show_state(_MARKS[cause.likelihood], title)
        told = kit.label(
            say("{found}\n→ {what_to_do}", found=cause.sentence, what_to_do=cause.to_do), wrap=True
        )
        self._rows.addLayout(row(badge, 1))
        self._rows.addWidget(told)
        if cause.places:
            show = kit.button(say("Show in the picture"), lambda: self.chosen.emit(cause), "quiet")
            self._rows.addLayout(row(show, 1))
