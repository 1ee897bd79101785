"""Grades on record as a table; one is opened, and results of a verifier are put beside them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from desktop.products.quality import GradeRecord, Source
from desktop.texts import Text, say
from ui.kit import column, row
from ui.quality.quality_words import VERDICTS, grade_of, label_of
from ui.quality.taking import Taking
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.empty import EmptyPage
from ui.wording import code_grouped, moment
from ui.workplace import Workplace

_FULL, _EMPTY = range(2)
_DEVICE_PX = 20 * GRID
_TO_THE_MINUTE = len("2026-11-22 06:42")


class RecordsView(QWidget):
    """Lists grades, the newest first.

    Signals:
        again_wanted: (Taking) a label is to be measured again.
    """

    again_wanted = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self.table: Table[GradeRecord] = Table(work, say("Grades on record"), record_columns(symbology=False))
        self.table.export.hide()
        self.table.opened.connect(self.open_record)
        self.table.chosen.connect(lambda _row: self._enable())
        self.open = kit.button(say("Open"), self._open_chosen, icon_name="eye")
        self.type_in = kit.button(
            say("Type in a verifier's result …"), self._type_in, "quiet", icon_name="edit"
        )
        self.bring_in = kit.button(
            say("Import a verifier's file …"), self._bring_in, "quiet", icon_name="import"
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyPage(
                kit,
                "quality",
                say("Nothing is graded yet"),
                say("Grade the samples that are due, or take over what a verifier beside Packmark says."),
            )
        )
        layout = column(
            self._stack, row(self.open, 1, self.type_in, self.bring_in, spacing=GRID), spacing=GRID
        )
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._enable()

    def show_records(self, records: Sequence[GradeRecord]) -> None:
        """Show grades; they come the oldest first."""
        self.table.put(tuple(reversed(records)), same=lambda one, before: one.id == before.id)
        if records and self.table.chosen_row() is None:
            self.table.view.selectRow(0)
        self._stack.setCurrentIndex(_FULL if records else _EMPTY)
        self._enable()

    def open_record(self, record: GradeRecord) -> None:
        """Show one grade with everything that is known of it."""
        open_record(self._work, record, self, self.again_wanted.emit)

    def _enable(self) -> None:
        self.open.setEnabled(self.table.chosen_row() is not None)

    def _open_chosen(self) -> None:
        chosen = self.table.chosen_row()
        if chosen is not None:
            self.open_record(chosen)

    def _type_in(self) -> None:
        from ui.dialogs.external_result import TypeInResult  # noqa: PLC0415 (start-up)

        TypeInResult(self._work, self, beside=self.table.chosen_row()).ask()

    def _bring_in(self) -> None:
        from ui.dialogs.import_results import ImportResults  # noqa: PLC0415 (start-up)

        word = self._work.language
        name, _ = QFileDialog.getOpenFileName(
            self, word(say("File of a verifier")), "", word(say("Tables (*.csv *.txt *.tsv)"))
        )
        if name:
            ImportResults(self._work, Path(name), self).ask()


def open_record(
    work: Workplace, record: GradeRecord, parent: QWidget, again: Callable[[Taking], object]
) -> None:
    """Show one grade; ``again`` is called if the person wants to measure its label again."""
    from ui.dialogs.grade_record import ShowRecord  # noqa: PLC0415 (start-up)

    dialog = ShowRecord(work, record, parent)
    dialog.ask()
    if dialog.again is not None:
        again(dialog.again)


def record_columns(*, symbology: bool = True) -> tuple[Column[GradeRecord], ...]:
    """Return how grades are listed; without ``symbology`` where there is little room."""
    kind: Column[GradeRecord] = Column(say("Symbology"), lambda one: one.symbology)
    return (
        Column(
            say("Verdict"), lambda one: VERDICTS[one.verdict][1], mark=lambda one: VERDICTS[one.verdict][0]
        ),
        Column(say("Grade"), grade_of),
        Column(say("Label"), label_of),
        *((kind,) if symbology else ()),
        Column(say("Code"), lambda one: code_grouped(one.code) or "–", code=True, wide=True),
        Column(say("Graded by"), device_of, width=_DEVICE_PX),
        Column(say("When"), lambda one: moment(one.at)[:_TO_THE_MINUTE]),
    )


def device_of(record: GradeRecord) -> Text:
    """Say what graded."""
    if record.source is Source.VERIFIER:
        return say("verifier {device}", device=record.device)
    return say("{value}", value=record.device)


def source_of(record: GradeRecord) -> Text:
    """Say what graded, who put it on record, and which grade it repeats."""
    device = device_of(record)
    if record.repeat_of is None:
        return say("{device}, {by}", device=device, by=record.by)
    return say("{device}, {by} (again, after grade {id})", device=device, by=record.by, id=record.repeat_of)
