"""An earlier small order on an emulated line: packed and closed, its last units left over for the next."""

from dataclasses import dataclass, field, replace
from math import ceil
from typing import Final

from desktop.jobs.runner import ENDED
from desktop.operations import closing, jobs, line_plant
from desktop.operations.line_desk import LineDesk
from desktop.operations.line_floor import Cleared, Floor
from desktop.operations.line_plant import LinePlant
from desktop.operations.line_truth import Truth
from desktop.operations.line_work import Happenings, LinePlan, LineWork
from desktop.operations.plant import Plant
from desktop.storage import work_orders

_NUMBER: Final = "WO-0"
_LEFT_OVER: Final = "emulated line: left over, to be packed with the next lot"
_NOT_NEEDED: Final = "emulated line: the spare labels are not needed"
_PACKED: Final = 10
_SHARE: Final = 0.2
"""Of the units with which something happens, at most so many are mixed with another lot, or nearly so."""
_MOST: Final = 2000


@dataclass(frozen=True, slots=True)
class Earlier:
    """What went before the order that is told of.

    Attributes:
        orders: their ids; none where nothing is to be left over.
        cleared: what of it is no longer on the line.
        left_over: units that lie beside the line, read and good.
    """

    orders: tuple[int, ...] = ()
    cleared: Cleared = field(default_factory=lambda: Cleared(Truth({}, (), (), ()), frozenset()))
    left_over: tuple[str, ...] = ()


def earlier_plan(plan: LinePlan) -> LinePlan:
    """Return how much is packed before, and left over to be mixed in; where nothing happens, nothing is."""
    left_over = min(_MOST, ceil(_SHARE * plan.exceptions * plan.units))
    return replace(plan, units=_PACKED if left_over else 0, exceptions=0.0, faults=0.0, left_over=left_over)


def run_earlier(plant: Plant, floor: Floor, made: LinePlant, plan: LinePlan) -> Earlier:
    """Run an earlier order from its start to its end.

    Args:
        plant: where.
        floor: the line.
        made: what was set up.
        plan: of that order, of no units where none is to be run.

    Raises:
        Refused: program and line disagree on what may be done.
        DeviceError: no labels come.
    """
    if not plan.ordered:
        return Earlier()
    order_id = line_plant.begin_order(
        plant, made, _NUMBER, made.earlier_batch_id, plan.ordered, plan.spare_percent()
    )
    with LineDesk(plant, order_id, line_plant.reviewer(plant)) as desk:
        work = LineWork(floor, desk, plan, Happenings((), ()), lambda _number: None)
        work.run()
    end_printing(plant, order_id)
    closing.begin(plant, order_id)
    closing.close(plant, order_id, line_plant.reviewer(plant), _LEFT_OVER)
    return Earlier((order_id,), floor.clear(), tuple(work.left_over))


def end_printing(plant: Plant, order_id: int) -> None:
    """Give the print jobs of an order up that have spare labels left."""
    with plant.store.read() as connection:
        own = work_orders.jobs_of(connection, order_id)
    for one in own:
        if jobs.job(plant, one.job_id).job.state not in ENDED:
            jobs.abort_job(plant, one.job_id, _NOT_NEEDED)
