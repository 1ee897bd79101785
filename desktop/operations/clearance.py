"""Line clearance: before a batch begins, nothing of the one before is left on the line.

Each point is confirmed by itself, by two people where the order asks for it. Points that were confirmed hold
only until the line runs another order.
"""

from desktop.changes import Changes
from desktop.errors import InputError, Refused
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.operations.work_orders import CHANGED, NOT_STARTED
from desktop.packing.order import state_name
from desktop.storage import work_orders as stored
from desktop.storage.order_facts import occupied_by
from desktop.storage.store import Change
from desktop.storage.work_orders import StoredOrder
from desktop.texts import Text, say


def standard_points() -> tuple[Text, ...]:
    """Return what is looked at on any line; a plant has points of its own besides.

    Source: China GMP (2010), article 199: no product or document of the batch before and no material of
    another product is left, which is looked at before the start and recorded.
    """
    return (
        say("No packs, bundles or cases of the batch before are on the line."),
        say("No printed labels or leaflets of the batch before are on the line or in its bins."),
        say("Label rolls and ribbons in the printers are those of this order."),
        say("Reject bins and sample trays are empty."),
        say("No documents of the batch before are at the stations."),
    )


def clear(plant: Plant, order_id: int, point: str, reviewer: Reviewer | None = None) -> Changes:
    """Confirm that a point of the line clearance was found in order.

    Args:
        plant: where, and who looked.
        order_id: the order that shall start.
        point: as the order words it.
        reviewer: the second person, needed where the order asks for one.

    Raises:
        InputError: there is no such order, or it has no such point.
        Refused: it was started; another order is on the line; the point is confirmed already; a second
            person is missing or is the first one.
    """
    with plant.store.change(plant.actor, "order.clear", f"work order {order_id}") as change:
        found = stored.get(change.connection, order_id, to_change=True)
        _refuse_unknown(found, point)
        _refuse_started(change, found)
        _refuse_alone(found, plant.actor, reviewer)
        if any(one.point == point for one in stored.cleared_points(change.connection, order_id)):
            raise Refused(say("This point is confirmed already: {point}", point=point))
        name = "" if reviewer is None else reviewer.name
        stored.clear_point(change, order_id, point, name)
        change.new = {"number": found.number, "point": point, "reviewer": name}
    return CHANGED


def _refuse_unknown(found: StoredOrder, point: str) -> None:
    if point not in found.plan.clearance:
        raise InputError(
            say(
                "Order {number} has no such point of the line clearance: {found}",
                number=found.number,
                found=repr(point[:200]),
            ),
            [say("Its points: {point}", point=one) for one in found.plan.clearance],
        )


def _refuse_started(change: Change, found: StoredOrder) -> None:
    if found.state not in NOT_STARTED:
        raise Refused(
            say(
                "Order {number} is {state}: the line is cleared before the start.",
                number=found.number,
                state=state_name(found.state),
            )
        )
    others = occupied_by(change.connection, found)
    if others:
        raise Refused(
            say(
                "Order {number} is still on this line: the line is cleared once it is closed.",
                number=", ".join(others),
            )
        )


def _refuse_alone(found: StoredOrder, actor: str, reviewer: Reviewer | None) -> None:
    if reviewer is None and found.plan.reviewed:
        raise Refused(
            say(
                "The line clearance of order {number} needs a second person: let one confirm it by name and "
                "secret.",
                number=found.number,
            )
        )
    if reviewer is not None and reviewer.name.casefold() == actor.casefold():
        raise Refused(
            say(
                "{person} does this and cannot confirm it as well: let another person confirm.",
                person=actor,
            )
        )
