"""A running order whose labels are printed, with its two packing stations, for windows."""

from dataclasses import dataclass

from desktop.operations import lines, reviewers, rights
from desktop.operations.lines import StationDraft
from desktop.operations.plant import Plant
from desktop.operations.rights import Right
from tests.storage.pack_stock import Line, add_line

REVIEWER, SECRET = "Bob", "bob and only bob"


@dataclass(frozen=True)
class PackedLine:
    """The order with its codes, and the ids of the stations that fill levels 2 and 3."""

    made: Line
    bundles: int
    cases: int

    @property
    def order_id(self) -> int:
        return self.made.order.id

    @property
    def units(self) -> tuple[str, ...]:
        return self.made.codes[0]

    @property
    def packs(self) -> tuple[str, ...]:
        return self.made.codes[1]


def packed_line(
    plant: Plant,
    printed: tuple[int, ...] = (30, 8, 3),
    children: tuple[int, ...] = (1, 3, 2),
    scanner: str = "",
) -> PackedLine:
    """Add an order with a line of its own; ``scanner`` is that of the station of bundles."""
    made = add_line(plant.store, printed, children)
    (row,) = lines.list_lines(plant)
    ids = [
        lines.save_station(
            plant,
            StationDraft(None, row.line.id, f"S{level}", level=level, scanner=scanner if level == 2 else ""),
        )[0].station.id
        for level in (2, 3)
    ]
    return PackedLine(made, *ids)


def add_reviewer(plant: Plant) -> None:
    """Let a second person confirm things with a secret of their own."""
    rights.grant(plant, plant.actor, Right.ADMINISTER)
    rights.grant(plant, REVIEWER, Right.REVIEW)
    reviewers.set_secret(plant, REVIEWER, None, "chosen by the boss")
    reviewers.set_secret(plant, REVIEWER, "chosen by the boss", SECRET)
