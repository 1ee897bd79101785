"""Checking a relation file, whoever wrote it: every fault with its line."""

from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from desktop.errors import PackmarkError
from desktop.exchange.relation_faults import Fault
from desktop.operations import relation_check
from desktop.operations.relation_check import CheckedRelation
from desktop.products.packing import Reading
from desktop.texts import Text, say, say_count
from ui.background import Task
from ui.dialogs.dialog import Dialog
from ui.kit import box, column, row
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.form import FormField
from ui.widgets.state_badge import StateBadge
from ui.widgets.work_strip import WorkStrip
from ui.wording import Mark, number
from ui.workplace import Workplace


class _Codes(StrEnum):
    """What is asked of the codes of a file."""

    COMPARED = "compared"
    OWN = "own"
    ALONE = "alone"


_CODES: dict[_Codes, Text] = {
    _Codes.COMPARED: say("are compared, where this plant knows them"),
    _Codes.OWN: say("must all be of this plant"),
    _Codes.ALONE: say("are not looked up: the file alone"),
}


class CheckRelation(Dialog):
    """Reads one file and lists what is wrong with it; nothing is stored.

    Attributes:
        found: of the last check; None before.
    """

    def __init__(self, work: Workplace, parent: QWidget | None) -> None:
        super().__init__(work, say("Check a relation file"), parent)
        kit = work.kit
        self.found: CheckedRelation | None = None
        self._path: Path | None = None
        self._task: Task | None = None
        self._leaving = False
        self.choose = kit.button(say("Choose a file …"), self._choose, "primary", icon_name="import")
        self.again = kit.button(say("Check again"), self._check, icon_name="refresh")
        self.reading = QComboBox()
        for reading, name in (
            (Reading.CUMULATIVE, say("cumulative: packs in the largest pack")),
            (Reading.NESTED, say("nested: packs in the next larger pack")),
        ):
            self.reading.addItem(work.language(name), reading.value)
        self.codes = QComboBox()
        for codes, name in _CODES.items():
            self.codes.addItem(work.language(name), codes.value)
        self.badge = StateBadge(kit.language)
        self.badge.show_state(Mark.IDLE, say("No file yet"))
        self._sum = kit.label(
            say(
                "A relation file of this or another system is read whole: its structure, each pack and its "
                "parent, and what this plant knows of its codes. Nothing is stored."
            ),
            wrap=True,
        )
        self._file = kit.label(role="muted", wrap=True)
        self.strip = WorkStrip(kit)
        self.table: Table[Fault] = Table(work, say("Faults"), _columns())
        head = row(self.badge, box(column(self._sum, self._file, spacing=2)))
        head.setStretch(1, 1)
        asked = row(
            FormField(kit, say("Pack ratios are"), self.reading),
            FormField(kit, say("Its codes"), self.codes),
            1,
            self.choose,
            self.again,
            spacing=GRID,
        )
        for button in (self.choose, self.again):
            asked.setAlignment(button, Qt.AlignmentFlag.AlignBottom)
        self._advice = kit.label(
            say(
                "Let the system that wrote the file put these right and write it anew; a file that is mended "
                "by hand no longer equals what that system knows."
            ),
            "muted",
            wrap=True,
        )
        self._advice.hide()
        self.lay_out(
            asked,
            head,
            self.strip,
            kit.card(self.table, self._advice, spacing=GRID),
            buttons=(kit.button(say("Close"), self.reject),),
        )
        self.layout().itemAt(1).layout().setStretch(3, 1)  # type: ignore[union-attr]  # the faults
        self.resize(116 * GRID, 72 * GRID)
        self.again.setEnabled(False)
        self.choose.setFocus()

    def reject(self) -> None:
        """Leave; a check that runs is cancelled first."""
        if self._task is None:
            super().reject()
        else:
            self._leaving = True
            self._task.cancel()

    def take(self, path: Path) -> None:
        """Check a file."""
        self._path = path
        self._check()

    def _choose(self) -> None:
        title = self.work.language(say("Relation file"))
        name, _ = QFileDialog.getOpenFileName(self, title, "", "XML (*.xml)")
        if name:
            self.take(Path(name))

    def _check(self) -> None:
        path = self._path
        if path is None:
            return
        self.notice.hide()
        self._enable(on=False)
        self._file.setText(path.name)
        self.badge.show_state(Mark.RUNNING, say("Being read"))
        codes = _Codes(str(self.codes.currentData()))
        check = partial(
            relation_check.check_relation,
            self.work.plant,
            path,
            Reading(str(self.reading.currentData())),
            own=codes is _Codes.OWN,
            alone=codes is _Codes.ALONE,
        )
        self._task = self.work.background.run(
            lambda report: check(report=report),
            receiver=self,
            done=self._show,
            failed=self._fail,
            progress=self.strip.progress,
            ended=self._end,
        )
        self.strip.begin(say("Reading {file}", file=path.name), self._task)

    def _show(self, found: CheckedRelation) -> None:
        self.found = found
        self.table.put(found.faults)
        self._advice.setVisible(not found.sound)
        if found.sound:
            self.badge.show_state(Mark.DONE, say("Sound"))
        else:
            told = say_count("{n} fault", "{n} faults", n=found.findings.total)
            self.badge.show_state(Mark.STOPPED, told)
        self.work.language.word(self._sum, _sum(found))

    def _fail(self, error: PackmarkError) -> None:
        self.found = None
        self.table.put(())
        self.badge.show_state(Mark.STOPPED, say("Refused"))
        self.work.language.word(self._sum, None)
        self.notice.trouble(error)

    def _end(self) -> None:
        if self._task is not None and self._task.cancelled:
            self.badge.show_state(Mark.IDLE, say("Not checked"))
        self._task = None
        self.strip.end()
        self._enable(on=True)
        if self._leaving:
            super().reject()

    def _enable(self, *, on: bool) -> None:
        for field in (self.choose, self.again, self.reading, self.codes):
            field.setEnabled(on)


def _sum(found: CheckedRelation) -> Text:
    findings = found.findings
    told = say(
        "Product {product}, ratio {ratio}, lots {lots}: {all} codes, {largest} largest packs, {smallest} "
        "smallest packs, {unknown} not of this plant.",
        product=findings.type_no or findings.product_code or "\N{EN DASH}",
        ratio=findings.cascade or "\N{EN DASH}",
        lots=", ".join(findings.lots) or "\N{EN DASH}",
        all=number(findings.all),
        largest=number(findings.largest),
        smallest=number(findings.smallest),
        unknown=number(found.unknown),
    )
    if findings.total > len(found.faults):
        return say("{sum} The first {n} faults are listed.", sum=told, n=number(len(found.faults)))
    return told


def _columns() -> tuple[Column[Fault], ...]:
    return (
        Column(say("Line"), lambda fault: fault.line, mark=lambda _fault: Mark.STOPPED),
        Column(say("What is wrong"), lambda fault: fault.text, wide=True),
    )
