"""One grade on record: its symbol, its figures, and what else was measured of the same label."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from desktop.changes import Changes
from desktop.operations import inspections
from desktop.operations.plant import Plant
from desktop.products.quality import GradeRecord, occasion_name
from desktop.texts import Text, joined, say
from ui.dialogs.dialog import Dialog
from ui.dialogs.give_reason import GiveReason
from ui.kit import box, column, facts, row
from ui.quality.quality_words import VERDICTS, grade_of, label_of
from ui.quality.record_figures import Figure, figures_of
from ui.quality.records_view import record_columns, source_of
from ui.quality.taking import Taking
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.state_badge import StateBadge
from ui.wording import code_grouped, moment
from ui.workplace import Workplace

_PICTURE_PX = 40 * GRID
_WIDTH_PX, _HEIGHT_PX = 126 * GRID, 82 * GRID
_ROWS = 3
"""Other measurements that are seen at once."""


class ShowRecord(Dialog):
    """Shows a grade; another one of the same label is shown by opening it.

    Attributes:
        again: the sample that the person wants to measure again, or None.
    """

    def __init__(self, work: Workplace, record: GradeRecord, parent: QWidget | None) -> None:
        super().__init__(work, say("Grade on record"), parent)
        kit = work.kit
        self.record = record
        self.again: Taking | None = None
        self.badge = StateBadge(work.language)
        self.grade = kit.label(role="title")
        self.told = kit.label(wrap=True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.picture = QLabel()
        self.picture.setFixedSize(_PICTURE_PX, _PICTURE_PX // 2)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        work.language.word(self.picture, say("Picture of the symbol"), "setAccessibleName")
        self._facts = {name: kit.label(role="", wrap=True) for name in _FACTS}
        self._facts["data"] = kit.code_label(wrap=True)
        for label in self._facts.values():
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        names = facts(*((kit.label(text, "muted"), self._facts[name]) for name, text in _FACTS.items()))
        names.setVerticalSpacing(GRID // 2)
        self.figures: Table[Figure] = Table(work, say("Figures"), _figure_columns(), tools=False)
        self.others: Table[GradeRecord] = Table(
            work, say("Other measurements of this label"), record_columns(), tools=False
        )
        self.others.opened.connect(self.show_record)
        self.others_title = kit.label(say("Other measurements of this label"), "heading")
        self.measure_again = kit.button(say("Measure again …"), self._measure_again, icon_name="refresh")
        self.beside = kit.button(say("Type in a verifier's result …"), self._beside, icon_name="edit")
        self.nothing = kit.label(
            say("The verifier told its grade alone: there are no other figures."), "muted", wrap=True
        )
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        left = box(column(self.picture, names, 1, spacing=GRID))
        left.setFixedWidth(_PICTURE_PX + 4 * GRID)
        body = row(left, self.figures, self.nothing, spacing=3 * GRID)
        body.setStretch(1, 1)
        body.setStretch(2, 1)
        head = row(self.badge, self.grade, 1, spacing=2 * GRID)
        close = kit.button(say("Close"), self.reject, "primary")
        self.lay_out(
            head,
            self.told,
            body,
            self.others_title,
            self.others,
            buttons=(self.measure_again, self.beside, close),
        )
        self.layout().itemAt(1).layout().setStretch(2, 1)  # type: ignore[union-attr]  # the body
        self.resize(_WIDTH_PX, _HEIGHT_PX)
        work.changed.connect(self._read_again)
        self.show_record(record)

    def show_record(self, record: GradeRecord) -> None:
        """Show a grade."""
        self.record = record
        word = self.work.language
        self.badge.show_state(*VERDICTS[record.verdict])
        needed = say("needed {minimum}", minimum=f"{record.minimum:.1f}")
        shown = (grade_of(record), record.formal, word(needed))
        self.grade.setText("   ".join(part for part in shown if part))
        self._tell(record)
        for name, text in _facts_of(record).items():
            word.word(self._facts[name], text)
        figures = figures_of(record)
        self.figures.put(figures)
        self.figures.setVisible(bool(figures))
        self.nothing.setVisible(not figures)
        self.measure_again.setVisible(record.job_id is not None)
        plant = self.work.plant
        self.work.background.run(
            lambda _report: (inspections.picture_of(plant, record.id), _others(plant, record)),
            receiver=self,
            done=lambda found: self._show_more(record, *found),
            failed=self.notice.trouble,
        )

    def _read_again(self, _changes: Changes) -> None:
        """Something was recorded meanwhile: it may be of this label."""
        self.show_record(self.record)

    def _tell(self, record: GradeRecord) -> None:
        """Say what is wrong, or why nothing is known."""
        parts = (*record.faults, *record.not_measurable)
        if not record.calibrated:
            parts = (*parts, say("It was measured without calibration: it never passes."))
        self.told.setVisible(bool(parts))
        if parts:
            language = self.work.language
            language.word(self.told, say("{told}", told=joined(parts, language.code)))

    def _show_more(self, record: GradeRecord, png: bytes, others: tuple[GradeRecord, ...]) -> None:
        if record is not self.record:
            return
        picture = QPixmap()
        if png and picture.loadFromData(png, "PNG"):
            room = self.picture.size()
            smooth = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, smooth))
        else:
            self.work.language.word(self.picture, say("There is no picture of it."))
        self.others.put(others)
        self.others.fit_height(_ROWS)
        self.others.setVisible(bool(others))
        self.others_title.setVisible(bool(others))

    def _measure_again(self) -> None:
        record = self.record
        asked = GiveReason(
            self.work,
            say("Measure again"),
            say(
                "Take the same label, or another one if its code was taken out. Both grades stay on record; "
                "the batch may be released once the new one passes."
            ),
            say("Take its picture"),
            None,
            self,
        )
        if asked.ask():
            self.again = Taking.again(record, asked.given)
            self.accept()

    def _beside(self) -> None:
        from ui.dialogs.external_result import TypeInResult  # noqa: PLC0415 (start-up)

        TypeInResult(self.work, self, beside=self.record).ask()


_FACTS: dict[str, Text] = {
    "label": say("Label"),
    "data": say("Data"),
    "symbology": say("Symbology"),
    "edition": say("Edition"),
    "by": say("Graded by"),
    "at": say("When"),
    "printer": say("Printer"),
    "reason": say("Reason"),
}


def _facts_of(record: GradeRecord) -> dict[str, Text]:
    label = say(
        "{label} of job {job}, {occasion}",
        label=label_of(record),
        job=record.job_id if record.job_id is not None else "–",
        occasion=occasion_name(record.occasion),
    )
    plain = {
        "data": code_grouped(record.data) or "–",
        "symbology": record.symbology,
        "edition": record.edition or "–",
        "at": moment(record.at),
        "printer": record.printer or "–",
        "reason": record.reason or "–",
    }
    told = {name: say("{value}", value=value) for name, value in plain.items()}
    return {"label": label, "by": source_of(record), **told}


def _others(plant: Plant, record: GradeRecord) -> tuple[GradeRecord, ...]:
    """Return what else was measured of the label, by us and by verifiers, the newest first."""
    found = () if not record.code else inspections.find(plant, record.code)
    if record.job_id is not None and record.number is not None:
        of_sample = (one for one in inspections.of_job(plant, record.job_id) if one.number == record.number)
        found = (*found, *of_sample)
    others = {one.id: one for one in found if one.id != record.id}
    return tuple(others[number] for number in sorted(others, reverse=True))


def _figure_columns() -> tuple[Column[Figure], ...]:
    return (
        Column(say("Parameter"), lambda one: one.name, mark=lambda one: one.mark, wide=True),
        Column(say("Value"), lambda one: one.value),
        Column(say("Grade"), lambda one: "" if one.grade is None else f"{one.grade:.1f}"),
    )
