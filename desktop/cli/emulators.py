"""``packmark emulate zipher|leibinger|ngpcl|wsi|scanner``: stands in for such a device."""

import argparse
from pathlib import Path
from typing import Final

from desktop.cli.context import Context
from desktop.cli.numbers import amount, port

_CODERS: Final = (
    ("zipher", 3003, "a Videojet coder that speaks Zipher text"),
    ("leibinger", 3000, "a Leibinger JET printer"),
    ("ngpcl", 21000, "a Markem-Imaje coder"),
    ("wsi", 3100, "a Videojet coder of the 1000 line"),
)
"""Families, the TCP port at which each is met most often, and their names for people."""


def add_kinds(
    kinds: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add coders and the scanner to what can be emulated."""
    for family, usual_port, words in _CODERS:
        coder = kinds.add_parser(family, parents=[common], help=words)
        add_ports(coder, usual_port)
        coder.add_argument(
            "--job", action="append", default=[], metavar="NAME:FIELD,FIELD", help="a job that it holds"
        )
        add_fault(coder)
        coder.add_argument("--paper", type=Path, metavar="FILE", help="write a line for each print")
        coder.add_argument(
            "--products-per-s",
            type=amount,
            default=0.0,
            metavar="R",
            help="products that come by themselves",
        )
        coder.add_argument(
            "--commands",
            action="store_true",
            help="lines on standard input: start, pause, trigger N, pull-cable N, power-cycle, drop, a fault",
        )
        coder.set_defaults(run=_emulate)
    _add_scanner(kinds.add_parser("scanner", parents=[common], help="a scanner on the network"))


def _add_scanner(scanner: argparse.ArgumentParser) -> None:
    scanner.add_argument(
        "--port", type=port, default=2001, help="where it waits; 0: any that is free; default: 2001"
    )
    scanner.add_argument(
        "--calls", metavar="HOST:PORT", help="call the program that waits there (scan+listen://HOST:PORT)"
    )
    scanner.add_argument(
        "--sees",
        metavar="URL",
        help="read each label that this camera shows, such as that of packmark emulate zebra",
    )
    scanner.add_argument(
        "--identifier", default="", metavar="]C1", help="symbology identifier before each reading"
    )
    add_fault(scanner, "doubled, wrong-end, unread-after=10 or cut-after=10")
    scanner.add_argument(
        "--commands", action="store_true", help="lines on standard input: scan TEXT, drop, a fault"
    )
    scanner.set_defaults(run=_emulate_scanner)


def add_ports(parser: argparse.ArgumentParser, usual: int) -> None:
    """Add where the device and the camera behind it listen."""
    parser.add_argument("--port", type=port, default=usual, help=f"0: any that is free; default: {usual}")
    parser.add_argument(
        "--camera-port", type=port, default=9180, help="of the camera behind it; default: 9180"
    )


def add_fault(parser: argparse.ArgumentParser, examples: str = "silent or fault-after-prints=10") -> None:
    """Add what is wrong with the device from the start."""
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=f"such as {examples}; a wrong name tells all of them",
    )


def _emulate(context: Context) -> int:
    options = context.options
    return context.emulate_coder(
        family=options.kind,
        port=options.port,
        camera_port=options.camera_port,
        jobs=options.job,
        faults=options.fault,
        paper=options.paper,
        products_per_s=options.products_per_s,
        commands=options.commands,
    )


def _emulate_scanner(context: Context) -> int:
    options = context.options
    return context.emulate_scanner(
        port=options.port,
        calls=options.calls,
        sees=options.sees,
        identifier=options.identifier,
        faults=options.fault,
        commands=options.commands,
    )
