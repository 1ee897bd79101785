"""Work orders of the sample plant, and people, for the tests of windows."""

from dataclasses import replace

from desktop.operations import order_planning, reviewers, rights
from desktop.operations.plant import Plant
from desktop.operations.rights import Right
from desktop.operations.work_orders import OrderRow
from tests.operations.orders import a_draft, a_line

SECRET = "bob's own"
POINTS = ("Nothing lies on the line.", "The bins are empty.")


def planned(plant: Plant, number: str = "WO-1", *, line_id: int | None = None, **said: object) -> OrderRow:
    """Plan an order of 20 units whose lot and expiry nobody entered yet."""
    nothing = {"lot": "", "expiry": None, "made": None}
    line = a_line(plant) if line_id is None else line_id
    return order_planning.plan_order(plant, a_draft(plant, line, number, **{**nothing, **said}))[0]


def let_bob_review(plant: Plant) -> None:
    """Bob may confirm what others do, and has a secret of his own."""
    boss = replace(plant, actor="Boss")
    rights.grant(boss, "Boss", Right.ADMINISTER)
    rights.grant(boss, "Bob", Right.REVIEW)
    reviewers.set_secret(boss, "Bob", None, "first-1")
    reviewers.set_secret(boss, "Bob", "first-1", SECRET)
