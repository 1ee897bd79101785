"""Bringing product files in: each line, problem and offered mend is seen before anything is stored."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QListWidget, QListWidgetItem, QWidget

from desktop.errors import PackmarkError
from desktop.operations import product_exchange
from desktop.operations.product_exchange import (
    Action,
    Mend,
    PreviewRow,
    ProductsImported,
    ProductsPreview,
    SheetProblem,
    action_title,
)
from desktop.products.packing import Reading
from desktop.texts import Text, say, say_count
from ui.dialogs.dialog import Dialog
from ui.kit import box, column, row
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.form import FormField
from ui.widgets.state_badge import StateBadge
from ui.widgets.tabs import Tabs
from ui.wording import Mark, number
from ui.workplace import Workplace

_ACTION_MARKS: dict[Action, Mark] = {
    Action.ADD: Mark.DONE,
    Action.COMPLETE: Mark.DONE,
    Action.REVISE: Mark.ATTENTION,
    Action.UNCHANGED: Mark.IDLE,
    Action.REFUSED: Mark.STOPPED,
}


class ImportProducts(Dialog):
    """Previews one file and imports it as it is seen."""

    def __init__(self, work: Workplace, path: Path, parent: QWidget) -> None:
        super().__init__(work, say("Import products"), parent)
        kit = work.kit
        self._path = path
        self._asked = 0
        self._mends: dict[Mend, bool] = {}
        self.preview: ProductsPreview | None = None
        self._file = kit.label(role="muted", wrap=True)
        self._file.setText(path.name)
        self.badge = StateBadge(kit.language)
        self._sum = kit.label(wrap=True)
        self.reading = QComboBox()
        self.reading.addItem(
            work.language(say("cumulative: packs in the largest pack")), Reading.CUMULATIVE.value
        )
        self.reading.addItem(
            work.language(say("nested: packs in the next larger pack")), Reading.NESTED.value
        )
        self.reading.currentIndexChanged.connect(lambda _index: self._read())
        self.rows: Table[PreviewRow] = Table(work, say("Lines"), _row_columns(), tools=False)
        self.problems: Table[SheetProblem] = Table(work, say("Problems"), _problem_columns(), tools=False)
        self.mends = QListWidget()
        self.mends.itemChanged.connect(self._mend_ticked)
        work.language.word(self.mends, say("Offered mends"), "setAccessibleName")
        self.all_mends = kit.button(say("Accept all mends"), self._accept_all, "quiet")
        self.tabs = Tabs(kit)
        self.tabs.add(say("Lines"), kit.card(self.rows))
        self.tabs.add(say("Problems"), kit.card(self.problems))
        mends_explained = kit.label(
            say("Nothing is mended silently: tick what the file was meant to say."), "muted", wrap=True
        )
        above = row(mends_explained, self.all_mends)
        above.setStretch(0, 1)
        self.tabs.add(say("Offered mends"), kit.card(above, self.mends, spacing=GRID))
        self.revise = QCheckBox()
        work.language.word(
            self.revise, say("Where data differ, save them (a new version where a job printed)")
        )
        self.revise.toggled.connect(lambda _on: self._enable())
        self.go = kit.button(say("Import"), self._import, "primary")
        head = row(
            self.badge,
            box(column(self._sum, self._file, spacing=2)),
            FormField(kit, say("Pack ratios are"), self.reading),
        )
        head.setStretch(1, 1)
        self.lay_out(
            head,
            self.tabs,
            self.revise,
            buttons=(kit.button(say("Cancel"), self.reject), self.go),
        )
        self.layout().itemAt(1).layout().setStretch(1, 1)  # type: ignore[union-attr]  # the tabs
        self.resize(124 * GRID, 80 * GRID)
        self._read()

    def _read(self) -> None:
        self._asked += 1
        asked, plant, path = self._asked, self.work.plant, self._path
        reading = Reading(str(self.reading.currentData()))
        mends = tuple(mend for mend, accepted in self._mends.items() if accepted)
        self.go.setEnabled(False)
        self.badge.show_state(Mark.RUNNING, say("Being read"))
        self.work.background.run(
            lambda _report: product_exchange.preview_products(plant, path, reading=reading, mends=mends),
            receiver=self,
            done=lambda preview: self._show(asked, preview),
            failed=self._fail,
        )

    def _fail(self, error: PackmarkError) -> None:
        self.badge.show_state(Mark.STOPPED, say("Refused"))
        self.notice.trouble(error)

    def _show(self, asked: int, preview: ProductsPreview) -> None:
        if asked != self._asked:
            return
        first = self.preview is None
        self.preview = preview
        self.notice.hide()
        self.rows.put(preview.rows)
        self.problems.put(preview.problems)
        for problem in preview.problems:
            if problem.mend is not None:
                self._mends.setdefault(problem.mend, False)
        self._show_mends()
        sound = preview.importable
        self.badge.show_state(
            Mark.DONE if sound and not preview.problem_count else Mark.ATTENTION if sound else Mark.STOPPED,
            say("Sound") if sound else say("Not importable"),
        )
        kind = " ".join(part.upper() for part in (preview.kind, preview.encoding) if part)
        self.work.language.word(
            self._sum,
            say(
                "{added} new, {completed} completed, {differ} differ, {unchanged} known already, "
                "{refused} refused ({kind})",
                added=number(preview.count(Action.ADD)),
                completed=number(preview.count(Action.COMPLETE)),
                differ=number(preview.count(Action.REVISE)),
                unchanged=number(preview.count(Action.UNCHANGED)),
                refused=number(preview.count(Action.REFUSED)),
                kind=kind,
            ),
        )
        word = self.work.language.word
        word(
            self.tabs.buttons[1],
            say_count("{n} problem", "{n} problems", n=preview.problem_count),
        )
        word(
            self.tabs.buttons[2],
            say_count("{n} offered mend", "{n} offered mends", n=len(self._mends)),
        )
        if first and preview.problem_count:
            self.tabs.choose(2 if self._mends else 1)
        self._enable()

    def _enable(self) -> None:
        preview = self.preview
        differ = preview is not None and preview.count(Action.REVISE) > 0
        self.revise.setVisible(differ)
        ready = preview is not None and preview.importable and (not differ or self.revise.isChecked())
        self.go.setEnabled(ready)

    def _show_mends(self) -> None:
        self.mends.blockSignals(True)
        self.mends.clear()
        for mend, accepted in self._mends.items():
            text = say(
                "Line {line}, {column}: “{found}” → “{proposed}”. {why}",
                line=mend.line,
                column=mend.column,
                found=mend.found,
                proposed=mend.proposed,
                why=mend.why,
            )
            item = QListWidgetItem(self.work.language(text))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if accepted else Qt.CheckState.Unchecked)
            self.mends.addItem(item)
        self.mends.blockSignals(False)
        self.tabs.buttons[2].setVisible(bool(self._mends))
        self.all_mends.setEnabled(not all(self._mends.values()))

    def _mend_ticked(self, item: QListWidgetItem) -> None:
        mend = list(self._mends)[self.mends.row(item)]
        self._mends[mend] = item.checkState() == Qt.CheckState.Checked
        self._read()

    def _accept_all(self) -> None:
        self._mends = dict.fromkeys(self._mends, True)
        self._read()

    def _import(self) -> None:
        preview = self.preview
        if preview is None:
            return
        plant, path, revise = self.work.plant, self._path, self.revise.isChecked()
        reading = Reading(str(self.reading.currentData()))
        mends = tuple(mend for mend, accepted in self._mends.items() if accepted)
        self.go.setEnabled(False)
        self.work.background.run(
            lambda _report: product_exchange.import_products(
                plant, path, reading=reading, mends=mends, revise=revise, expected_sha256=preview.sha256
            ),
            receiver=self,
            done=self._imported,
            failed=self.notice.trouble,
            ended=self._enable,
        )

    def _imported(self, found: ProductsImported) -> None:
        self.work.announce(found.changes)
        self.work.messages.done(
            say(
                "{file}: {added} products added, {completed} completed, {revised} revised, {unchanged} known "
                "already.",
                file=self._path.name,
                added=found.added,
                completed=found.completed,
                revised=found.revised,
                unchanged=found.unchanged,
            )
        )
        self.accept()


def _row_columns() -> tuple[Column[PreviewRow], ...]:
    return (
        Column(
            say("What happens"),
            lambda item: action_title(item.action),
            mark=lambda item: _ACTION_MARKS[item.action],
        ),
        Column(say("Line"), lambda item: item.line),
        Column(say("Product"), lambda item: item.product.name if item.product else "\N{EN DASH}", width=200),
        Column(
            say("Type number"),
            lambda item: item.product.type_no if item.product else "\N{EN DASH}",
            code=True,
        ),
        Column(say("In words"), _sentence, wide=True),
    )


def _sentence(item: PreviewRow) -> Text | str:
    return item.sentence or ""


def _problem_columns() -> tuple[Column[SheetProblem], ...]:
    return (
        Column(
            say("Weight"),
            lambda item: say("Forbids the import") if item.blocking else say("Please look"),
            mark=lambda item: Mark.STOPPED if item.blocking else Mark.ATTENTION,
        ),
        Column(say("Line"), lambda item: item.line),
        Column(say("Column"), lambda item: item.column),
        Column(say("Found"), lambda item: item.found, width=160),
        Column(say("What is wrong"), lambda item: item.text, wide=True),
    )
