"""Self-check of a work order: what became of every code, and what is still open, each with what to do.

Nothing here looks anything up: storage counts, this says what the numbers mean.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.products.code_pool import CodeCounts
from desktop.products.packing import counted_packs
from desktop.texts import Text, say

ONE_LEVEL = 1
"""The top of an order whose packs go into no larger ones."""


class Listing(StrEnum):
    """The lists behind the numbers of a level."""

    ALLOCATED = "allocated"
    MISSING = "missing"
    """Printed and never scanned."""
    VERIFIED = "verified"
    PACKED = "packed"
    SPOILED = "spoiled"
    SAMPLED = "sampled"
    VOID = "void"
    UNKNOWN = "unknown"
    RETURNED = "returned"
    """Unused, and back in the pool since the print job was closed."""
    TRAY = "tray"
    """In the tray of a station."""
    LOOSE = "loose"
    """Good, scanned or read, and in no larger pack and no tray."""
    EMPTY = "empty"
    """A good label of a larger pack that holds nothing."""
    BELOW_RATIO = "below ratio"
    """Holding fewer packs than the ratio says, for whatever reason."""
    UNEXPLAINED = "unexplained"
    """Holding fewer packs than the ratio says, and nobody gave a reason."""


class OpenKind(StrEnum):
    """What can be open when an order is to be closed."""

    UNBALANCED = "unbalanced"
    JOB = "job"
    UNKNOWN = "unknown"
    MISSING = "missing"
    TRAY = "tray"
    LOOSE = "loose"
    EMPTY = "empty"
    UNEXPLAINED = "unexplained"
    QUALITY = "quality"
    STOPPED = "stopped"


NOT_TO_BE_ACCEPTED = frozenset(
    {OpenKind.UNBALANCED, OpenKind.JOB, OpenKind.UNKNOWN, OpenKind.TRAY, OpenKind.STOPPED}
)
"""What no reviewer can accept: a sum that is wrong, a printer that may go on, a label nobody knows of, a tray
that the station's next order would find full, and packs that may bear each other's labels."""


@dataclass(frozen=True, slots=True)
class LevelSum:
    """The codes of one pack level of an order.

    Attributes:
        level: from 1.
        found: codes of the order's jobs, counted one by one.
        counts: the same codes by state, as they are kept; ``returned`` are those that went back unused.
        in_trays, loose, empty, below_ratio, unexplained: see ``Listing``.
    """

    level: int
    found: int
    counts: CodeCounts
    in_trays: int = 0
    loose: int = 0
    empty: int = 0
    below_ratio: int = 0
    unexplained: int = 0

    @property
    def issued(self) -> int:
        """All codes that the order was ever given."""
        return self.counts.issued

    @property
    def balances(self) -> bool:
        """Tell whether each code that the order still has is in one of the states."""
        return self.found == self.counts.issued - self.counts.returned

    def number_of(self, listing: Listing) -> int:
        """Return how many codes a list holds."""
        return {
            Listing.ALLOCATED: self.counts.allocated,
            Listing.MISSING: self.counts.printed,
            Listing.VERIFIED: self.counts.verified,
            Listing.PACKED: self.counts.packed,
            Listing.SPOILED: self.counts.spoiled,
            Listing.SAMPLED: self.counts.sampled,
            Listing.VOID: self.counts.void,
            Listing.UNKNOWN: self.counts.unknown,
            Listing.RETURNED: self.counts.returned,
            Listing.TRAY: self.in_trays,
            Listing.LOOSE: self.loose,
            Listing.EMPTY: self.empty,
            Listing.BELOW_RATIO: self.below_ratio,
            Listing.UNEXPLAINED: self.unexplained,
        }[listing]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing that keeps an order from being closed.

    Attributes:
        what: is the matter.
        to_do: what settles it; None where ``what`` says so already.
        level: of the packs; None if it is none of a level.
        listing: the list behind it; None if there is none.
        count: of packs, or 1.
        job_id: the print job that it is about; None if it is none.
    """

    kind: OpenKind
    what: Text
    to_do: Text | None
    count: int = 1
    level: int | None = None
    listing: Listing | None = None
    job_id: int | None = None

    @property
    def sentence(self) -> Text:
        """What is the matter and what to do, as one text."""
        return self.what if self.to_do is None else say("{what} {to_do}", what=self.what, to_do=self.to_do)

    @property
    def may_be_accepted(self) -> bool:
        """Tell whether a reviewer can close an order with it, for a reason."""
        return self.kind not in NOT_TO_BE_ACCEPTED


@dataclass(frozen=True, slots=True)
class StoppedStation:
    """A station that takes nothing, as labels and packs had slipped; ``level``: of the packs it fills."""

    name: str
    level: int


def open_items(
    levels: Sequence[LevelSum],
    top: int,
    jobs: Sequence[int],
    quality: Sequence[Text],
    stopped: Sequence[StoppedStation] = (),
) -> tuple[OpenItem, ...]:
    """Return what is open.

    Args:
        levels: of the order, with their numbers.
        top: level of its largest packs.
        jobs: its print jobs that have not ended.
        quality: what stands against its grades, each with what to do.
        stopped: its stations at which labels slipped and were not put right.
    """
    found = [
        OpenItem(
            OpenKind.STOPPED,
            say("Labels and packs slipped at station {station}, and it is stopped.", station=one.name),
            say("Compare packs and labels there, then resume, with a reason and a second person."),
            level=one.level,
        )
        for one in stopped
    ]
    found += [
        OpenItem(
            OpenKind.JOB,
            say("Print job {job} has not ended.", job=job),
            say("Print it to its end, or give it up."),
            job_id=job,
        )
        for job in jobs
    ]
    for one in levels:
        found += _of_level(one, top)
    found += [OpenItem(OpenKind.QUALITY, text, None) for text in quality]
    return tuple(found)


def _of_level(one: LevelSum, top: int) -> Iterator[OpenItem]:
    if not one.balances:
        yield OpenItem(
            OpenKind.UNBALANCED,
            say(
                "Level {level}: the order has {found} codes, by state they are {counted}.",
                level=one.level,
                found=one.found,
                counted=one.counts.issued - one.counts.returned,
            ),
            say("Verify the audit trail: the database was changed by another program."),
            level=one.level,
        )
    for listing, kind in _WATCHED:
        count = one.number_of(listing)
        if count and _asked(listing, one.level, top):
            what, to_do = _words(listing, counted_packs(one.level, count))
            yield OpenItem(kind, what, to_do, count, one.level, listing)


def _asked(listing: Listing, level: int, top: int) -> bool:
    """Tell whether packs of a level can be wrong in this way."""
    if listing in {Listing.MISSING, Listing.LOOSE}:
        # Where there are no larger packs, nobody scans the smallest ones on the line.
        return top > ONE_LEVEL
    return level > ONE_LEVEL if listing is Listing.EMPTY else True


_WATCHED = (
    (Listing.UNKNOWN, OpenKind.UNKNOWN),
    (Listing.MISSING, OpenKind.MISSING),
    (Listing.TRAY, OpenKind.TRAY),
    (Listing.LOOSE, OpenKind.LOOSE),
    (Listing.EMPTY, OpenKind.EMPTY),
    (Listing.UNEXPLAINED, OpenKind.UNEXPLAINED),
)


def _words(listing: Listing, packs: Text) -> tuple[Text, Text]:
    return {
        Listing.UNKNOWN: (
            say("{packs}: nobody knows whether the label was printed.", packs=packs),
            say("Scan the last good label on the line to settle it."),
        ),
        Listing.MISSING: (
            say("{packs}: printed and never scanned.", packs=packs),
            say("Find and scan what is on the line; scrap, with a reason, what is not found."),
        ),
        Listing.TRAY: (
            say("{packs}: still in the tray of a station.", packs=packs),
            say("Fill a larger pack, as a partial one if need be, or take the scans back."),
        ),
        Listing.LOOSE: (
            say("{packs}: good, and in no larger pack.", packs=packs),
            say("Pack it, take it as a sample, or scrap it."),
        ),
        Listing.EMPTY: (
            say("{packs}: labelled, and holding nothing.", packs=packs),
            say("Fill it, or scrap its label."),
        ),
        Listing.UNEXPLAINED: (
            say("{packs}: holding less than the ratio says, and nobody said why.", packs=packs),
            say("Top it up, or take it apart and pack it as a partial one with a reason."),
        ),
    }[listing]


def listing_name(listing: Listing) -> Text:
    """Return the name of a list, as a heading."""
    return {
        Listing.ALLOCATED: say("not printed yet"),
        Listing.MISSING: say("printed, never scanned"),
        Listing.VERIFIED: say("scanned, in no larger pack"),
        Listing.PACKED: say("packed"),
        Listing.SPOILED: say("spoiled"),
        Listing.SAMPLED: say("sampled"),
        Listing.VOID: say("void"),
        Listing.UNKNOWN: say("unknown"),
        Listing.RETURNED: say("back in the pool, unused"),
        Listing.TRAY: say("in trays"),
        Listing.LOOSE: say("without a larger pack"),
        Listing.EMPTY: say("holding nothing"),
        Listing.BELOW_RATIO: say("below the ratio"),
        Listing.UNEXPLAINED: say("below the ratio, no reason"),
    }[listing]
