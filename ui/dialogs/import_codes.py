"""Bringing code files in: choose them, see what is in each and what is wrong, then import."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.changes import Changes
from desktop.errors import Cancelled, PackmarkError
from desktop.operations import codes
from desktop.operations.codes import CodesPreview
from desktop.operations.plant import Plant, Report
from desktop.texts import Text, say, say_count
from ui.background import Task
from ui.dialogs.dialog import Dialog
from ui.kit import column, facts, row
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.empty import EmptyPage
from ui.widgets.form import FormField
from ui.widgets.steps import Steps
from ui.widgets.work_strip import WorkStrip
from ui.wording import Mark, code_grouped, level_name, number
from ui.workplace import Workplace

_KINDS = say("Code files (*.txt *.csv *.xlsx *.xml);;All files (*)")
_MOST_LISTED = 100
_CHOOSE, _CHECK, _DONE = range(3)


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file on its way in."""

    path: Path
    preview: CodesPreview | None = None
    outcome: Text | None = None
    failed: bool = False

    @property
    def state(self) -> tuple[Mark, Text]:
        """How far it is."""
        if self.outcome is not None:
            return (Mark.STOPPED, say("Refused")) if self.failed else (Mark.DONE, say("Imported"))
        if self.preview is None:
            return Mark.RUNNING, say("Being read")
        return (Mark.DONE, say("Sound")) if self.preview.importable else (Mark.STOPPED, say("Refused"))


class ImportCodes(Dialog):
    """The import of code files in three steps. Each file goes in whole or not at all."""

    def __init__(self, work: Workplace, paths: Sequence[Path], parent: QWidget) -> None:
        super().__init__(work, say("Import codes"), parent)
        kit = work.kit
        self._rows: list[FileRow] = []
        self._importing = False
        self._tasks: list[Task] = []
        self.steps = Steps(kit, say("Choose files"), say("Check"), say("Import"))
        self.choose = kit.button(say("Choose files …"), self.ask_files, "primary", icon_name="import")
        self.table: Table[FileRow] = Table(work, say("Files"), _columns(), tools=False)
        self.table.chosen.connect(self._show_file)
        self.strip = WorkStrip(kit)
        self._sentence = kit.label(wrap=True)
        self._facts = {name: kit.label(wrap=True) for name in ("product", "level", "count", "header")}
        self._first, self._last = kit.code_label(), kit.code_label()
        self.column = QComboBox()
        self.column.activated.connect(lambda _index: self._read_again())
        self._column_field = FormField(kit, say("Column with the codes"), self.column)
        self.problems = QPlainTextEdit()
        self.problems.setReadOnly(True)
        self._problem_heading = kit.label(role="heading")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_drop())
        self._stack.addWidget(self._make_check())
        self.more = kit.button(say("More files …"), self.ask_files, icon_name="add")
        self.go = kit.button(say("Import"), self._import, "primary")
        self.leave = kit.button(say("Cancel"), self.reject)
        self.lay_out(self.steps, column(self._stack), self.strip, buttons=(self.more, self.leave, self.go))
        self.layout().itemAt(1).layout().setStretch(1, 1)  # type: ignore[union-attr]  # the content
        self.resize(124 * GRID, 78 * GRID)
        self.setAcceptDrops(True)
        self._show_state()
        if paths:
            self.take(paths)

    def take(self, paths: Sequence[Path]) -> None:
        """Add files and read them."""
        known = {item.path for item in self._rows}
        for path in paths:
            if path not in known:
                self._rows.append(FileRow(path))
                self._read(path, None)
        self._show_rows()
        if self.table.chosen_row() is None and self._rows:
            self.table.choose(lambda _item: True)

    def ask_files(self) -> None:
        """Ask for files."""
        word = self.work.language
        names, _ = QFileDialog.getOpenFileNames(self, word(say("Import codes")), "", word(_KINDS))
        self.take([Path(name) for name in names])

    def rows(self) -> tuple[FileRow, ...]:
        """Return the files and how far each is."""
        return tuple(self._rows)

    def reject(self) -> None:
        """Cancel what is under way, or leave."""
        for task in self._tasks:
            task.cancel()
        if not self._importing:
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged here."""
        if event.mimeData().hasUrls() and not self._importing:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read files that are dropped here."""
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _make_drop(self) -> QWidget:
        return EmptyPage(
            self.work.kit,
            "import",
            say("Drop code files here"),
            say(
                "Code files of the platform, text files with one code a line, CSV or XLSX. Nothing is stored "
                "before you have seen what is in them; each file goes in whole or not at all."
            ),
            self.choose,
        )

    def _make_check(self) -> QWidget:
        kit = self.work.kit
        about = facts(
            (kit.label(say("Product"), "muted"), self._facts["product"]),
            (kit.label(say("First code"), "muted"), self._first),
            (kit.label(say("Level"), "muted"), self._facts["level"]),
            (kit.label(say("Last code"), "muted"), self._last),
            (kit.label(say("Codes"), "muted"), self._facts["count"]),
            (kit.label(say("Header"), "muted"), self._facts["header"]),
            columns=2,
        )
        detail = kit.card(
            self._sentence, about, self._column_field, self._problem_heading, self.problems, spacing=GRID
        )
        inner = detail.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.setStretchFactor(self.problems, 1)
        inner.addStretch(0)
        view = row(kit.card(self.table), detail)
        view.setStretch(0, 5)
        view.setStretch(1, 6)
        widget = QWidget()
        widget.setLayout(view)
        return widget

    def _read(self, path: Path, code_column: str | None) -> None:
        plant = self.work.plant
        task = self.work.background.run(
            lambda report: codes.preview_codes(plant, path, report, column=code_column),
            receiver=self,
            done=lambda preview: self._change(path, preview=preview),
            failed=lambda error: self._change(path, outcome=error.text, failed=True),
        )
        self._tasks.append(task)

    def _read_again(self) -> None:
        item = self.table.chosen_row()
        if item is not None and item.preview is not None and item.outcome is None:
            chosen = str(self.column.currentData())
            self._change(item.path, preview=None)
            self._read(item.path, chosen)

    def _change(self, path: Path, **values: object) -> None:
        self._rows = [
            replace(item, **values) if item.path == path else item  # type: ignore[arg-type]
            for item in self._rows
        ]
        self._show_rows()

    def _show_rows(self) -> None:
        self.table.put(self._rows, same=lambda one, other: one.path == other.path)
        chosen = self.table.chosen_row()
        if chosen is not None:
            self._show_file(chosen)
        self._show_state()

    def _show_state(self) -> None:
        ready = self._ready()
        reading = any(item.preview is None and item.outcome is None for item in self._rows)
        done = any(item.outcome is not None for item in self._rows) and not ready and not reading
        self._stack.setCurrentIndex(1 if self._rows else 0)
        self.steps.show_step(_CHOOSE if not self._rows else _DONE if self._importing or done else _CHECK)
        self.more.setVisible(bool(self._rows) and not self._importing)
        self.go.setEnabled(bool(ready) and not self._importing and not reading)
        total = sum(item.preview.count for item in ready if item.preview)
        word = self.work.language.word
        word(self.go, say("Import {n} codes", n=number(total)) if ready else say("Import"))
        self.go.setVisible(not done)
        word(self.leave, say("Close") if done else say("Cancel"))

    def _ready(self) -> list[FileRow]:
        return [
            item
            for item in self._rows
            if item.outcome is None and item.preview is not None and item.preview.importable
        ]

    def _show_file(self, item: FileRow) -> None:
        word = self.work.language.word
        preview = item.preview
        sentence = item.outcome or (preview.sentence if preview else say("The file is being read …"))
        word(self._sentence, sentence)
        missing = "\N{EN DASH}"
        self._facts["product"].setText((preview and preview.product) or missing)
        level = preview.level if preview else None
        self._facts["level"].setText(self.work.language(level_name(level)) if level else missing)
        self._facts["count"].setText(number(preview.count) if preview else missing)
        header = (preview and preview.header) or missing
        self._facts["header"].setText(header.replace("#", "#\N{ZERO WIDTH SPACE}"))  # where it may be broken
        self._first.setText(code_grouped(preview.first) if preview and preview.first else missing)
        self._last.setText(code_grouped(preview.last) if preview and preview.last else missing)
        self._show_columns(preview)
        self._show_problems(preview)

    def _show_columns(self, preview: CodesPreview | None) -> None:
        self._column_field.setVisible(bool(preview and preview.columns))
        self.column.clear()
        if preview is not None:
            for name in preview.columns:
                self.column.addItem(name, name)
            self.column.setCurrentIndex(self.column.findData(preview.column))

    def _show_problems(self, preview: CodesPreview | None) -> None:
        count = preview.problem_count if preview else 0
        self.problems.setVisible(bool(count))
        self._problem_heading.setVisible(bool(count))
        if preview is None or not count:
            return
        heading = say_count("{n} problem", "{n} problems", n=count)
        if count > _MOST_LISTED:
            heading = say("{count} problems, the first {n}:", count=number(count), n=_MOST_LISTED)
        self.work.language.word(self._problem_heading, heading)
        word = self.work.language
        self.problems.setPlainText("\n".join(word(problem) for problem in preview.problems))

    def _import(self) -> None:
        plant, paths = self.work.plant, [item.path for item in self._ready()]
        column_of = {item.path: item.preview.column for item in self._ready() if item.preview}
        self._importing = True
        self._show_state()
        task = self.work.background.run(
            lambda report: _import(plant, [(path, column_of[path]) for path in paths], report),
            receiver=self,
            done=self._imported,
            progress=self.strip.progress,
            ended=self._ended,
        )
        self._tasks.append(task)
        self.strip.begin(
            say_count("Importing {name}", "Importing {n} files", n=len(paths), name=paths[0].name), task
        )

    def _imported(self, outcomes: list[tuple[Path, Text, bool, Changes | None]]) -> None:
        for path, outcome, failed, changes in outcomes:
            self._change(path, outcome=outcome, failed=failed)
            if changes is not None:
                self.work.announce(changes)

    def _ended(self) -> None:
        self._importing = False
        self.strip.end()
        self._show_rows()
        self.table.choose(lambda item: item.outcome is not None)
        QTimer.singleShot(0, self, self.leave.setFocus)


def _import(
    plant: Plant, files: Sequence[tuple[Path, str | None]], report: Report
) -> list[tuple[Path, Text, bool, Changes | None]]:
    outcomes: list[tuple[Path, Text, bool, Changes | None]] = []
    for place, (path, code_column) in enumerate(files):

        def report_of_file(fraction: float, place: int = place) -> bool:
            return report((place + fraction) / len(files))

        try:
            found = codes.import_codes(plant, path, report_of_file, column=code_column)
        except PackmarkError as error:
            outcomes.append((path, error.text, True, None))
            if isinstance(error, Cancelled):
                break
            continue
        text = say(
            "{file}: {count} codes for {product}, {level}.",
            file=path.name,
            count=number(found.count),
            product=found.product,
            level=level_name(found.level),
        )
        outcomes.append((path, text, False, found.changes))
    return outcomes


def _columns() -> tuple[Column[FileRow], ...]:
    return (
        Column(say("State"), lambda item: item.state[1], mark=lambda item: item.state[0]),
        Column(say("File"), lambda item: item.path.name, wide=True),
        Column(say("Codes"), lambda item: item.preview.count if item.preview else 0),
    )
