"""Long reading and writing that tells how far it is, and ends early where a person asks for it."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from desktop.operations.plant import Cancelled, Report
from desktop.texts import say

T = TypeVar("T")


def counted(
    items: Iterable[T],
    total: int,
    report: Report | None,
    begin: float = 0.0,
    end: float = 1.0,
    *,
    every: int = 256,
) -> Iterator[T]:
    """Hand items on and tell how many there were.

    Args:
        items: as they come.
        total: how many are expected; more do no harm.
        report: is told; None: nobody is.
        begin: how much of the whole work is done before them, 0 to 1.
        end: how much of it is done after them.
        every: after how many items it is told.

    Raises:
        Cancelled: ``report`` said so.
    """
    for number, item in enumerate(items):
        if number % every == 0:
            tell(report, begin + (end - begin) * min(1.0, number / max(1, total)))
        yield item


def tell(report: Report | None, done: float) -> None:
    """Tell how far long work is, 0 to 1.

    Raises:
        Cancelled: ``report`` said so.
    """
    if report is not None and not report(done):
        raise Cancelled(say("It was cancelled: nothing was written, and nothing of it is kept."))
