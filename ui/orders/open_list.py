"""What keeps an order from being closed: each with what to do, and the button that leads there."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout

from desktop.packing.reconciliation import OpenItem, OpenKind
from desktop.texts import Text, say, say_count
from ui.kit import Button, Kit, emptied
from ui.orders.sums_table import WIDEST_PX
from ui.style import GRID, colours_now
from ui.widgets.state_badge import mark_icon
from ui.wording import Mark

_LEADS: dict[OpenKind, Text] = {
    OpenKind.JOB: say("Open the job"),
    OpenKind.UNKNOWN: say("Open the job"),
    OpenKind.MISSING: say("To packing"),
    OpenKind.TRAY: say("To packing"),
    OpenKind.LOOSE: say("To packing"),
    OpenKind.EMPTY: say("To packing"),
    OpenKind.UNEXPLAINED: say("To packing"),
    OpenKind.QUALITY: say("To the samples"),
    OpenKind.STOPPED: say("To packing"),
}
"""Where something is settled; a sum that is wrong is settled nowhere in the windows."""


class OpenList(QFrame):
    """Lists what is open.

    Signals:
        listing_wanted: (level, Listing) the codes shall be shown.
        lead_wanted: (OpenItem) the person wants to go where it is settled.
    """

    listing_wanted = Signal(int, object)
    lead_wanted = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._shown: tuple[tuple[OpenItem, ...], bool] | None = None
        self.leads: list[Button] = []
        self.lists: list[Button] = []
        self.setProperty("role", "card")
        self.setMaximumWidth(WIDEST_PX)
        self.heading = kit.label(role="heading")
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(GRID)
        self._lines.setVerticalSpacing(GRID // 2)
        self._lines.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.heading)
        layout.addLayout(self._lines)

    def show_items(self, items: Sequence[OpenItem], *, is_over: bool) -> None:
        """Show what is open; ``is_over``: the order is closed, and a reviewer accepted it."""
        if (tuple(items), is_over) != self._shown:
            self._shown = (tuple(items), is_over)
            self._build()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the marks anew when the windows become light or dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._shown is not None:
            self._build()

    def _build(self) -> None:
        assert self._shown is not None
        items, is_over = self._shown
        emptied(self._lines)
        self.leads.clear()
        self.lists.clear()
        self._kit.language.word(self.heading, _told(len(items), is_over=is_over))
        for line, item in enumerate(items):
            self._put(line, item, is_over=is_over)

    def _put(self, line: int, item: OpenItem, *, is_over: bool) -> None:
        mark = Mark.ATTENTION if item.may_be_accepted else Mark.STOPPED
        icon = QLabel()
        icon.setPixmap(mark_icon(mark, colours_now()).pixmap(18, 18))
        self._lines.addWidget(icon, line, 0)
        self._lines.addWidget(self._kit.label(item.sentence, wrap=True), line, 1)
        level, listing = item.level, item.listing
        if level is not None and listing is not None:
            codes = self._kit.button(
                say("Codes"), lambda: self.listing_wanted.emit(level, listing), "quiet", icon_name="codes"
            )
            self.lists.append(codes)
            self._lines.addWidget(codes, line, 2)
        if item.kind in _LEADS and not is_over:
            lead = self._kit.button(_LEADS[item.kind], lambda: self.lead_wanted.emit(item))
            self.leads.append(lead)
            self._lines.addWidget(lead, line, 3)


def _told(count: int, *, is_over: bool) -> Text:
    if is_over:
        if not count:
            return say("The order is closed; nothing was open.")
        return say("The order is closed. A reviewer accepted this, with a reason:")
    if not count:
        return say("Nothing is open: the order can be closed.")
    return say_count(
        "{n} thing is open. Until settled, or accepted by a reviewer, the order keeps its line.",
        "{n} things are open. Until settled, or accepted by a reviewer, the order keeps its line.",
        n=count,
    )
