"""``packmark pack scrap`` of many codes at once: named, from a file, or all that were never scanned."""

import argparse
from pathlib import Path

from desktop.cli.context import Context
from desktop.cli.second_person import confirmed
from desktop.errors import InputError
from desktop.operations import pack_destruction
from desktop.operations.pack_orders import named_station, order_id_of
from desktop.operations.plant import Plant
from desktop.packing.reconciliation import Listing
from desktop.texts import say, say_count


def add_scrapping(parser: argparse.ArgumentParser) -> None:
    """Add which packs are scrapped."""
    parser.add_argument(
        "codes", nargs="*", metavar="CODE", help="one alone is scrapped wherever it lies, many if loose"
    )
    parser.add_argument(
        "--file", type=Path, metavar="FILE", help="a code in each line; also a list as CSV from the sums"
    )
    parser.add_argument(
        "--never-scanned", action="store_true", help="all labels that were printed and never scanned"
    )
    parser.add_argument(
        "--level", type=int, metavar="N", help="pack level of all of them; 1, the units, if it is not told"
    )


def scrap_many(context: Context) -> int:
    """Scrap many packs of one level with one proof of the second person; 1 if any was refused."""
    options = context.options
    with context.plant() as plant:
        order_id, station_id = order_id_of(plant, options.order), None
        if options.station is not None:
            _, station_id = named_station(plant, options.order, options.station)
        level = 1 if options.level is None else options.level
        codes = _codes(context, plant, order_id, level)
        reviewer = confirmed(context, plant)
        done, _ = pack_destruction.destroy(
            plant,
            order_id,
            level,
            codes,
            reason=options.reason,
            reviewer=reviewer,
            station_id=station_id,
        )
    language = context.console.language
    for one in done.refused:
        context.console.line(f"{one.code}  {one.sentence.in_language(language)}")
    count = len(done.events)
    context.console.say(
        say_count("{n} pack is recorded as destroyed.", "{n} packs are recorded as destroyed.", n=count)
    )
    context.console.result(
        {
            "events": [one.number for one in done.events],
            "refused": [
                {"code": one.code, "sentence": one.sentence.in_language(language)} for one in done.refused
            ],
            "reviewer": reviewer.name,
        }
    )
    return 1 if done.refused else 0


def _codes(context: Context, plant: Plant, order_id: int, level: int) -> tuple[str, ...]:
    options = context.options
    given = [bool(options.codes), options.file is not None, options.never_scanned]
    if sum(given) != 1:
        raise InputError(
            say("Say which packs are scrapped in one way: by their codes, by --file, or by --never-scanned.")
        )
    if options.file is not None:
        return pack_destruction.codes_in(options.file)
    if options.never_scanned:
        found = pack_destruction.destroyable(plant, order_id, level, Listing.MISSING)
        return tuple(one.code for one in found)
    return tuple(options.codes)
