"""Options that tell what a coder is told: ``--coder-job NAME --coder-field NAME=TEXT``."""

import argparse

from desktop.errors import InputError
from desktop.products.job import CoderOrder
from desktop.texts import say


def add_coder_options(parser: argparse.ArgumentParser) -> None:
    """Add both options."""
    parser.add_argument("--coder-job", metavar="NAME", help="job of the coder that is printed")
    parser.add_argument(
        "--coder-field",
        action="append",
        default=[],
        type=_field,
        metavar="NAME=TEXT",
        help="a field of that job and what fills it, such as SN={code}; once for each",
    )


def coder_order(options: argparse.Namespace, known: CoderOrder | None = None) -> CoderOrder | None:
    """Return what the options say; what they leave out stays as ``known`` has it.

    Raises:
        InputError: fields are given, and no job.
    """
    job = options.coder_job if options.coder_job is not None else (known.job if known else "")
    fields = tuple(options.coder_field) or (known.fields if known else ())
    if not job:
        if options.coder_field:
            raise InputError(say("--coder-field is given without --coder-job NAME."))
        return None
    return CoderOrder(job, fields)


def _field(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise InputError(
            say(
                "A field of a coder is written NAME=TEXT, such as SN={code}, not {found}.",
                code="{code}",
                found=repr(text[:60]),
            )
        )
    return name, value
