"""``packmark printer`` asks a printer or coder how it is; ``packmark emulate`` stands in for one."""

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop.cli import diagnosis, emulators, plain_labels, printer_setup
from desktop.cli.context import Context
from desktop.cli.numbers import amount
from desktop.coders import CoderState
from desktop.devices import DeviceKind
from desktop.operations import printers
from desktop.operations.printers import CoderReport, PrinterReport
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser(
        "printer", help="printers and coders: find, set up, ask, test, calibrate"
    ).add_subparsers(dest="action", required=True)
    status = group.add_parser("status", parents=[common], help="ask a printer or coder who and how it is")
    status.add_argument("address", metavar="URL", help="such as tcp://192.0.2.7:9100 or zipher://HOST:PORT")
    status.set_defaults(run=_status)
    diagnosis.add_actions(group, common)
    printer_setup.add_actions(group, common)
    plain_labels.add_printer_action(group, common)
    kinds = commands.add_parser("emulate", help="stand in for a printer, coder or scanner").add_subparsers(
        dest="kind", required=True
    )
    zebra = kinds.add_parser("zebra", parents=[common], help="a Zebra printer with a camera behind it")
    emulators.add_ports(zebra, 9100)
    zebra.add_argument("--dpmm", type=int, default=12, help="dots per mm: 6, 8, 12, 24")
    zebra.add_argument("--print-ms", type=amount, default=0.0, metavar="MS", help="time a label takes")
    emulators.add_fault(zebra)
    zebra.add_argument("--out", type=Path, metavar="DIR", help="write each label as PNG")
    zebra.add_argument("--paper", type=Path, metavar="FILE", help="write a line for each label printed")
    zebra.set_defaults(run=_emulate_zebra)
    emulators.add_kinds(kinds, common)


def _status(context: Context) -> int:
    address = context.options.address
    with context.plant() as plant:
        if plant.devices.kind(address) is DeviceKind.CODER:
            return _tell_coder(context, printers.ask_coder(plant, address))
        return _tell_printer(context, printers.ask(plant, address))


def _tell_printer(context: Context, report: PrinterReport) -> int:
    context.console.say(
        say(
            "{model}, {dpmm} dots/mm, {labels} labels printed in its life: {conditions}",
            model=report.identity.model,
            dpmm=report.identity.dots_per_mm,
            labels=report.odometer,
            conditions=", ".join(sorted(report.status.conditions)),
        )
    )
    context.console.result(
        {
            "model": report.identity.model,
            "firmware": report.identity.firmware,
            "unique_id": report.identity.unique_id,
            "dots_per_mm": report.identity.dots_per_mm,
            "odometer": report.odometer,
            "ready": report.status.ready,
            "conditions": sorted(report.status.conditions),
        }
    )
    return 0 if report.status.ready else 1


def _tell_coder(context: Context, report: CoderReport) -> int:
    console, status = context.console, report.status
    console.say(
        say(
            "{who}: {state}; job: {job}",
            who=report.identity or context.options.address,
            state=status.state,
            job=status.job or "-",
        )
    )
    for fault in status.faults:
        console.line(f"{fault.number}  {fault.text}")
    console.result(
        {
            "identity": report.identity,
            "state": str(status.state),
            "job": status.job,
            "abilities": sorted(report.abilities),
            "faults": [asdict(fault) for fault in status.faults],
        }
    )
    return 0 if status.state in {CoderState.RUNNING, CoderState.STOPPED} else 1


def _emulate_zebra(context: Context) -> int:
    options = context.options
    return context.emulate(
        port=options.port,
        camera_port=options.camera_port,
        faults=options.fault,
        out=options.out,
        paper=options.paper,
        dots_per_mm=options.dpmm,
        print_ms=options.print_ms,
    )
