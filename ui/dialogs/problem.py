"""PROBLEM: six pictures, and behind each a path of two or three steps to what is done about it."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.changes import Changes
from desktop.operations import label_events, rights
from desktop.operations.jobs import JobRow
from desktop.operations.label_events import Happening
from desktop.operations.plant import Plant
from desktop.operations.rights import Right
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.dialogs.reprint import ReprintLabel
from ui.dialogs.why_not_printing import WhyNotPrinting
from ui.kit import box, column
from ui.scans import CodeField
from ui.widgets.form import FormField
from ui.widgets.six_pictures import PICTURES, SixPictures
from ui.workplace import Workplace


class _Way(Enum):
    """What is done in the end."""

    SPOIL = auto()
    SAMPLE = auto()
    ROLL = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """One picture: what to do first, what is done then, and how the reason is worded."""

    picture: str
    first: Text
    way: _Way
    reason: Text | None = None
    may_reprint: bool = False


PROBLEMS: Final = (
    Problem(
        "problem-unreadable",
        say("Wipe the label and scan it once more. Still unreadable: take it out and type its digits."),
        _Way.SPOIL,
        say("unreadable"),
    ),
    Problem(
        "problem-damaged",
        say("Take the label out and scan it before you destroy it."),
        _Way.SPOIL,
        say("label damaged"),
        may_reprint=True,
    ),
    Problem(
        "problem-sample",
        say("Scan the pack that is taken. Its code is used up and never goes back to the line."),
        _Way.SAMPLE,
        say("sample for testing"),
    ),
    Problem(
        "problem-wrong",
        say("Pause the job if more labels are wrong. Take each wrong label out and scan it."),
        _Way.SPOIL,
        say("printed wrong"),
    ),
    Problem(
        "problem-roll",
        say("The new roll must be of the same labels. Look whether the first label on it is whole."),
        _Way.ROLL,
    ),
    Problem(
        "problem-other",
        say("Say what happened. It is written into the audit trail; no code is changed."),
        _Way.NOTE,
    ),
)
"""The six pictures, as on the page of the packing line."""


class ProblemDialog(Dialog):
    """Chooses a problem and leads through what is done about it."""

    def __init__(self, work: Workplace, item: JobRow, parent: QWidget) -> None:
        super().__init__(work, say("What is the problem?"), parent)
        kit = work.kit
        self._item = item
        self._problem = PROBLEMS[0]
        self._may_reprint = False
        six = SixPictures(kit)
        six.chosen.connect(self._choose)
        self.pictures = six.buttons
        self.why = kit.button(say("Why is it not printing?"), self._why, icon_name="search")
        self.code = CodeField()
        work.language.word(self.code, say("Scan or type 20 digits"), "setPlaceholderText")
        self.code.returnPressed.connect(self._go)
        self.reason = kit.field()
        self.back = kit.button(say("Back"), lambda: self._show(0), icon_name="back")
        self.again = kit.button(say("Print it again …"), self._reprint, icon_name="printer")
        self.act = kit.button(say("Take it out"), self._go, "primary")
        self._name, self._first = kit.label(role="heading"), kit.label(wrap=True)
        self._code_field = FormField(kit, say("Code of the label"), self.code)
        self._reason_field = FormField(kit, say("Why"), self.reason)
        self._last = kit.label(wrap=True)
        self._steps = QStackedWidget()
        self._steps.addWidget(six)
        self._steps.addWidget(
            box(column(self._name, self._first, self._code_field, self._reason_field, self._last, 1))
        )
        self.lay_out(
            self._steps,
            buttons=(self.why, self.back, kit.button(say("Close"), self.reject), self.again, self.act),
        )
        self._show(0)
        plant = work.plant
        work.background.run(
            lambda _report: rights.holds(plant, Right.REPRINT), receiver=self, done=self._allow
        )

    def _choose(self, picture: str) -> None:
        problem = self._problem = next(one for one in PROBLEMS if one.picture == picture)
        word = self.work.language.word
        takes_label = problem.way in {_Way.SPOIL, _Way.SAMPLE}
        word(self._name, PICTURES[picture])
        word(self._first, say("{n}. {step}", n=1, step=problem.first))
        self._code_field.setVisible(takes_label)
        self._code_field.trouble(None)
        self.code.clear()
        # Set, not worded: what a person typed here is not to be changed by a switch of the language.
        self.reason.setText("" if problem.reason is None else self.work.language(problem.reason))
        self._reason_field.show_name(_ASKED[problem.way])
        word(self._last, say("{n}. {step}", n=2, step=_LAST[problem.way]))
        word(self.act, _DO[problem.way])
        self._show(1)
        (self.code if takes_label else self.reason).setFocus()

    def _show(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self.notice.hide()
        self.why.setVisible(step == 0)
        self.back.setVisible(step == 1)
        self.act.setVisible(step == 1)
        self.again.setVisible(step == 1 and self._problem.may_reprint and self._may_reprint)

    def _allow(self, may_reprint: bool) -> None:
        self._may_reprint = may_reprint and self._item.job.coder is None

    def _reprint(self) -> None:
        job_id = self._item.job.id
        if ReprintLabel(self.work, job_id, self.code.code(), self.reason.text(), self).ask():
            self.accept()

    def _why(self) -> None:
        job = self._item.job
        WhyNotPrinting(self.work, job.printer, job.id).ask()

    def _go(self) -> None:
        problem, plant, job_id = self._problem, self.work.plant, self._item.job.id
        code, reason = self.code.code().strip(), self.reason.text()
        if problem.way in {_Way.SPOIL, _Way.SAMPLE} and not code:
            self._code_field.trouble(say("Scan the label, or type its 20 digits."))
            self.code.setFocus()
            return
        self.act.setEnabled(False)
        self.work.background.run(
            lambda _report: _act(plant, job_id, problem.way, code, reason),
            receiver=self,
            done=self._finished,
            failed=self.notice.trouble,
            ended=lambda: self.act.setEnabled(True),
        )

    def _finished(self, changes: Changes) -> None:
        self.work.messages.done(_DONE[self._problem.way])
        self.work.announce(changes)
        self.accept()


def _act(plant: Plant, job_id: int, way: _Way, code: str, reason: str) -> Changes:
    match way:
        case _Way.SPOIL:
            return label_events.spoil(plant, job_id, code, reason)[1]
        case _Way.SAMPLE:
            return label_events.sample(plant, job_id, code, reason)[1]
        case _Way.ROLL:
            return label_events.note(plant, job_id, Happening.ROLL_CHANGED, reason)
        case _Way.NOTE:
            return label_events.note(plant, job_id, Happening.OTHER, reason)


_ASKED: Final = {
    _Way.SPOIL: say("Why"),
    _Way.SAMPLE: say("What for"),
    _Way.ROLL: say("Number of the new roll"),
    _Way.NOTE: say("What happened"),
}
_LAST: Final = {
    _Way.SPOIL: say("Destroy the label. Its code is spoiled and never used again."),
    _Way.SAMPLE: say("Put the sample where samples are kept."),
    _Way.ROLL: say("The last label of the old roll is noted with it."),
    _Way.NOTE: say("Tell whoever must know of it."),
}
_DO: Final = {
    _Way.SPOIL: say("It is destroyed"),
    _Way.SAMPLE: say("Sample taken"),
    _Way.ROLL: say("Roll changed"),
    _Way.NOTE: say("Note it"),
}
_DONE: Final = {
    _Way.SPOIL: say("The label is out, its code is spoiled."),
    _Way.SAMPLE: say("The sample is noted, its code is used up."),
    _Way.ROLL: say("Noted in the audit trail."),
    _Way.NOTE: say("Noted in the audit trail."),
}
