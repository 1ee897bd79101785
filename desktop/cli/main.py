"""Takes the command line apart, opens the plant a command needs, and answers with an exit status."""

import argparse
import locale
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from desktop import __version__
from desktop.cli import (
    bills,
    codes,
    demo,
    export,
    grading,
    gs1,
    jobs,
    labels,
    lines,
    order_closing,
    orders,
    packing,
    people,
    plant_queries,
    printers,
    products,
    quality,
    recognise,
    reflectance,
    rights,
    scanners,
    serials,
)
from desktop.cli.console import Console
from desktop.cli.context import Context, Emulate, EmulateCoder, EmulatedLine, EmulateScanner
from desktop.errors import InputError, PackmarkError
from desktop.operations.plant import Plant
from desktop.texts import CHINESE, ENGLISH, say

log = logging.getLogger(__name__)

OpenPlant = Callable[[str | None, Path | None], AbstractContextManager[Plant]]
"""Opens the plant of a database URL (None: the user's own) in a data folder (None: the user's own)."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the composition root gives to the command line."""

    open_plant: OpenPlant
    open_windows: Callable[[str | None, bool, str | None], int]
    """Opens the windows on a database URL; True asks for the sample plant; last, a language."""
    emulate: Emulate
    emulate_coder: EmulateCoder
    emulate_scanner: EmulateScanner
    emulated_line: EmulatedLine
    log_file: Path


class _Commands(argparse._SubParsersAction):  # type: ignore[type-arg]  # noqa: SLF001
    """Commands whose own help begins with what the list of commands says of them."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser:
        """Add a command."""
        about = str(options.get("help", ""))
        return super().add_parser(name, description=f"{about[:1].upper()}{about[1:]}.", **options)  # type: ignore[no-any-return]


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser whose faults are ours to word and to count as exit status 2."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.register("action", "parsers", _Commands)

    def error(self, message: str) -> NoReturn:
        raise InputError(
            say("{problem}. Write “{command} --help” for how it is used.", problem=message, command=self.prog)
        )


def run(arguments: Sequence[str], parts: Parts) -> int:
    """Carry out one command line and return its exit status."""
    console = Console(_language_asked_for(arguments), "--json" in arguments)
    try:
        return _run(arguments, parts, console)
    except PackmarkError as error:
        console.trouble(error)
        return error.exit_status
    except BrokenPipeError:
        # The reader of our output has left (`packmark ... | head`): nobody is there to be told.
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception:
        log.exception("a fault in the program")
        console.trouble(
            PackmarkError(
                say(
                    "Packmark has met a fault of its own and stopped; nothing half done was kept. "
                    "Please report it with the file {file}.",
                    file=parts.log_file,
                )
            )
        )
        return 3


def _run(arguments: Sequence[str], parts: Parts, console: Console) -> int:
    options = _parser().parse_args(list(arguments))
    if options.command is None:
        return parts.open_windows(options.db, options.sample, options.lang)
    context = Context(
        options,
        console,
        parts.open_plant,
        parts.emulate,
        parts.emulate_coder,
        parts.emulate_scanner,
        parts.emulated_line,
    )
    handler: Callable[[Context], int] = options.run
    return handler(context)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="packmark",
        description="Design, print, read back and account for serialised labels. Without a command: the "
        "windows.",
        epilog="Exit status: 0 done; 1 done, and the answer is no; 2 bad input or use; 3 device or storage "
        "trouble.",
    )
    parser.add_argument("--version", action="version", version=f"packmark {__version__}")
    parser.add_argument("--sample", action="store_true", help="open the windows on the sample plant")
    common = argparse.ArgumentParser(add_help=False)
    _add_global_options(parser, absent=None, absent_flag=False)
    # Behind the command they may be said again; what is not said there must not undo what stood before.
    _add_global_options(common, absent=argparse.SUPPRESS, absent_flag=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    rooms = (
        products,
        codes,
        serials,
        labels,
        lines,
        orders,
        order_closing,
        people,
        printers,
        jobs,
        export,
        bills,
        packing,
        scanners,
        plant_queries,
        rights,
        gs1,
        grading,
        reflectance,
        quality,
        recognise,
        demo,
    )
    for room in rooms:
        room.add_commands(commands, common)
    return parser


def _add_global_options(
    parser: argparse.ArgumentParser, *, absent: str | None, absent_flag: bool | str
) -> None:
    parser.add_argument(
        "--db", metavar="URL", default=absent, help="database: sqlite:///FILE or postgresql+psycopg://..."
    )
    parser.add_argument("--lang", metavar="{en,zh}", default=absent, help="language of the answers")
    parser.add_argument(
        "--json", action="store_true", default=absent_flag, help="answer with one JSON object"
    )


def _language_asked_for(arguments: Sequence[str]) -> str:
    """Find the language before anything can go wrong, so that even a bad option is told in it.

    The last one counts, as with every option.
    """
    for index, argument in reversed(list(enumerate(arguments))):
        if argument == "--lang" and index + 1 < len(arguments):
            return _language(arguments[index + 1])
        if argument.startswith("--lang="):
            return _language(argument.removeprefix("--lang="))
    return _language(locale.getlocale()[0] or "")


def _language(name: str) -> str:
    return CHINESE if name.lower().startswith(("zh", "chinese")) else ENGLISH


def write_utf8() -> None:
    """Make the standard streams take Chinese on every system."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
