"""The files of an order: how far its steps are, what was handed over, and what can be."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QSplitter, QStackedWidget

from desktop.operations import kept_files, relation_export, steps
from desktop.operations.kept_files import FileKind, KeptFile, PlatformCounts
from desktop.operations.plant import Plant, Report
from desktop.operations.relation_export import Exported
from desktop.operations.steps import Step, StepState
from desktop.operations.work_orders import OrderRow
from desktop.texts import Text, say, say_count
from ui.kit import column, row
from ui.orders.files_detail import FileDetail
from ui.orders.files_steps import StepsPicture
from ui.orders.files_words import KINDS, pack_total, platform_state
from ui.orders.order_tab import OrderTab
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.empty import EmptyPage
from ui.widgets.notice import Notice
from ui.widgets.work_strip import WorkStrip
from ui.wording import Mark, Offer, moment
from ui.workplace import Workplace

T = TypeVar("T")
_FOLDER = "orders/folder"
_LIST, _EMPTY = range(2)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A file with what was entered for it last."""

    file: KeptFile
    entered: PlatformCounts | None


@dataclass(frozen=True, slots=True)
class _Read:
    """What the tab shows of an order."""

    order_id: int
    states: tuple[StepState, ...]
    files: tuple[_Shown, ...]


class FilesTab(OrderTab):
    """Steps, exports and kept files of one order.

    Attributes:
        relation, corrections, events, codes, check: the buttons of exports and of the check.
        steps: the steps as a picture.
        table: the kept files, the newest first.
        detail: the chosen file.
        notice: tells what was exported, and why something was not.
        strip: work that runs without a dialog.
    """

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._order: OrderRow | None = None
        self._read: _Read | None = None
        self._wanted: int | None = None
        self.steps = StepsPicture(work, self._offer)
        self.notice = Notice(kit)
        self.strip = WorkStrip(kit)
        self.relation = kit.button(
            say("Export relation …"), self.export_relation, "primary", icon_name="export"
        )
        self.corrections = kit.button(say("Corrections"), self.export_corrections)
        self.events = kit.button(say("Events (EPCIS) …"), self._export_events)
        self.codes = kit.button(say("Table …"), self._export_table)
        self.check = kit.button(say("Check a file …"), self._check, icon_name="search")
        self.table: Table[_Shown] = Table(work, say("Files of the order"), _columns(), tools=False)
        self.table.view.setWordWrap(False)
        self.table.view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.chosen.connect(self._show_file)
        self.detail = FileDetail(work, self._save_chosen, self._enter_counts)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        listed = QFrame()
        listed.setProperty("role", "card")
        listed.setLayout(column(self.table))
        listed.setContentsMargins(GRID, GRID, GRID, GRID)
        split.addWidget(listed)
        split.addWidget(self.detail)
        split.setSizes([450, 350])
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(
            EmptyPage(
                kit,
                "export",
                say("No files yet"),
                say(
                    "Whatever leaves the plant for this order is kept here, byte for byte: the relation for "
                    "the platform, corrections, events and tables. Pack the order, then export its relation."
                ),
            )
        )
        layout = column(
            kit.card(self.steps),
            row(self.relation, self.corrections, self.events, self.codes, 1, self.check, spacing=GRID),
            self.strip,
            self.notice,
            self._stack,
            spacing=GRID,
        )
        layout.setStretch(4, 1)
        self.setLayout(layout)
        work.language.changed.connect(self._show)
        self._enable()

    def show_order(self, order: OrderRow | None) -> None:
        """Show the files of ``order``."""
        if order is None or self._order is None or order.id != self._order.id:
            self.notice.hide()
            self.steps.forget()
            self._read = None
        self._order = order
        self._enable()
        self.refresh()

    def refresh(self) -> None:
        """Read steps and files anew."""
        order = self._order
        if order is None:
            return
        plant = self.work.plant
        self.work.background.run(
            lambda _report: _read(plant, order.id),
            receiver=self,
            done=self._take,
            failed=self.notice.trouble,
        )

    def export_relation(self) -> None:
        """Ask how, and export the relation."""
        from ui.dialogs.export_relation import ExportRelation  # noqa: PLC0415 (start-up)

        if self._order is None:
            return
        dialog = ExportRelation(self.work, self._order, self, known=self._knows(FileKind.RELATION))
        dialog.ask()
        if dialog.written is not None:
            self._tell_exported(dialog.written)

    def export_corrections(self) -> None:
        """Export what is to be corrected at the platform."""
        order = self._order
        if order is None:
            return
        plant = self.work.plant
        self._run(
            say("Looking for what is to be corrected"),
            lambda report: relation_export.export_corrections(plant, order.id, report),
            self._tell_exported,
        )

    def _export_events(self) -> None:
        from ui.dialogs.export_epcis import ExportEpcis  # noqa: PLC0415 (start-up)

        if self._order is not None:
            dialog = ExportEpcis(self.work, self._order, self)
            dialog.ask()
            if dialog.written is not None:
                self._tell_kept((dialog.written,))

    def _export_table(self) -> None:
        from ui.dialogs.export_table import ExportTable  # noqa: PLC0415 (start-up)

        if self._order is not None:
            dialog = ExportTable(self.work, self._order, self)
            dialog.ask()
            if dialog.written is not None:
                self._tell_kept((dialog.written,))

    def _check(self) -> None:
        from ui.dialogs.check_relation import CheckRelation  # noqa: PLC0415 (start-up)

        CheckRelation(self.work, self).ask()

    def _enter_counts(self) -> None:
        from ui.dialogs.platform_counts import EnterPlatformCounts  # noqa: PLC0415 (start-up)

        chosen = self.table.chosen_row()
        if chosen is not None and chosen.file.counts is not None:
            EnterPlatformCounts(self.work, chosen.file, chosen.file.counts, self).ask()
            self.refresh()

    def _tell_exported(self, done: Exported) -> None:
        if not done.files:
            self.notice.tell(Mark.DONE, say("Nothing is to be corrected."))
            self.work.announce(relation_export.CHANGED)
            self.refresh()
            return
        self._tell_kept(done.files, done.left_out, new=done.new)

    def _tell_kept(self, files: tuple[KeptFile, ...], left_out: int = 0, *, new: bool = True) -> None:
        offer = Offer(say("Save …"), lambda: self._save(files))
        told = (
            say_count("{n} file is written and kept.", "{n} files are written and kept.", n=len(files))
            if new
            else say("Nothing happened since the last export: it is given again, byte for byte.")
        )
        if left_out:
            self.notice.tell(
                Mark.ATTENTION,
                say_count(
                    "{done} {n} pack lies in no largest one and is not told of.",
                    "{done} {n} packs lie in no largest one and are not told of.",
                    n=left_out,
                    done=told,
                ),
                offer=offer,
            )
        else:
            self.notice.tell(Mark.DONE, told, offer=offer)
        self._wanted = files[-1].id
        self.work.announce(relation_export.CHANGED)
        self.refresh()

    def _save_chosen(self) -> None:
        chosen = self.table.chosen_row()
        if chosen is not None:
            self._save((chosen.file,))

    def _save(self, files: tuple[KeptFile, ...]) -> None:
        settings, word = self.work.settings, self.work.language
        begin = str(settings.value(_FOLDER, ""))
        name = QFileDialog.getExistingDirectory(self, word(say("Folder for the file")), begin)
        if not name:
            return
        settings.setValue(_FOLDER, name)
        plant, folder = self.work.plant, Path(name)
        self._run(
            say("Writing"),
            lambda _report: [kept_files.save(plant, file.id, folder) for file in files],
            self._tell_saved,
        )

    def _tell_saved(self, paths: list[Path]) -> None:
        folder = paths[0].parent
        self.notice.tell(
            Mark.DONE,
            say("Written: {path}", path=", ".join(map(str, paths))),
            offer=Offer(say("Open the folder"), lambda: open_folder(folder)),
        )

    def _run(self, what: Text, do: Callable[[Report], T], done: Callable[[T], None]) -> None:
        self.notice.hide()
        self._enable(busy=True)

        def end() -> None:
            self.strip.end()
            self._enable()

        task = self.work.background.run(
            do,
            receiver=self,
            done=done,
            failed=self.notice.trouble,
            progress=self.strip.progress,
            ended=end,
        )
        self.strip.begin(what, task)

    def _take(self, read: _Read) -> None:
        if self._order is not None and read.order_id == self._order.id:
            self._read = read
            self._show()

    def _show(self) -> None:
        read = self._read
        if read is None:
            return
        self.steps.show_steps(read.states)
        self._stack.setCurrentIndex(_LIST if read.files else _EMPTY)
        self.table.put(read.files, same=lambda one, other: one.file.id == other.file.id)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.choose(lambda one: one.file.id == wanted)
        if self.table.chosen_row() is None and read.files:
            self.table.choose(lambda _one: True)
        chosen = self.table.chosen_row()
        if chosen is not None:
            self._show_file(chosen)

    def _show_file(self, shown: _Shown) -> None:
        self.detail.show_file(shown.file, shown.entered)

    def _knows(self, kind: FileKind) -> bool:
        return self._read is not None and any(one.file.kind is kind for one in self._read.files)

    def _offer(self, step: Step) -> Offer | None:
        """Say what may be done about a step that is waited for."""
        match step:
            case Step.FILED:
                product = None if self._order is None else self._order.product_id
                return Offer(say("Show the product"), lambda: self.work.go("products", product))
            case Step.PRINTED:
                return Offer(say("Show the print jobs"), lambda: self.work.go("jobs"))
            case Step.VERIFIED | Step.PACKED:
                return Offer(say("Show packing"), lambda: self.work.go("packing"))
            case Step.WAREHOUSED | Step.OUT:
                return Offer(say("Show the warehouse"), lambda: self.work.go("warehouse"))
        return None

    def _enable(self, *, busy: bool = False) -> None:
        ready = self._order is not None and not busy
        for button in (self.relation, self.corrections, self.events, self.codes):
            button.setEnabled(ready)


def open_folder(folder: Path) -> None:
    """Show a folder in the program that the computer has for folders."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _read(plant: Plant, order_id: int) -> _Read:
    entered = kept_files.latest_counts(plant, order_id)
    files = reversed(kept_files.files_of(plant, order_id))
    return _Read(
        order_id,
        steps.overview(plant, order_id),
        tuple(_Shown(file, entered.get(file.id)) for file in files),
    )


def _columns() -> tuple[Column[_Shown], ...]:
    return (
        Column(say("Kind"), lambda one: KINDS[one.file.kind]),
        Column(
            say("File"),
            lambda one: one.file.name,
            wide=True,
            tip=lambda one: f"{one.file.name}\n{moment(one.file.at)}",
        ),
        Column(say("Packs"), lambda one: pack_total(one.file)),
        Column(
            say("Platform"),
            lambda one: platform_state(one.file, one.entered)[1],
            mark=lambda one: platform_state(one.file, one.entered)[0],
        ),
    )
