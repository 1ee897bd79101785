"""The sums of an order as a table: a column for each level, a line for each state, and whether it adds up."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from desktop.packing.reconciliation import LevelSum, Listing, listing_name
from desktop.products.code_pool import CodeState
from desktop.texts import Text, say
from ui.kit import Button, Kit, emptied, row
from ui.orders.state_bar import STRETCHES, StateBar, stretch_colour
from ui.style import GRID, colours_now
from ui.widgets.state_badge import mark_icon
from ui.wording import CODE_STATES, Mark, level_name, number

_SWATCH_PX = 12
_COLUMN_PX = 14 * GRID
WIDEST_PX = 150 * GRID
"""Wider lines are hard to follow."""
_LINE_PX = 26

_STATES: tuple[tuple[CodeState, Listing | None], ...] = (
    (CodeState.AVAILABLE, None),
    (CodeState.ALLOCATED, Listing.ALLOCATED),
    (CodeState.PRINTED, Listing.MISSING),
    (CodeState.VERIFIED, Listing.VERIFIED),
    (CodeState.PACKED, Listing.PACKED),
    (CodeState.SPOILED, Listing.SPOILED),
    (CodeState.SAMPLED, Listing.SAMPLED),
    (CodeState.VOID, Listing.VOID),
    (CodeState.UNKNOWN, Listing.UNKNOWN),
    (CodeState.RETURNED, Listing.RETURNED),
)
"""The states of the sum, in its order, with the list behind each. An order's codes are never available."""

_OF_THESE = (Listing.TRAY, Listing.LOOSE, Listing.EMPTY, Listing.BELOW_RATIO, Listing.UNEXPLAINED)


class SumsTable(QFrame):
    """Shows the sums; every number above zero opens its list.

    Signals:
        listing_wanted: (level, Listing) the codes behind a number shall be shown.
    """

    listing_wanted = Signal(int, object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._levels: tuple[LevelSum, ...] = ()
        self.numbers: dict[tuple[int, Listing], Button] = {}
        self.setProperty("role", "card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(2)
        self.setMaximumWidth(WIDEST_PX)

    def show_levels(self, levels: Sequence[LevelSum]) -> None:
        """Show sums in place of those before; the same ones leave the number in focus alone."""
        if tuple(levels) != self._levels:
            self._levels = tuple(levels)
            self._build()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the table anew when the windows become light or dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._levels:
            self._build()

    def _build(self) -> None:
        emptied(self._grid)
        self.numbers.clear()
        kit = self._kit
        for place, level in enumerate(self._levels, start=1):
            head = kit.label(level_name(level.level), "heading")
            head.setContentsMargins(0, 0, GRID, 0)
            self._put(0, place, head)
            bar = StateBar()
            bar.show_level(level)
            self._grid.addWidget(bar, 1, place)
            self._grid.setColumnMinimumWidth(place, _COLUMN_PX)
            self._grid.setColumnStretch(place, 1)
        self._name(2, say("Codes that the order was given"), "heading")
        for place, level in enumerate(self._levels, start=1):
            issued = kit.label(role="heading")
            issued.setText(number(level.issued))
            issued.setContentsMargins(0, 0, GRID, 0)
            self._put(2, place, issued)
        line = 3
        for state, listing in _STATES:
            self._state_line(line, state, listing)
            line += 1
        self._line(line)
        self._name(line + 1, say("Adds up"), "heading")
        for place, level in enumerate(self._levels, start=1):
            self._put(line + 1, place, self._balance(level))
        line = self._of_these(line + 2)
        self._grid.setRowStretch(line, 1)

    def _state_line(self, line: int, state: CodeState, listing: Listing | None) -> None:
        self._grid.setRowMinimumHeight(line, _LINE_PX)
        name = self._kit.label(CODE_STATES[state][1])
        swatch = QLabel()
        swatch.setPixmap(_swatch(listing))
        self._grid.addLayout(row(swatch, name, 1, spacing=GRID), line, 0)
        if listing is not None:
            self._kit.language.word(name, listing_name(listing), "setToolTip")
        for place, level in enumerate(self._levels, start=1):
            if listing is None:
                self._put(line, place, self._plain(level.counts.available))
            else:
                self._put(line, place, self._number(level, listing))

    def _of_these(self, line: int) -> int:
        shown = [one for one in _OF_THESE if any(level.number_of(one) for level in self._levels)]
        if not shown:
            return line
        self._line(line)
        self._name(line + 1, say("Of these"), "muted")
        line += 2
        for listing in shown:
            self._grid.setRowMinimumHeight(line, _LINE_PX)
            self._name(line, listing_name(listing))
            for place, level in enumerate(self._levels, start=1):
                self._put(line, place, self._number(level, listing))
            line += 1
        return line

    def _number(self, level: LevelSum, listing: Listing) -> QWidget:
        count = level.number_of(listing)
        if not count:
            return self._plain(0)
        button = Button("quiet")
        button.setText(number(count))
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.setStyleSheet("min-height: 22px;")
        word = self._kit.language.word
        word(button, say("Show these codes"), "setToolTip")
        told = say(
            "{level}, {list}: {n}", level=level_name(level.level), list=listing_name(listing), n=number(count)
        )
        word(button, told, "setAccessibleName")
        button.clicked.connect(lambda _checked: self.listing_wanted.emit(level.level, listing))
        self.numbers[level.level, listing] = button
        return button

    def _plain(self, count: int) -> QLabel:
        label = self._kit.label(role="muted")
        label.setText(number(count))
        label.setContentsMargins(0, 2, GRID, 2)
        return label

    def _balance(self, level: LevelSum) -> QWidget:
        mark = Mark.DONE if level.balances else Mark.STOPPED
        icon = QLabel()
        icon.setPixmap(mark_icon(mark, colours_now()).pixmap(16, 16))
        told = self._kit.label(_balance_words(level), "heading")
        widget = QWidget()
        line = row(icon, told, spacing=GRID // 2)
        line.setContentsMargins(0, 0, GRID, 0)
        widget.setLayout(line)
        return widget

    def _name(self, line: int, text: Text, role: str = "") -> None:
        self._grid.addWidget(self._kit.label(text, role), line, 0)

    def _put(self, line: int, place: int, widget: QWidget) -> None:
        self._grid.addWidget(widget, line, place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _line(self, line: int) -> None:
        frame = QFrame()
        frame.setProperty("role", "line")
        self._grid.addWidget(frame, line, 0, 1, len(self._levels) + 1)


def _balance_words(level: LevelSum) -> Text:
    if level.balances:
        return say("yes")
    missing = level.issued - level.counts.returned - level.found
    if missing > 0:
        return say("{n} missing", n=number(missing))
    return say("{n} too many", n=number(-missing))


def _swatch(listing: Listing | None) -> QPixmap:
    """Draw the colour that a state has in the bars; nothing for a state that is in none."""
    scale = 2
    picture = QPixmap(_SWATCH_PX * scale, _SWATCH_PX * scale)
    picture.fill(Qt.GlobalColor.transparent)
    for own, mark, share in STRETCHES:
        if own is listing:
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(stretch_colour(mark, share, colours_now())))
            painter.drawRoundedRect(picture.rect(), 3 * scale, 3 * scale)
            painter.end()
    picture.setDevicePixelRatio(scale)
    return picture
