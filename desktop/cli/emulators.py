"""``packmark emulate zipher|leibinger|ngpcl|wsi``: stands in for a coder with a camera behind it."""

import argparse
from pathlib import Path
from typing import Final

from desktop.cli.context import Context

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
    """Add the coders to what can be emulated."""
    for family, port, words in _CODERS:
        coder = kinds.add_parser(family, parents=[common], help=words)
        coder.add_argument("--port", type=int, default=port)
        coder.add_argument("--camera-port", type=int, default=9180)
        coder.add_argument(
            "--job", action="append", default=[], metavar="NAME:FIELD,FIELD", help="a job that it holds"
        )
        coder.add_argument("--fault", action="append", default=[], metavar="NAME=VALUE")
        coder.add_argument("--paper", type=Path, metavar="FILE", help="write a line for each print")
        coder.add_argument(
            "--products-per-s", type=float, default=0.0, metavar="R", help="products that come by themselves"
        )
        coder.add_argument(
            "--commands",
            action="store_true",
            help="lines on standard input: start, pause, trigger N, pull-cable N, power-cycle, drop, a fault",
        )
        coder.set_defaults(run=_emulate)


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
