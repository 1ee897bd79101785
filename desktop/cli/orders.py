"""``packmark order``: work orders from the plan to the start; their closing is in ``order_closing``."""

import argparse
from datetime import date
from pathlib import Path

from desktop.cli import order_closing
from desktop.cli.context import Context
from desktop.cli.lines import line_named
from desktop.cli.numbers import one_of
from desktop.cli.second_person import second_person
from desktop.errors import Refused
from desktop.operations import (
    clearance,
    order_entry,
    order_files,
    order_gates,
    order_planning,
    products,
    work_orders,
)
from desktop.operations.order_entry import Entered
from desktop.operations.order_files import OrderTerms
from desktop.operations.order_gates import Obstacle
from desktop.operations.order_planning import OrderDraft
from desktop.operations.plant import Plant
from desktop.operations.work_orders import NOT_STARTED, OrderRow
from desktop.packing.order import OrderState, state_name
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("order", help="work orders").add_subparsers(dest="action", required=True)
    _add_plans(group, common)
    _add_steps(group, common)
    order_closing.add_order_commands(group, common)


def _add_plans(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    importing = group.add_parser(
        "import", parents=[common], help="plan the orders of a CSV, XLSX or JSON file"
    )
    importing.add_argument("file", type=Path)
    importing.add_argument(
        "--profile", type=Path, metavar="FILE", help="what the ERP calls its columns (JSON)"
    )
    importing.add_argument("--line", default="", metavar="LINE", help="where a row names none")
    _add_terms(importing)
    importing.set_defaults(run=_import)
    planning = group.add_parser("new", parents=[common], help="plan one order")
    planning.add_argument("order", metavar="ORDER", help="its number")
    planning.add_argument(
        "--product", required=True, metavar="KEY", help="GTIN, 7-digit prefix, typeNo or name"
    )
    planning.add_argument("--line", required=True, metavar="LINE")
    planning.add_argument("--units", required=True, type=int, metavar="N", help="smallest packs")
    planning.add_argument("--planned-for", type=date.fromisoformat, metavar="YYYY-MM-DD")
    planning.add_argument(
        "--not-printed", type=int, action="append", default=[], metavar="LEVEL",
        help="labels of this level come from elsewhere; may be repeated",
    )  # fmt: skip
    _add_lot(planning, required=False)
    _add_terms(planning)
    planning.set_defaults(run=_new)


def _add_steps(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = group.add_parser(name, parents=[common], help=text)
        made.add_argument("order", metavar="ORDER", help="number of the work order")
        return made

    confirming = command("confirm", "enter lot and expiry: the first or the second time, whichever is due")
    _add_lot(confirming, required=True)
    confirming.add_argument(
        "--person", metavar="PERSON", help="who enters it, if not the one at the keyboard"
    )
    confirming.set_defaults(run=_confirm)
    clearing = command("clear", "confirm points of the line clearance")
    clearing.add_argument("points", nargs="*", metavar="POINT", help="as the order words it; none: all")
    clearing.add_argument("--reviewer", metavar="PERSON", help="the second person")
    clearing.set_defaults(run=_clear)
    command("start", "create the print jobs and take the line").set_defaults(run=_start)
    command("status", "tell how far an order is, and what hinders it").set_defaults(run=_status)
    withdrawing = command("withdraw", "take out an order that was not started")
    withdrawing.add_argument("--reason", required=True, metavar="TEXT")
    withdrawing.set_defaults(run=_withdraw)
    listing = group.add_parser("list", parents=[common], help="list orders, the newest first")
    listing.add_argument("--state", type=one_of(OrderState), metavar="STATE", help=", ".join(OrderState))
    listing.add_argument("--search", metavar="TEXT", help="in number, lot, product or line")
    listing.set_defaults(run=_list)


def _add_lot(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--lot", required=required, default="", metavar="LOT")
    parser.add_argument("--expiry", required=required, type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--made", type=date.fromisoformat, metavar="YYYY-MM-DD", help="of a lot that is new")


def _add_terms(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--spare", type=float, default=order_planning.SPARE_PERCENT, metavar="%", help="codes beyond the need"
    )
    parser.add_argument("--no-first-article", action="store_true", help="jobs begin without a first label")
    parser.add_argument("--clearance", action="append", default=[], metavar="POINT", help="may be repeated")
    parser.add_argument("--standard-clearance", action="store_true", help="ask for the usual points too")
    parser.add_argument("--one-person", action="store_true", help="clearance needs no second person")
    parser.add_argument("--two-people", action="store_true", help="lot and expiry by two different people")


def _terms(context: Context) -> OrderTerms:
    options = context.options
    standard = clearance.standard_points() if options.standard_clearance else ()
    points = (*(point.in_language(context.console.language) for point in standard), *options.clearance)
    return OrderTerms(
        line=options.line,
        spare_percent=options.spare,
        first_article=not options.no_first_article,
        clearance=points,
        reviewed=not options.one_person,
        two_people=options.two_people,
    )


def _import(context: Context) -> int:
    console, options = context.console, context.options
    profile = order_files.STANDARD if options.profile is None else order_files.read_profile(options.profile)
    with context.plant() as plant:
        done, _ = order_files.import_orders(plant, options.file, profile, _terms(context))
    console.say(say("Orders planned: {planned}; known already: {known}.",
                    planned=len(done.planned), known=len(done.known)))  # fmt: skip
    console.result({"planned": [_record(one) for one in done.planned], "known": list(done.known)})
    return 0


def _new(context: Context) -> int:
    options, terms = context.options, _terms(context)
    with context.plant() as plant:
        row, _ = order_planning.plan_order(
            plant,
            OrderDraft(
                number=options.order,
                product_id=products.find_product(plant, options.product).id,
                line_id=line_named(plant, options.line).line.id,
                units=options.units,
                lot=options.lot,
                expiry=options.expiry,
                made=options.made,
                spare_percent=terms.spare_percent,
                not_printed=frozenset(options.not_printed),
                first_article=terms.first_article,
                clearance=terms.clearance,
                reviewed=terms.reviewed,
                two_people=terms.two_people,
                planned_for=options.planned_for,
            ),
        )
    return _tell(context, row)


def _confirm(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        row = work_orders.find_order(plant, options.order)
        person = second_person(plant, options.person)
        result, _ = order_entry.enter(
            plant, row.id, options.lot, options.expiry, made=options.made, person=person
        )
        row = work_orders.order(plant, row.id)
    if result.outcome is Entered.DIFFERENT:
        raise Refused(result.sentence)
    context.console.say(result.sentence)
    context.console.result({"entered": result.outcome.value, **_record(row)})
    return 0


def _clear(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        row = work_orders.find_order(plant, options.order)
        reviewer = second_person(plant, options.reviewer)
        done = {one.point for one in row.cleared}
        for point in options.points or [one for one in row.plan.clearance if one not in done]:
            clearance.clear(plant, row.id, point, reviewer)
        return _tell_with_obstacles(context, plant, row.id)


def _start(context: Context) -> int:
    with context.plant() as plant:
        row, _ = order_gates.start(plant, work_orders.find_order(plant, context.options.order).id)
    return _tell(context, row)


def _status(context: Context) -> int:
    with context.plant() as plant:
        return _tell_with_obstacles(context, plant, work_orders.find_order(plant, context.options.order).id)


def _withdraw(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        row = work_orders.find_order(plant, options.order)
        work_orders.withdraw(plant, row.id, options.reason)
    context.console.say(say("Order {number} is taken out.", number=row.number))
    context.console.result({"withdrawn": row.number})
    return 0


def _list(context: Context) -> int:
    console, options = context.console, context.options
    with context.plant() as plant:
        rows = (
            work_orders.list_orders(plant)
            if options.search is None
            else work_orders.search(plant, options.search)
        )
    rows = tuple(row for row in rows if options.state in {None, row.state})
    for row in rows:
        console.line(_told(context, row))
    if not rows:
        console.say(say("There is no such order."))
    console.result({"orders": [_record(row) for row in rows]})
    return 0


def _tell_with_obstacles(context: Context, plant: Plant, order_id: int) -> int:
    ready = order_gates.readiness(plant, order_id)
    status = _tell(context, work_orders.order(plant, order_id), ready.obstacles)
    for level in ready.levels:
        if level.idle:
            context.console.say(
                say(
                    "Level {level} is printed at {station}, the first that can; {others} gets no job.",
                    level=level.level,
                    station=level.station,
                    others=", ".join(level.idle),
                )
            )
    return status


def _tell(context: Context, row: OrderRow, closed: tuple[Obstacle, ...] = ()) -> int:
    console = context.console
    console.line(_told(context, row))
    for text in row.last_packs:
        console.say(text)
    for one in row.jobs:
        console.say(say("Level {level}: job {job}", level=one.level, job=one.job_id))
    for obstacle in closed:
        console.line(f"- {obstacle.text.in_language(console.language)}")
    console.result(
        _record(row)
        | {
            "last_packs": [text.in_language(console.language) for text in row.last_packs],
            "obstacles": [
                {"gate": one.gate.value, "what": one.text.in_language(console.language)} for one in closed
            ],
        }
    )
    return 0


def _told(context: Context, row: OrderRow) -> str:
    state = state_name(row.state).in_language(context.console.language)
    lot = row.batch.lot if row.batch else "-"
    return f"{row.number}  {state}  {row.line}  {row.product}  {lot}  {row.units}"


def _record(row: OrderRow) -> dict[str, object]:
    return {
        "order": row.number,
        "id": row.id,
        "state": row.state.value,
        "product": row.product,
        "line": row.line,
        "lot": row.batch.lot if row.batch else None,
        "expiry": row.batch.expiry.isoformat() if row.batch else None,
        "units": row.units,
        "codes": list(row.plan.codes),
        "ratio": row.packing.ratio(),
        "entered_once": row.entered_by != "" and row.state in NOT_STARTED,
        "jobs": {str(one.level): one.job_id for one in row.jobs},
        "clearance": {point: point in {one.point for one in row.cleared} for point in row.plan.clearance},
    }
