"""The last scan, large, tinted and heard, to be taken in at arm's length."""

from PySide6.QtWidgets import QFrame

from desktop.texts import Text, say
from ui.kit import column, row
from ui.packing.speaker import Speaker
from ui.packing.tones import Tone
from ui.style import GRID, monospaced
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark, code_grouped
from ui.workplace import Workplace

_CODE_PT = 22
_SENTENCE_PT = 13


class LastScan(QFrame):
    """Shows one scan: whether it was taken, its code, and a sentence.

    Attributes:
        speaker: lets what was taken sound otherwise than what was refused.
        mark: what is shown: done for a pack that was taken, stopped for a refusal, idle before the first.
    """

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._language = work.language
        self.mark = Mark.IDLE
        self.speaker = Speaker(work)
        work.closing.connect(self.speaker.close)
        self.setProperty("role", "notice")
        self.badge = StateBadge(work.language, large=True)
        self.code = kit.label()
        families = ", ".join(f'"{family}"' for family in monospaced().families())
        self.code.setStyleSheet(f"font-family: {families}, monospace; font-size: {_CODE_PT}pt;")
        self.sentence = kit.label(wrap=True)
        self.sentence.setStyleSheet(f"font-size: {_SENTENCE_PT}pt;")
        layout = column(row(self.badge, 1), self.code, self.sentence, 1, spacing=GRID)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.setLayout(layout)
        self.setMinimumHeight(22 * GRID)
        self.forget()

    def forget(self, *, from_production: bool = False) -> None:
        """Show that nothing was scanned yet, and who may scan where the goods come ``from_production``."""
        first = say("Scan the first pack, or type its 20 digits.")
        if from_production:
            first = say(
                "Scan the first pack, or type its 20 digits. Whoever packed an order cannot scan its packs "
                "in: somebody else does that, under their own login."
            )
        self._show(Mark.IDLE, say("Ready"), "", first)

    def taken(self, code: str, sentence: Text) -> None:
        """Show a pack that is on the bill."""
        self.speaker.play(Tone.TAKEN)
        self._show(Mark.DONE, say("Taken"), code, sentence)

    def refused(self, text: str, sentence: Text) -> None:
        """Show what was not taken, and why."""
        self.speaker.play(Tone.REFUSED)
        self._show(Mark.STOPPED, say("Refused"), text, sentence)

    def _show(self, mark: Mark, word: Text, code: str, sentence: Text) -> None:
        self.mark = mark
        self.badge.show_state(mark, word)
        self.code.setText(code_grouped(code))
        self._language.word(self.sentence, sentence)
        self.setProperty("mark", mark.value)
        self.style().unpolish(self)
        self.style().polish(self)
