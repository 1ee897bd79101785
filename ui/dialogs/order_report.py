"""The report of an order: what is in it, as a sheet, and the PDF file."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from desktop.errors import PackmarkError
from desktop.exchange.new_file import safe_name
from desktop.exchange.order_report_facts import OrderReport
from desktop.operations import order_report
from desktop.texts import Text, say, say_count
from ui.dialogs.dialog import Dialog
from ui.kit import emptied, facts, scrolling
from ui.style import GRID
from ui.widgets.work_strip import WorkStrip
from ui.wording import Mark, Offer, day, level_name, moment, number
from ui.workplace import Workplace

_SHEET_PX = 52 * GRID


class ReportOfOrder(Dialog):
    """Shows what the report tells, section by section, and writes it.

    Attributes:
        save: asks for a file and writes it.
    """

    def __init__(self, work: Workplace, order_id: int, parent: QWidget | None) -> None:
        super().__init__(work, say("Report of the order"), parent)
        kit = work.kit
        self._order_id = order_id
        self._number = ""
        self._kind = kit.label(say("Reading what the order did …"), "muted", wrap=True)
        self._sheet = QFrame()
        self._sheet.setProperty("role", "card")
        self._lines = facts()
        self._lines.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self._lines.setColumnStretch(1, 1)
        self._sheet.setLayout(self._lines)
        self.strip = WorkStrip(kit)
        self.save = kit.button(say("Save as PDF"), self._save, "primary", icon_name="report")
        self.save.setDefault(True)
        self.save.setEnabled(False)
        area = scrolling(self._sheet)
        self._sheet.setProperty("role", "card")
        area.setMinimumHeight(_SHEET_PX)
        self.lay_out(
            self._kind,
            area,
            self.strip,
            buttons=(kit.button(say("Close"), self.reject), self.save),
        )
        self.setMinimumWidth(96 * GRID)
        plant = work.plant
        work.background.run(
            lambda _report: order_report.contents(plant, order_id),
            receiver=self,
            done=self._show,
            failed=self._failed,
        )

    def _show(self, report: OrderReport) -> None:
        self._number = report.number
        emptied(self._lines)
        kit = self.work.kit
        kind = (
            say("As kept since the order was closed: the same file comes again, byte for byte.")
            if report.closing
            else say("A draft: the order is open, and what is told here may still change.")
        )
        self.work.language.word(self._kind, kind)
        for line, (name, value) in enumerate(_sections(report)):
            self._lines.addWidget(kit.label(name, "muted"), line, 0)
            told = kit.label(wrap=True)
            if isinstance(value, Text):
                self.work.language.word(told, value)
            else:
                told.setText(value)
            self._lines.addWidget(told, line, 1)
        self.save.setEnabled(True)

    def _save(self) -> None:
        title = self.work.language(say("Save as PDF"))
        name, _ = QFileDialog.getSaveFileName(self, title, f"{safe_name(self._number)}.pdf", "PDF (*.pdf)")
        if not name:
            return
        plant, order_id, path = self.work.plant, self._order_id, Path(name)
        language = self.work.language.code
        self.save.setEnabled(False)
        task = self.work.background.run(
            lambda _report: order_report.write(plant, order_id, path, language),
            receiver=self,
            done=lambda _nothing: self._saved(path),
            failed=self._failed,
            ended=self._ended,
        )
        self.strip.begin(say("Writing the report"), task)
        self.strip.cancel.hide()

    def _ended(self) -> None:
        self.strip.end()
        self.save.setEnabled(True)

    def _saved(self, path: Path) -> None:
        self.notice.tell(
            Mark.DONE,
            say("Saved as {path}.", path=str(path)),
            offer=Offer(say("Open"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))),
        )
        self.grow()

    def _failed(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()


def _sections(report: OrderReport) -> Iterator[tuple[Text, Text | str]]:
    """Yield what stands in the report, in its order."""
    yield say("Order"), say("{number}, {state}", number=report.number, state=report.state)
    yield say("Product"), report.product
    yield (
        say("Batch"),
        say(
            "{lot}, made {made}, expires {expiry}",
            lot=report.lot,
            made=day(report.made),
            expiry=day(report.expiry),
        ),
    )
    yield say("Packing line"), say("{line}, {units} units", line=report.line, units=number(report.units))
    for level in report.levels:
        yield (
            level_name(level.level),
            say(
                "{issued} codes given, {packed} packed, {returned} back in the pool: {verdict}",
                issued=number(level.issued),
                packed=number(level.counts.packed),
                returned=number(level.counts.returned),
                verdict=say("adds up") if level.balances else say("does not add up"),
            ),
        )
    for told in report.closing:
        yield say("Closing"), told
    yield (
        say("Still open"),
        say_count("{n} matter, with what to do", "{n} matters, each with what to do", n=len(report.open))
        if report.open
        else say("nothing"),
    )
    yield say("Exceptions"), _count(len(report.exceptions) + report.more_exceptions)
    yield say("Grades"), _count(len(report.grades))
    yield say("Print jobs"), _count(len(report.printers))
    yield say("People"), _count(len(report.people))
    yield say("Files that left"), _count(len(report.files))
    yield (
        say("Audit trail"),
        say(
            "{n} records, head {head}",
            n=number(report.audit_records),
            head=report.audit_head[:16],
        ),
    )
    yield say("As of"), moment(report.written_at)


def _count(n: int) -> Text | str:
    return number(n) if n else say("none")
