"""``packmark demo --line``: a whole emulated packing line, from the first label to the closed order."""

import json

from desktop.cli.context import Context
from desktop.errors import InputError
from desktop.operations.line_demo import run_line
from desktop.operations.line_work import LinePlan
from desktop.operations.plant import Plant
from desktop.products.packing import Packing
from desktop.texts import say

_MOST_UNITS = 1_000_000


def run(context: Context, plant: Plant) -> int:
    """Run the line in an empty plant; 0 if the program and what is physically so agree in everything.

    Raises:
        InputError: the ratio is none, or a number is out of its range.
    """
    options = context.options
    plan = _plan(options.units, options.ratio, options.exceptions, options.faults, options.seed)
    with context.emulated_line(len(plan.packing.children)) as floor:
        result = run_line(
            plant,
            floor,
            plan,
            options.out,
            context.console.language,
            lambda number: context.console.progress(
                say("{done} of {count} units", done=number, count=plan.units)
            ),
        )
    for violation in result.violations:
        context.console.say(violation)
    context.console.say(
        say(
            "{packed} of {units} units lie in {boxes} packs; {count} differences between the program and "
            "what is physically so. All files are in {folder}.",
            packed=result.packed,
            units=result.units,
            boxes=result.boxes,
            count=len(result.violations),
            folder=options.out,
        )
    )
    context.console.result(json.loads(json.dumps(result.as_json())))
    return 0 if result.good else 1


def _plan(units: int, ratio: str, exceptions: float, faults: float, seed: int) -> LinePlan:
    if not 1 <= units <= _MOST_UNITS:
        raise InputError(
            say("A line packs 1 to {most} units here, not {found}.", most=_MOST_UNITS, found=units)
        )
    for share in (exceptions, faults):
        if not 0 <= share <= 1:
            raise InputError(say("A share is from 0 to 1, not {found}.", found=share))
    return LinePlan(units, Packing.parse(ratio), exceptions, faults, seed)
