"""How fast a job is, and what became of its labels, in the few words that a tile has room for."""

from desktop.operations.jobs import JobRow
from desktop.products.job import JobProgress, JobState
from desktop.texts import Text, say
from ui.wording import duration, number, rate

ENDED = frozenset({JobState.DONE, JobState.ABORTED, JobState.CLOSED})
"""Of a job in one of these nothing more is printed."""


def pace(progress: JobProgress) -> Text | None:
    """Word how fast a running job is and how long it takes still; None: nobody can tell yet."""
    if progress.on_demand:
        return say("on demand")
    if not progress.rate:
        return None
    if progress.seconds_left is None:
        return rate(progress.rate)
    return say("{rate} · {time} left", rate=rate(progress.rate), time=duration(progress.seconds_left))


def the_others(item: JobRow) -> Text | None:
    """Say what became of the labels of an ended job that are not good; None: all are, or it has not ended."""
    counts = item.counts
    others = item.job.count - counts.good
    if item.job.state not in ENDED or others <= 0:
        return None
    printed = counts.spoiled + counts.sampled + counts.void + counts.unknown
    told = [
        words
        for count, words in (
            (counts.unknown, say("{n} unknown", n=number(counts.unknown))),
            (counts.spoiled, say("{n} spoiled", n=number(counts.spoiled))),
            (counts.sampled, say("{n} sampled", n=number(counts.sampled))),
            (counts.void, say("{n} void", n=number(counts.void))),
            (others - printed, say("{n} not printed", n=number(max(0, others - printed)))),
        )
        if count > 0
    ]
    whole, *more = told
    for words in more:
        whole = say("{first} · {second}", first=whole, second=words)
    return whole
