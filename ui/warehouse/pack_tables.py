"""The tables of a bill: its packs, their sums, and its files."""

from desktop.operations.bill_board import BillSum, ListedPack
from desktop.operations.kept_files import KeptFile
from desktop.texts import say
from ui.style import GRID
from ui.tables import Column, Table
from ui.warehouse.bill_words import held
from ui.wording import clock, code_grouped, level_name, moment
from ui.workplace import Workplace

_CODE_PX = 27 * GRID


def packs_table(work: Workplace, *, narrow: bool = False) -> Table[ListedPack]:
    """Make the table of the packs on a bill; a narrow one has only what matters while scanning."""
    columns: list[Column[ListedPack]] = [
        Column(say("Code"), lambda one: code_grouped(one.line.code), code=True, width=_CODE_PX),
        Column(say("Level"), lambda one: level_name(one.line.level)),
        Column(say("Holds"), lambda one: held(one.line.level, one.holding), wide=narrow),
    ]
    if not narrow:
        columns += [
            Column(say("Product"), lambda one: one.holding.product, wide=True),
            Column(say("Lot"), lambda one: one.holding.lot, code=True),
        ]
    columns.append(Column(say("When"), lambda one: clock(one.line.at)))
    if not narrow:
        columns.append(Column(say("By"), lambda one: one.line.by))
    return Table(work, say("Packs on the bill"), columns)


def sums_table(work: Workplace) -> Table[BillSum]:
    """Make the table of sums per product and level."""
    return Table(
        work,
        say("Packs by product and level"),
        (
            Column(say("Product"), lambda one: one.product, wide=True),
            Column(say("Level"), lambda one: level_name(one.level)),
            Column(say("Packs"), lambda one: one.packs),
            Column(say("Smallest packs"), lambda one: one.units),
        ),
        tools=False,
    )


def files_table(work: Workplace) -> Table[KeptFile]:
    """Make the table of the files of a closed bill."""
    return Table(
        work,
        say("Files of the bill"),
        (
            Column(say("File"), lambda one: one.name, wide=True),
            Column(say("Packs"), lambda one: one.counts.all if one.counts else 0),
            Column(say("SHA-256"), lambda one: one.sha256, code=True, width=_CODE_PX),
            Column(say("When"), lambda one: moment(one.at)),
            Column(say("By"), lambda one: one.by),
        ),
        tools=False,
    )
