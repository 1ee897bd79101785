"""``packmark codes plan | allocate | release | return | alarm``: what takes codes out of the pool."""

import argparse
from pathlib import Path

from desktop.cli.context import Context
from desktop.errors import InputError
from desktop.operations import pool, products
from desktop.operations.plant import Plant
from desktop.operations.pool import CodePlan, Reservation
from desktop.texts import say


def add_commands(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add these commands to ``packmark codes``."""
    planning = group.add_parser("plan", parents=[common], help="codes that a number of units needs")
    _add_product(planning)
    planning.add_argument("--units", type=int, required=True, metavar="N", help="smallest packs")
    _add_spare(planning)
    planning.set_defaults(run=_plan)

    allocating = group.add_parser("allocate", parents=[common], help="keep codes for a purpose")
    _add_product(allocating)
    amount = allocating.add_mutually_exclusive_group(required=True)
    amount.add_argument("--units", type=int, metavar="N", help="smallest packs: codes for all levels")
    amount.add_argument("--count", type=int, metavar="N", help="codes of one level")
    allocating.add_argument("--level", type=int, default=1, help="with --count (default: 1)")
    _add_spare(allocating)
    allocating.add_argument("--purpose", required=True, help="what for, such as a lot number")
    allocating.add_argument("-o", "--out", type=Path, metavar="FILE", help="write the codes too")
    allocating.set_defaults(run=_allocate)

    releasing = group.add_parser("release", parents=[common], help="give kept codes back to the pool")
    releasing.add_argument("reservation", type=int)
    releasing.set_defaults(run=_release)

    returning = group.add_parser("return", parents=[common], help="return unused codes to the platform")
    _add_product(returning)
    returning.add_argument("--level", type=int, required=True)
    returning.add_argument("--count", type=int, metavar="N", help="default: all that are unused")
    returning.add_argument("--file", type=int, metavar="ID", help="only codes of this imported file")
    returning.add_argument("--reason", default="")
    returning.add_argument("-o", "--out", type=Path, metavar="FILE", required=True)
    returning.set_defaults(run=_return)

    alarm = group.add_parser("alarm", parents=[common], help="when few codes are left")
    _add_product(alarm)
    alarm.add_argument("--level", type=int, required=True)
    least = alarm.add_mutually_exclusive_group(required=True)
    least.add_argument("--below", type=int, metavar="N", help="alarm when fewer are available")
    least.add_argument("--off", action="store_true", help="no alarm")
    alarm.set_defaults(run=_alarm)


def _add_product(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("product", help="GTIN, 7-digit prefix, typeNo or name")


def _add_spare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--spare",
        action="append",
        default=[],
        metavar="PERCENT",
        help="spare codes, for all levels (2.5) or one (1=2.5)",
    )


def _spare(texts: list[str]) -> float | dict[int, float]:
    """Read ``--spare 2.5`` or ``--spare 1=2.5 --spare 2=1``."""
    by_level: dict[int, float] = {}
    try:
        if len(texts) == 1 and "=" not in texts[0]:
            return float(texts[0])
        for text in texts:
            level, _, percent = text.partition("=")
            by_level[int(level)] = float(percent)
    except ValueError as error:
        raise InputError(
            say("--spare {found}: expected a percentage such as 2.5, or 1=2.5 for level 1.", found=texts[-1])
        ) from error
    return by_level


def _planned(context: Context, plant: Plant) -> CodePlan:
    product = products.find_product(plant, context.options.product)
    return pool.plan_codes(plant, product.id, context.options.units, _spare(context.options.spare))


def _plan(context: Context) -> int:
    console = context.console
    with context.plant() as plant:
        plan = _planned(context, plant)
    for row in plan.rows:
        console.say(
            say(
                "Level {level}: {needed} needed + {spare} spare = {total}; the pool has {available}.",
                level=row.level,
                needed=row.needed,
                spare=row.spare,
                total=row.total,
                available=row.available,
            )
        )
        if row.last_pack is not None:
            console.say(row.last_pack)
    console.say(plan.sentence)
    console.result(
        {
            "product": plan.product,
            "units": plan.units,
            "enough": plan.enough,
            "levels": [
                {
                    "level": row.level,
                    "needed": row.needed,
                    "spare": row.spare,
                    "total": row.total,
                    "available": row.available,
                    "missing": row.missing,
                    "last": row.last,
                    "of": row.of,
                }
                for row in plan.rows
            ],
        }
    )
    return 0 if plan.enough else 1


def _allocate(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        product = products.find_product(plant, options.product)
        if options.units is not None:
            counts = {row.level: row.total for row in _planned(context, plant).rows}
        else:
            counts = {options.level: options.count}
        done = pool.allocate(plant, product.id, counts, options.purpose, path=options.out)
    for row in done.reservations:
        context.console.say(
            say(
                "Reservation {id}: {count} codes of level {level} of {product} for {purpose}.",
                id=row.id,
                count=row.count,
                level=row.level,
                product=row.product,
                purpose=row.purpose,
            )
        )
    context.console.result({"reservations": [_as_record(row) for row in done.reservations]})
    return 0


def _release(context: Context) -> int:
    with context.plant() as plant:
        row, _ = pool.release(plant, context.options.reservation)
    context.console.say(
        say("Reservation {id}: {count} codes are back in the pool.", id=row.id, count=row.count)
    )
    context.console.result(_as_record(row))
    return 0


def _return(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        product = products.find_product(plant, options.product)
        done = pool.return_codes(
            plant,
            options.out,
            product_id=product.id,
            level=options.level,
            count=options.count,
            file_id=options.file,
            reason=options.reason,
        )
    context.console.say(
        say(
            "Return {id}: {count} codes were written to {path}.", id=done.id, count=done.count, path=done.path
        )
    )
    context.console.result(
        {
            "return": done.id,
            "count": done.count,
            "first": done.first,
            "last": done.last,
            "out": str(done.path),
            "sha256": done.sha256,
        }
    )
    return 0


def _alarm(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        product = products.find_product(plant, options.product)
        pool.set_threshold(plant, product.id, options.level, None if options.off else options.below)
    if options.off:
        context.console.say(say("No alarm for level {level}.", level=options.level))
    else:
        context.console.say(
            say("Alarm for level {level} below {least} codes.", level=options.level, least=options.below)
        )
    context.console.result(
        {"product": product.product.name, "level": options.level, "threshold": options.below}
    )
    return 0


def _as_record(row: Reservation) -> dict[str, object]:
    return {
        "reservation": row.id,
        "product": row.product,
        "level": row.level,
        "count": row.count,
        "purpose": row.purpose,
        "first": row.first,
        "last": row.last,
        "file": row.file or None,
        "released": row.released,
    }
