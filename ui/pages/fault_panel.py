"""A fault as a line lead meets it: what happened, what to do, and what became of the labels."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel

from desktop.errors import PackmarkError
from desktop.operations.fates import Fates
from desktop.operations.stops import Stop
from desktop.operations.what_to_do import STEPS, Help, help_for
from desktop.texts import Text, say, say_count
from ui.icons import pixmap
from ui.kit import box, column, row
from ui.pages.settle_panel import SettlePanel
from ui.style import GRID, colours_now
from ui.widgets.fate_list import FateList
from ui.widgets.state_badge import mark_colour
from ui.wording import Mark
from ui.workplace import Workplace

_PICTURE_PX = 72
_MOST_STEPS = 4


class FaultPanel(QFrame):
    """Hidden while nothing is wrong. ``settle`` is its field for the last good label."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._mark = Mark.STOPPED
        self._help: Help | None = None
        kit = work.kit
        self.setProperty("role", "card")
        self._picture = QLabel()
        self._picture.setFixedSize(_PICTURE_PX, _PICTURE_PX)
        self._sentence = kit.label(role="heading", wrap=True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = kit.label(wrap=True)
        self._steps = [kit.label(wrap=True) for _ in range(_MOST_STEPS)]
        words = column(self._sentence, self._details, *self._steps, 1, spacing=GRID // 2)
        what = row(self._picture, words, spacing=3 * GRID)
        what.setStretch(1, 1)
        what.setAlignment(self._picture, Qt.AlignmentFlag.AlignTop)
        self.safe = FateList(kit, Mark.DONE, say("Good: they stay on the line."), end_first=True)
        self.void = FateList(kit, Mark.STOPPED, say("Void or spoiled: destroy them."))
        self.unknown = FateList(kit, Mark.UNKNOWN, say("Nobody knows yet: look for them."))
        self._lists = box(row(self.safe, self.void, self.unknown, spacing=3 * GRID))
        self.settle = SettlePanel(work)
        self.settle.asking.connect(self._give_room)
        self._shows_fates = False
        layout = column(what, self.settle, self._lists, spacing=GRID)
        layout.setStretch(2, 1)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self.setLayout(layout)
        self.hide()

    def sentence(self) -> str:
        """Return the sentence that says what happened."""
        return self._sentence.text()

    def lists_fates(self) -> bool:
        """Tell whether lists of labels are shown, or those of a stop are asked for."""
        return not self.isHidden() and self._shows_fates

    def steps(self) -> list[str]:
        """Return what is to be done, in its order."""
        return [label.text() for label in self._steps if label.text()]

    def trouble(self, error: PackmarkError) -> None:
        """Show why a job could not start or go on."""
        self._tell(Mark.STOPPED, error.text, help_for(error.text), error.details)

    def tell(self, mark: Mark, sentence: Text, *, advise: bool = True) -> None:
        """Show what happened; ``advise``: and what to do at the machine."""
        self._tell(mark, sentence, help_for(sentence) if advise else None, ())

    def show_fates(self, job_id: int, fates: Fates | None, stops: Sequence[Stop]) -> None:
        """Show what became of the labels near the fault and what is to be settled; None hides the lists."""
        unknown = fates.counts.unknown if fates else 0
        self._shows_fates = fates is not None
        self.settle.show_stops(job_id, stops if fates else ())
        self._lists.setVisible(self._shows_fates and not self.settle.is_asking())
        if fates is None:
            return
        counts = fates.counts
        good = counts.good
        lost = counts.void + counts.spoiled
        self.safe.show_fates(say_count("{n} label good", "{n} labels good", n=good), fates.safe)
        void = sorted((*fates.void, *fates.spoiled), key=lambda fate: fate.number)
        self.void.show_fates(say_count("{n} label void", "{n} labels void", n=lost), void)
        self.unknown.show_fates(
            say_count("{n} label is unknown", "{n} labels are unknown", n=unknown), fates.unknown
        )

    def _give_room(self, asking: bool) -> None:
        self._lists.setVisible(self._shows_fates and not asking)
        layout = self.layout()
        assert isinstance(layout, QBoxLayout)
        layout.setStretch(1, 1 if asking else 0)

    def _tell(self, mark: Mark, sentence: Text, help_at: Help | None, details: tuple[Text, ...]) -> None:
        word = self._work.language.word
        self._mark, self._help = mark, help_at
        word(self._sentence, sentence)
        self._details.setVisible(bool(details))
        shown = None
        for detail in details:
            shown = detail if shown is None else say("{first}\n{second}", first=shown, second=detail)
        word(self._details, shown)
        steps = STEPS[help_at] if help_at is not None else ()
        for place, label in enumerate(self._steps):
            label.setVisible(place < len(steps))
            step = say("{n}. {step}", n=place + 1, step=steps[place]) if place < len(steps) else None
            word(label, step)
        self._draw()
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the picture anew when the windows become light or dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        name = f"help-{self._help}" if self._help is not None else "help-scan"
        self._picture.setPixmap(pixmap(name, mark_colour(self._mark, colours_now()), _PICTURE_PX))
