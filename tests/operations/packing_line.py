"""A plant with a running order whose labels are printed, and two stations that pack: for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict

from sqlalchemy import select

from desktop.app import open_plant
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.operations.rights import Right
from desktop.products.lines import Station
from desktop.storage import lines
from desktop.storage.plant_tables import line
from tests.storage.pack_stock import Line, add_line

REVIEWER = Reviewer("Bob", Right.REVIEW)


class Grounds(TypedDict):
    """What every exception asks for."""

    reason: str
    reviewer: Reviewer


WHY = Grounds(reason="as the test asks", reviewer=REVIEWER)


@dataclass(frozen=True)
class PackingLine:
    """The plant, its order with codes, and the ids of the stations that fill levels 2 and 3."""

    plant: Plant
    line: Line
    bundles: int
    cases: int

    @property
    def order_id(self) -> int:
        return self.line.order.id

    @property
    def units(self) -> tuple[str, ...]:
        return self.line.codes[0]


@contextmanager
def packing_line(
    folder: Path, printed: tuple[int, ...] = (12, 5, 3), url: str | None = None
) -> Iterator[PackingLine]:
    """Open a plant with 1:3:2 packs."""
    with open_plant(url or f"sqlite:///{folder / 'plant.db'}", folder) as opened:
        plant = replace(opened, actor="anna")
        made = add_line(plant.store, printed)
        with plant.store.change("lead", "station.add", "line") as change:
            line_id = change.connection.scalar(select(line.c.id))
            assert line_id is not None
            ids = [
                lines.insert_station(
                    change, Station(0, line_id, f"S{level}", level - 1, level, None, "", "", None)
                ).id
                for level in (2, 3)
            ]
        yield PackingLine(plant, made, *ids)
