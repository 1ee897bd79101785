"""The board of a packing station: the last scan large, how full the tray is, and what to do next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel

from desktop.packing.refusals import pack_word
from desktop.texts import Text, say
from ui.kit import column, row
from ui.style import FIGURE_PT, GRID, body_points
from ui.widgets.code_button import CodeButton
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark, number
from ui.workplace import Workplace

_CODE_PT = 2.1
_SENTENCE_PT = 1.4
"""Times the size of running text: read at arm's length."""


class ScanBoard(QFrame):
    """Shows what became of the last scan. The ground behind it is tinted by its mark."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        kit = work.kit
        self.badge = StateBadge(kit.language, large=True)
        self.code = CodeButton(work.language, work.messages, points=body_points() * _CODE_PT)
        self.code.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._sentence = kit.label(wrap=True)
        _enlarge(self._sentence, _SENTENCE_PT)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._count = kit.label()
        self._count.setStyleSheet(f"font-size: {FIGURE_PT}pt; font-weight: 700;")
        self._of = kit.label(role="title", wrap=True)
        self._next = kit.label(wrap=True)
        _enlarge(self._next, _SENTENCE_PT, bold=True)
        beside = column(1, self._of, spacing=0)
        beside.setContentsMargins(0, 0, 0, 2 * GRID)
        figures = row(self._count, beside)
        figures.setStretch(1, 1)
        layout = column(self.badge, self.code, self._sentence, 1, figures, self._next, spacing=GRID)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.show_scan((Mark.IDLE, say("Ready to scan")), None)

    def show_scan(self, state: tuple[Mark, Text], sentence: Text | None, code: str = "") -> None:
        """Show the last scan: its state, the sentence below its code."""
        self.badge.show_state(*state)
        self.code.show_code(code)
        self.code.setVisible(bool(code))
        self._work.language.word(self._sentence, sentence)
        self._sentence.setVisible(sentence is not None)

    def show_fill(self, lying: int, room: int, level: int, next_one: Text) -> None:
        """Show how full the tray is, and what is scanned next.

        Args:
            lying: packs in the tray.
            room: packs that fill it.
            level: of the pack that it goes into.
            next_one: the next thing to do, in one sentence.
        """
        word = self._work.language.word
        self._count.setText(number(lying))
        word(self._of, say("of {room} for {pack}", room=number(room), pack=pack_word(level)))
        word(self._next, next_one)

    def count(self) -> str:
        """Return the large digits and what stands beside them."""
        return f"{self._count.text()} {self._of.text()}"

    def sentence(self) -> str:
        """Return the sentence below the code."""
        return self._sentence.text()

    def next_step(self) -> str:
        """Return the next thing to do."""
        return self._next.text()


def _enlarge(label: QLabel, times: float, *, bold: bool = False) -> None:
    weight = " font-weight: 700;" if bold else ""
    label.setStyleSheet(f"font-size: {body_points() * times:g}pt;{weight}")
