"""The sample that a picture is graded for: offered, taken, weighed, and put on record."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import inspections
from desktop.operations.inspections import Inspection
from desktop.operations.sampling import DueSample
from desktop.products.quality import GradeRecord, Verdict
from desktop.texts import Text, joined, say, say_count
from ui.kit import column, row
from ui.quality.grade_words import short_grade
from ui.quality.quality_words import VERDICTS
from ui.quality.taking import Taking
from ui.style import GRID
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark
from ui.workplace import Workplace


class SampleStrip(QFrame):
    """Hidden while no sample is due and none is taken.

    Attributes:
        taking: the sample that the next picture is taken for, or None.
        inspection: the picture of it, weighed and not on record yet, or None.

    Signals:
        open_wanted: the person wants to open the picture of the sample.
        regrade_wanted: the picture that is shown is to be graded for the sample that is now taken.
        recorded: (records) a sample was put on record.
        failed: (PackmarkError) it could not be.
    """

    open_wanted = Signal()
    regrade_wanted = Signal()
    recorded = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self._due: tuple[DueSample, ...] = ()
        self._shown = False
        self._storing = False
        self.taking: Taking | None = None
        self.inspection: Inspection | None = None
        self.setProperty("role", "notice")
        self.badge = StateBadge(work.language)
        self.title = kit.label(role="heading", wrap=True)
        self.told = kit.label(wrap=True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open = kit.button(say("Open its picture"), self._open, icon_name="import")
        self.use = kit.button(say("Grade this picture for it"), self._use, icon_name="quality")
        self.keep = kit.button(say("Put on record"), self.record, "primary", icon_name="check")
        self.leave = kit.button(say("Not now"), self._leave, "quiet", icon_name="close")
        head = row(self.badge, self.title, self.use, self.open, self.keep, self.leave, spacing=GRID)
        head.setStretch(1, 1)
        layout = column(head, self.told, spacing=GRID // 2)
        layout.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        self.setLayout(layout)
        work.language.changed.connect(self._show)
        self._show()

    def show_due(self, due: Sequence[DueSample]) -> None:
        """Tell which samples are due; the first of them is offered."""
        self._due = tuple(due)
        self._show()

    def take(self, taking: Taking) -> None:
        """Grade the next picture for a sample."""
        self.taking, self.inspection = taking, None
        self._show()

    def begin(self) -> None:
        """A picture is being graded: what was weighed before is not recorded any more."""
        self.inspection = None
        self._show()

    def show_inspection(self, inspection: Inspection | None) -> None:
        """Show what a picture is worth for the sample; None: it was graded for none."""
        self._shown = True
        self.inspection = inspection
        self._show()

    def record(self) -> None:
        """Put the sample on record."""
        taking, inspection, plant = self.taking, self.inspection, self._work.plant
        if taking is None or inspection is None:
            return
        self._storing = True
        self.keep.setEnabled(False)
        self._work.background.run(
            lambda _report: inspections.record(
                plant,
                inspection,
                job_id=taking.job_id,
                occasion=taking.occasion,
                number=taking.number,
                repeat_of=taking.repeat_of,
                reason=taking.reason,
            ),
            receiver=self,
            done=self._recorded,
            failed=self._refused,
            ended=self._stored,
        )

    def _stored(self) -> None:
        self._storing = False
        self._show()

    def _refused(self, error: PackmarkError) -> None:
        self.failed.emit(error)

    def _recorded(self, result: tuple[tuple[GradeRecord, ...], Changes]) -> None:
        records, changes = result
        self.taking = self.inspection = None
        self._shown = False
        self.recorded.emit(records)
        self._work.announce(changes)

    def _open(self) -> None:
        self._take_first()
        self.open_wanted.emit()

    def _use(self) -> None:
        self._take_first()
        self.regrade_wanted.emit()

    def _take_first(self) -> None:
        if self.taking is None and self._due:
            self.take(Taking.of_due(self._due[0]))

    def _leave(self) -> None:
        self.taking = self.inspection = None
        self._show()

    def _show(self) -> None:
        taking, inspection = self.taking, self.inspection
        self.setVisible(taking is not None or bool(self._due))
        weighed = inspection is not None
        self.keep.setVisible(weighed)
        self.keep.setEnabled(weighed and not self._storing)
        self.leave.setVisible(taking is not None)
        self.use.setVisible(taking is None and self._shown)
        self._work.language.word(
            self.open, say("Open another picture") if weighed else say("Open its picture")
        )
        if taking is not None and inspection is not None:
            self._weigh(taking, inspection)
        elif taking is not None:
            told = say(
                "Open its picture or drop it here; a picture that comes into the watched folder counts too."
            )
            self._tell(Mark.RUNNING, say("To grade"), taking.title(), told)
        elif self._due:
            self._offer()

    def _offer(self) -> None:
        first = Taking.of_due(self._due[0])
        words = say_count("{n} sample due", "{n} samples due", n=len(self._due))
        self._tell(Mark.ATTENTION, words, say("Next: {sample}", sample=first.title()), None)

    def _weigh(self, taking: Taking, inspection: Inspection) -> None:
        mark, word = VERDICTS[inspection.verdict]
        parts = [fault.text for fault in inspection.faults]
        parts += _what_was_measured(inspection)
        other = next((one.label for one in inspection.samples if one.label is not None), None)
        if other is not None and taking.number not in {None, other} and taking.repeat_of is None:
            parts.append(
                say(
                    "It is label {found}, and {number} is due: good if label {number} is gone.",
                    found=other,
                    number=taking.number,
                )
            )
        if inspection.verdict is Verdict.FAILED:
            parts.append(say("On record, it holds the batch until it is measured again and passes."))
        language = self._work.language
        self._tell(mark, word, taking.title(), say("{told}", told=joined(tuple(parts), language.code)))

    def _tell(self, mark: Mark, word: Text, title: Text, told: Text | None) -> None:
        self.badge.show_state(mark, word)
        self._work.language.word(self.title, title)
        self.told.setVisible(told is not None)
        if told is not None:
            self._work.language.word(self.told, told)
        self.setProperty("mark", mark.value)
        self.style().unpolish(self)
        self.style().polish(self)


def _what_was_measured(inspection: Inspection) -> list[Text]:
    """Say of each symbol what it is worth, or why it is not known and what to do."""
    parts = []
    for one in inspection.samples:
        parts.append(
            say(
                "{symbology}: {grade}, needed {minimum}.",
                symbology=one.symbol.symbology,
                grade=short_grade(one.symbol),
                minimum=f"{one.minimum:.1f}",
            )
        )
        parts += one.symbol.not_measurable if one.symbol.grade is None else ()
    if not all(one.calibrated for one in inspection.samples):
        parts.append(
            say("Without calibration no sample passes: measure a reflectance card, or open its record.")
        )
    return list(dict.fromkeys(parts))
