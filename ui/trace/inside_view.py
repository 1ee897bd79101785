"""All that lies in a pack: a list in the order of packing, and a file with everything down to the units."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.operations import pack_list, trace
from desktop.operations.pack_list import PackList as WrittenList
from desktop.operations.plant import Plant
from desktop.operations.trace import PAGE, TreePack
from desktop.packing.event_names import flag_name
from desktop.texts import say, say_count
from ui.kit import column, row
from ui.style import GRID
from ui.trace.pack_list import PackList
from ui.trace.reading import Inside
from ui.trace.visits import Visit, Where
from ui.widgets.code_button import CodeButton
from ui.widgets.state_badge import StateBadge
from ui.widgets.work_strip import WorkStrip
from ui.wording import CODE_STATES, level_name
from ui.workplace import Workplace


class InsideView(QWidget):
    """Shows what lies in a pack.

    Signals:
        wanted: (Visit) the person wants to see something else.
    """

    wanted = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._inside: Inside | None = None
        kit = work.kit
        self.code = CodeButton(work.language, work.messages, points=15)
        self.badge = StateBadge(kit.language)
        self._told = kit.label(role="muted", wrap=True)
        self.open_code = kit.button(say("Its trace"), self._go_to_code, icon_name="trace")
        self.export = kit.button(say("Export all as CSV …"), self._export, "primary", icon_name="export")
        self.strip = WorkStrip(kit)
        self.packs = PackList(work, say("Packs in it"), places=True)
        self.packs.wanted.connect(self.wanted)
        self.setFocusProxy(self.packs.table.view)
        top = row(self.code, self.badge, 1, self.open_code, self.export, spacing=GRID)
        page = column(kit.card(top, self._told, spacing=GRID), self.strip, kit.card(self.packs))
        page.setStretch(2, 1)
        self.setLayout(page)

    def show_inside(self, inside: Inside) -> None:
        """Show what lies in a pack; the same once more leaves everything as it is."""
        if inside == self._inside:
            return
        self._inside = inside
        found = inside.found
        self.code.show_code(found.code)
        self.badge.show_state(*CODE_STATES[found.state])
        count = 0 if found.place is None else found.place.pack.children
        told = say_count(
            "{level} with {n} pack in it",
            "{level} with {n} packs in it",
            n=count,
            level=level_name(found.level),
        )
        if found.place is not None and found.place.pack.flag is not None:
            told = say("{told}: {flag}", told=told, flag=flag_name(found.place.pack.flag))
        self._work.language.word(self._told, told)
        self.packs.show_packs(inside.packs, count, partial(_next_page, code=found.code))
        self.export.setEnabled(count > 0)

    def _go_to_code(self) -> None:
        if self._inside is not None:
            self.wanted.emit(Visit(Where.CODE, self._inside.found.code))

    def _export(self) -> None:
        if self._inside is None:
            return
        code, word, plant = self._inside.found.code, self._work.language, self._work.plant
        title = word(say("Export all as CSV"))
        name, _ = QFileDialog.getSaveFileName(self, title, f"{code}.csv", "CSV (*.csv)")
        if not name:
            return
        path, language = Path(name), word.code
        self.export.setEnabled(False)
        task = self._work.background.run(
            lambda report: pack_list.write(plant, code, path, language, report),
            receiver=self,
            done=self._written,
            progress=self.strip.progress,
            ended=self._ended,
        )
        self.strip.begin(say("Writing all that is in it"), task)

    def _written(self, written: WrittenList) -> None:
        self._work.messages.done(
            say_count(
                "{n} pack written to {path}.",
                "{n} packs written to {path}.",
                n=written.packs,
                path=str(written.path),
            )
        )

    def _ended(self) -> None:
        self.strip.end()
        self.export.setEnabled(True)


def _next_page(plant: Plant, last: TreePack, *, code: str) -> tuple[TreePack, ...]:
    return trace.children_of(plant, code, last.place or 0, PAGE)
