"""The grade, large: what it is worth, whether that is enough, and what keeps it from being known."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout

from desktop.grading.formal import at_most, formal
from desktop.grading.model import Edition, SymbolGrade
from desktop.texts import Text, joined, say
from ui.kit import Button, Kit, column, emptied, row
from ui.quality.grade_words import GradedSymbol, graded, plain_data, short_grade, verdict
from ui.style import GRID, body_points, colours_now
from ui.widgets.state_badge import StateBadge, mark_icon

_SYMBOLS_PX = 44 * GRID
_MARK_AND_ARROW_PX = 10 * GRID
_FIGURE = 2.6
"""The grade's size in running text's."""


class GradeBanner(QFrame):
    """Shows the chosen symbol's grade; the symbol and the edition are chosen here.

    Signals:
        symbol_chosen: (number) another symbol was chosen.
        edition_chosen: (Edition) another edition was chosen.
        calibrate_wanted: the person wants to measure a card.
    """

    symbol_chosen = Signal(int)
    edition_chosen = Signal(object)
    calibrate_wanted = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.setProperty("role", "card")
        self.figure = kit.label()
        self.figure.setStyleSheet(f"font-size: {body_points() * _FIGURE:g}pt; font-weight: 700;")
        self.formal = kit.label(role="heading")
        self.formal.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.needed = kit.label(role="muted")
        self.badge = StateBadge(kit.language)
        self.calibrate = kit.button(say("Measure a card …"), self.calibrate_wanted.emit, "quiet")
        self.calibrate.hide()
        self.symbols = QComboBox()
        self.symbols.setMinimumWidth(_SYMBOLS_PX)
        self.symbols.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        kit.language.word(self.symbols, say("Symbols in the picture"), "setAccessibleName")
        kit.language.word(self.symbols, say("Symbols in the picture (Page up, Page down)"), "setToolTip")
        self.symbols.currentIndexChanged.connect(self._symbol)
        self.reasons = kit.label(role="muted", wrap=True)
        self.reasons.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.editions: dict[Edition, Button] = {}
        self._edition_row = QHBoxLayout()
        self._edition_row.setSpacing(0)
        self._edition_row.setContentsMargins(2, 2, 2, 2)
        ground = QFrame()
        ground.setProperty("role", "segments")
        ground.setLayout(self._edition_row)
        right = column(row(1, self.symbols, spacing=GRID), row(1, ground), spacing=GRID // 2)
        words = column(
            row(self.formal, self.needed, 1, spacing=GRID),
            row(self.badge, self.calibrate, 1),
            spacing=GRID // 2,
        )
        head = row(self.figure, words, 1, right, spacing=3 * GRID)
        layout = column(head, self.reasons, spacing=GRID // 2)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.setLayout(layout)
        self._symbols: tuple[GradedSymbol, ...] = ()
        kit.language.changed.connect(self._word)
        self._shown: SymbolGrade | None = None

    def show_symbols(self, symbols: Sequence[GradedSymbol]) -> None:
        """List the symbols of a picture."""
        self._symbols = tuple(symbols)
        self._list()
        self.symbols.setEnabled(len(symbols) > 1)

    def show_grade(self, number: int, symbol: SymbolGrade, *, calibrated: bool) -> None:
        """Show the grade of a symbol by one edition; uncalibrated, a card is what helps."""
        self.calibrate.setVisible(not calibrated)
        self._shown = symbol
        self.symbols.blockSignals(True)
        self.symbols.setCurrentIndex(number)
        self.symbols.blockSignals(False)
        self._show_editions(self._symbols[number], symbol.edition)
        self._word()

    def step(self, by: int) -> None:
        """Go to the symbol before (-1) or after (1)."""
        number = self.symbols.currentIndex() + by
        if 0 <= number < self.symbols.count():
            self.symbols.setCurrentIndex(number)

    def _word(self) -> None:
        symbol, word = self._shown, self._kit.language
        if symbol is None:
            return
        least = self._symbols[self.symbols.currentIndex()].needed
        self.badge.show_state(*verdict(symbol, least))
        needed = say("needed: {grade}", grade=f"{least:.1f}")
        word.word(self.needed, needed)
        word.word(self.figure, _figure(symbol))
        self.formal.setText(formal(symbol) or "")
        self.formal.setVisible(bool(self.formal.text()))
        word.word(self.reasons, say("{reasons}", reasons=joined(symbol.not_measurable, word.code)))
        self.reasons.setVisible(bool(symbol.not_measurable))
        self._list()

    def _list(self) -> None:
        chosen = self.symbols.currentIndex()
        self.symbols.blockSignals(True)
        self.symbols.clear()
        for number, symbol in enumerate(self._symbols, 1):
            first = symbol.first
            mark, _ = verdict(first, symbol.needed)
            what = f"{number}/{len(self._symbols)}  {first.symbology}  {plain_data(first.data)}"
            shown = self.symbols.fontMetrics().elidedText(
                what, Qt.TextElideMode.ElideRight, _SYMBOLS_PX - _MARK_AND_ARROW_PX
            )
            self.symbols.addItem(mark_icon(mark, colours_now()), shown)
            self.symbols.setItemData(number - 1, what, Qt.ItemDataRole.ToolTipRole)
        self.symbols.setCurrentIndex(max(0, chosen) if self._symbols else -1)
        self.symbols.blockSignals(False)

    def _show_editions(self, symbol: GradedSymbol, chosen: Edition) -> None:
        if tuple(self.editions) != tuple(one.edition for one in symbol.editions):
            emptied(self._edition_row)
            self.editions = {one.edition: self._edition_button(one.edition) for one in symbol.editions}
            for button in self.editions.values():
                self._edition_row.addWidget(button)
        for one in symbol.editions:
            button = self.editions[one.edition]
            button.setChecked(one.edition is chosen)
            text = say("{edition}:  {grade}", edition=one.edition.value, grade=short_grade(one))
            self._kit.language.word(button, text)

    def _edition_button(self, edition: Edition) -> Button:
        button = Button("segment")
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.clicked.connect(lambda _checked: self.edition_chosen.emit(edition))
        return button

    def _symbol(self, number: int) -> None:
        if number >= 0:
            self.symbol_chosen.emit(number)


def _figure(symbol: SymbolGrade) -> Text:
    if symbol.grade is not None:
        return say("{grade}", grade=graded(symbol.grade))
    most = at_most(symbol)
    return say("No grade") if most is None else say("≤ {grade}", grade=graded(most))
