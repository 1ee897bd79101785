"""What a search in the pool found, and the life of the code that is chosen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.operations import trace
from desktop.operations.codes import FoundCode
from desktop.operations.trace import Trace
from desktop.products.code_pool import LIFE, CodeState, moves_from, state_name
from desktop.texts import Text, say
from ui.kit import column, emptied, row, scrolling
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.code_button import CodeButton
from ui.widgets.state_badge import StateBadge
from ui.widgets.state_picture import StatePicture
from ui.widgets.time_line import TimeLine
from ui.wording import CODE_STATES, code_grouped, level_name
from ui.workplace import Workplace


class CodeSearch(QWidget):
    """A list of codes and, beside it, one of them."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self.table: Table[FoundCode] = Table(work, say("Codes found"), _columns(), tools=False)
        self.table.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.life = CodeLife(work)
        self.table.chosen.connect(lambda item: self.life.show_code(item.code))
        self.table.opened.connect(lambda item: work.go("trace", item.code))
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        split.addWidget(work.kit.card(self.table))
        split.addWidget(self.life)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 4)
        split.setSizes([500, 634])
        self.setLayout(column(split))

    def show_found(self, found: tuple[FoundCode, ...]) -> None:
        """Show what was found; the code that was chosen stays chosen."""
        self.table.put(found, same=lambda one, other: one.code == other.code)
        chosen = self.table.chosen_row()
        if chosen is None and found:
            self.table.choose(lambda _item: True)
        elif chosen is not None:
            self.life.show_code(chosen.code)
        self.life.setVisible(bool(found))

    def reword(self) -> None:
        """Word the life of the code anew."""
        self.life.reword()


class CodeLife(QWidget):
    """One code: where it is, where it may go, and what happened to it."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._wanted = ""
        self._found: Trace | None = None
        kit = work.kit
        self.code = CodeButton(work.language, work.messages, points=13)
        self.badge = StateBadge(kit.language)
        self.picture = StatePicture(kit.language)
        self.meaning = kit.label(wrap=True)
        self._product = kit.label(role="muted", wrap=True)
        self._moves = column(spacing=4)
        self.open_trace = kit.button(say("Open in Trace"), self._go_to_trace, "quiet", icon_name="trace")
        self._time_line = TimeLine(kit)
        self._content = QWidget()
        content = column(
            kit.card(
                row(self.code, 1, self.badge),
                self._product,
                self.picture,
                self.meaning,
                self._moves,
                spacing=GRID + GRID // 2,
            ),
            kit.card(row(kit.label(say("What happened"), "heading"), 1, self.open_trace), self._time_line),
            1,
        )
        self._content.setLayout(content)
        self._area = scrolling(self._content)
        self.setLayout(column(self._area))
        self._area.hide()

    def show_code(self, code: str) -> None:
        """Read and show the life of ``code``."""
        self._wanted = code
        plant = self._work.plant
        self._work.background.run(
            lambda _report: trace.trace(plant, code),
            receiver=self,
            done=self._show,
            failed=lambda _error: self._area.hide(),
        )

    def reword(self) -> None:
        """Word everything anew."""
        if self._found is not None:
            self._show(self._found)

    def _show(self, found: Trace) -> None:
        if found.code != self._wanted:
            return  # another one is chosen by now
        self._found = found
        self.code.show_code(found.code)
        self.badge.show_state(*CODE_STATES[found.state])
        self.picture.show_life(found.state, {event.state for event in found.events})
        word = self._work.language.word
        product = found.product.product
        name = f"{product.name} {product.spec}".strip()
        word(self._product, say("{product}, {level}", product=name, level=level_name(found.level)))
        word(self.meaning, _meaning(found.state))
        self._show_moves(found.state)
        self._time_line.show_events(found.events)
        self._area.show()

    def _show_moves(self, state: CodeState) -> None:
        emptied(self._moves)
        kit = self._work.kit
        moves = moves_from(state)
        if not moves:
            self._moves.addWidget(kit.label(say("Nothing more can become of it."), "muted"))
        for move in moves:
            text = say("next: {state}, {by}", state=state_name(move.to), by=move.by)
            self._moves.addWidget(kit.label(text, "muted", wrap=True))

    def _go_to_trace(self) -> None:
        if self._found is not None:
            self._work.go("trace", self._found.code)


def _meaning(state: CodeState) -> Text:
    return next(life.meaning for life in LIFE if life.state is state)


def _columns() -> tuple[Column[FoundCode], ...]:
    return (
        Column(say("Code"), lambda item: code_grouped(item.code), code=True, width=212),
        Column(
            say("State"),
            lambda item: CODE_STATES[item.state][1],
            mark=lambda item: CODE_STATES[item.state][0],
        ),
        Column(say("Level"), lambda item: level_name(item.level), wide=True),
    )
