"""``packmark line``: packing lines and their stations."""

import argparse
from dataclasses import asdict, replace

from desktop.cli.coder_options import add_coder_options, coder_order
from desktop.cli.context import Context
from desktop.cli.printer_setup import known_printer
from desktop.errors import InputError
from desktop.operations import lines
from desktop.operations.lines import LineRow, StationDraft, StationRow
from desktop.operations.plant import Plant
from desktop.texts import say

_STATION = "LINE/STATION"


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("line", help="packing lines").add_subparsers(dest="action", required=True)
    group.add_parser("list", parents=[common], help="list lines and stations").set_defaults(run=_list)
    adding = group.add_parser("add", parents=[common], help="add a line")
    adding.add_argument("name", metavar="LINE")
    adding.set_defaults(run=_add)
    renaming = group.add_parser("rename", parents=[common], help="give a line another name")
    renaming.add_argument("line", metavar="LINE")
    renaming.add_argument("name", metavar="NAME")
    renaming.set_defaults(run=_rename)
    removing = group.add_parser("remove", parents=[common], help="take a line out with its stations")
    removing.add_argument("line", metavar="LINE")
    removing.set_defaults(run=_remove)
    _add_station_actions(group, common)


def _add_station_actions(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    actions = group.add_parser("station", help="stations of a line").add_subparsers(
        dest="station_action", required=True
    )
    adding = actions.add_parser("add", parents=[common], help="add a station")
    adding.add_argument("line", metavar="LINE")
    adding.add_argument("name", metavar="STATION")
    _add_station_options(adding)
    adding.set_defaults(run=_add_station)
    setting = actions.add_parser("set", parents=[common], help="change a station; '' takes something away")
    setting.add_argument("station", metavar=_STATION)
    setting.add_argument("--name", metavar="STATION", help="its new name")
    _add_station_options(setting)
    setting.set_defaults(run=_set_station)
    removing = actions.add_parser("remove", parents=[common], help="take a station out")
    removing.add_argument("station", metavar=_STATION)
    removing.set_defaults(run=_remove_station)


def _add_station_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--printer", metavar="NAME|URL", help="a printer that was set up")
    parser.add_argument("--label", metavar="NAME", help="the label design that is printed there")
    parser.add_argument("--camera", metavar="URL", help="reads every label back")
    parser.add_argument(
        "--scanner", metavar="URL", help="reads the packs there; without one they are scanned like typing"
    )
    parser.add_argument("--level", type=int, metavar="N", help="pack level, from 1")
    parser.add_argument("--place", type=int, metavar="N", help="place on the line, from 1")
    add_coder_options(parser)


def _list(context: Context) -> int:
    with context.plant() as plant:
        rows = lines.list_lines(plant)
    for row in rows:
        context.console.line(row.line.name)
        for one in row.stations:
            context.console.line(_told(one))
    if not rows:
        context.console.say(say("There is no line yet. Add one: {command}", command="packmark line add LINE"))
    context.console.result({"lines": [_line_record(row) for row in rows]})
    return 0


def _add(context: Context) -> int:
    with context.plant() as plant:
        row, _ = lines.add_line(plant, context.options.name)
    context.console.line(row.line.name)
    context.console.result(_line_record(row))
    return 0


def _rename(context: Context) -> int:
    with context.plant() as plant:
        row = line_named(plant, context.options.line)
        lines.rename_line(plant, row.line.id, context.options.name)
        row = next(one for one in lines.list_lines(plant) if one.line.id == row.line.id)
    context.console.line(row.line.name)
    context.console.result(_line_record(row))
    return 0


def _remove(context: Context) -> int:
    with context.plant() as plant:
        row = line_named(plant, context.options.line)
        lines.remove_line(plant, row.line.id)
    context.console.say(say("The line {name} is taken out.", name=row.line.name))
    context.console.result({"removed": row.line.id})
    return 0


def _add_station(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        begun = StationDraft(None, line_named(plant, options.line).line.id, options.name)
        row, _ = lines.save_station(plant, _draft(plant, begun, options))
    return _tell(context, row)


def _set_station(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        known = StationDraft.of(lines.find_station(plant, options.station).station)
        if options.name is not None:
            known = replace(known, name=options.name)
        row, _ = lines.save_station(plant, _draft(plant, known, options))
    return _tell(context, row)


def _remove_station(context: Context) -> int:
    with context.plant() as plant:
        row = lines.find_station(plant, context.options.station)
        lines.remove_station(plant, row.station.id)
    context.console.say(say("The station {name} is taken out.", name=row.station.name))
    context.console.result({"removed": row.station.id})
    return 0


def line_named(plant: Plant, name: str) -> LineRow:
    """Return the line of that name. InputError if there is none."""
    found = next((row for row in lines.list_lines(plant) if row.line.name == name), None)
    if found is None:
        raise InputError(say("There is no line called {found}.", found=repr(name[:130])))
    return found


def _draft(plant: Plant, begun: StationDraft, options: argparse.Namespace) -> StationDraft:
    """Put the options that were given into a draft."""
    given: dict[str, object] = {
        name: getattr(options, name)
        for name in ("label", "camera", "scanner", "level", "place")
        if getattr(options, name) is not None
    }
    if options.printer is not None:
        given["printer_id"] = known_printer(plant, options.printer).id if options.printer else None
    return replace(begun, **given, coder=coder_order(options, begun.coder))  # type: ignore[arg-type]


def _tell(context: Context, row: StationRow) -> int:
    context.console.line(_told(row).strip())
    context.console.result(_station_record(row))
    return 0


def _told(row: StationRow) -> str:
    station = row.station
    parts = [f"  {station.place}", station.name, f"[{station.level}]"]
    if row.printer is not None:
        parts += [row.printer.name, row.printer.address]
    parts += [part for part in (station.label, station.camera, station.scanner) if part]
    if station.coder is not None:
        parts += [station.coder.job, *(f"{name}={text}" for name, text in station.coder.fields)]
    return "  ".join(parts)


def _line_record(row: LineRow) -> dict[str, object]:
    return {
        "id": row.line.id,
        "name": row.line.name,
        "stations": [_station_record(one) for one in row.stations],
    }


def _station_record(row: StationRow) -> dict[str, object]:
    station = row.station
    return {
        "id": station.id,
        "name": station.name,
        "place": station.place,
        "level": station.level,
        "printer": None if row.printer is None else row.printer.name,
        "address": None if row.printer is None else row.printer.address,
        "label": station.label,
        "camera": station.camera,
        "scanner": station.scanner,
        "coder": None
        if station.coder is None
        else asdict(station.coder) | {"fields": dict(station.coder.fields)},
    }
