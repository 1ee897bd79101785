"""A list of packs that comes in pages: what lies in a pack, the cases of a batch."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.operations.plant import Plant
from desktop.operations.trace import PAGE, TreePack
from desktop.packing.event_names import flag_name
from desktop.texts import Text, say
from ui.kit import column, row
from ui.style import GRID
from ui.tables import Column, Shown, Table
from ui.trace.visits import Visit, Where
from ui.wording import CODE_STATES, code_grouped, level_name, number
from ui.workplace import Workplace

NextPage = Callable[[Plant, TreePack], Sequence[TreePack]]
"""Reads the packs that follow one; called away from the window."""


class PackList(QWidget):
    """A table of packs, and a button that fetches more of them.

    Signals:
        wanted: (Visit) the person wants to see a pack.
    """

    wanted = Signal(object)

    def __init__(self, work: Workplace, name: Text, *, places: bool) -> None:
        """Make it.

        Args:
            work: where.
            name: of the list, for a screen reader.
            places: whether the packs have places in one pack.
        """
        super().__init__()
        self._work = work
        self._packs: list[TreePack] = []
        self._count = 0
        self._more: NextPage | None = None
        kit = work.kit
        self.table: Table[TreePack] = Table(work, name, _columns(places=places))
        self.table.export.hide()
        self.table.opened.connect(lambda pack: self.wanted.emit(Visit(Where.CODE, pack.code)))
        self._shown = kit.label(role="muted")
        self.more = kit.button(say("Show {n} more", n=number(PAGE)), self._fetch)
        self.setLayout(column(self.table, row(self._shown, self.more, 1, spacing=2 * GRID), spacing=GRID))

    def show_packs(self, packs: Sequence[TreePack], count: int, more: NextPage | None) -> None:
        """Show the first page.

        Args:
            packs: of it.
            count: how many there are in all.
            more: reads those behind one; None: these are all.
        """
        self._packs, self._count, self._more = list(packs), count, more
        self._show()

    def _fetch(self) -> None:
        if self._more is None or not self._packs:
            return
        self.more.setEnabled(False)
        plant, read, last, before = self._work.plant, self._more, self._packs[-1], self._packs
        self._work.background.run(
            lambda _report: read(plant, last),
            receiver=self,
            done=lambda packs: self._add(before, packs),
            ended=lambda: self.more.setEnabled(True),
        )

    def _add(self, before: list[TreePack], packs: Sequence[TreePack]) -> None:
        if before is not self._packs:
            return  # another list is shown by now
        self._packs.extend(packs)
        if not packs:
            self._count = len(self._packs)
        self._show()

    def _show(self) -> None:
        shown = len(self._packs)
        self.table.put(self._packs, same=lambda one, other: one.id == other.id)
        told = say("{n} of {all} shown", n=number(shown), all=number(max(shown, self._count)))
        self._work.language.word(self._shown, told)
        self.more.setVisible(self._more is not None and shown < self._count)


def _columns(*, places: bool) -> tuple[Column[TreePack], ...]:
    place: Column[TreePack] = Column(say("Place"), lambda pack: pack.place or 0)
    return (
        *((place,) if places else ()),
        Column(say("Code"), lambda pack: code_grouped(pack.code), code=True, width=232),
        Column(say("Level"), lambda pack: level_name(pack.level)),
        Column(
            say("State"),
            lambda pack: CODE_STATES[pack.state][1],
            mark=lambda pack: CODE_STATES[pack.state][0],
        ),
        Column(say("Holds"), lambda pack: pack.children),
        Column(say("Packed as"), _packed_as),
        Column(say("Lot"), lambda pack: pack.lot, wide=True),
    )


def _packed_as(pack: TreePack) -> Shown:
    return "" if pack.flag is None else flag_name(pack.flag)
