"""The journal of a running job, with as few transactions as the laws allow, and the progress beside it."""

from collections.abc import Sequence

from desktop.jobs.meter import Meter
from desktop.jobs.outlet import Settled
from desktop.ports import Clock, JobJournal
from desktop.products.job import JobCode, JobProgress, JobState
from desktop.texts import Text


class Ledger:
    """Collects what has become known, and writes it with the next labels that are about to be sent.

    Only what is sent must be on the disk before something else happens. A confirmation that is lost with
    the program leaves its code in flight, and so unknown, which is safe.
    """

    def __init__(self, journal: JobJournal, clock: Clock) -> None:
        self._journal = journal
        self._meter = Meter(journal.job, journal.tally(), clock)
        self._printed: list[JobCode] = []
        self._verified: list[JobCode] = []

    def printed(self, code: JobCode) -> None:
        """Note that the printer answered for a label."""
        self._printed.append(code)

    def verified(self, code: JobCode) -> None:
        """Note that a label, written down as printed before, was read back right."""
        self._verified.append(code)

    def write(self, sending: Sequence[JobCode] = ()) -> None:
        """Put on the disk what was noted, and that the codes ``sending`` are about to leave."""
        if not (sending or self._printed or self._verified):
            return
        printed, verified = self._printed, self._verified
        self._journal.record(sent=sending, printed=printed, verified=verified)
        self._meter.moved(
            sent=len(sending),
            printed=len(printed),
            verified=len(verified),
            last_code=printed[-1].value if printed else "",
        )
        self._printed, self._verified = [], []

    def spoil(self, code: JobCode, reason: Text) -> None:
        """Put on the disk that a label, written down as printed before, must be destroyed."""
        self._journal.record(spoiled=(code,), reason=reason)
        self._meter.moved(spoiled=1)

    def in_flight(self) -> Sequence[JobCode]:
        """Return the codes that are on their way, after what was noted is on the disk."""
        self.write()
        return self._journal.in_flight()

    def settle(self, settled: Settled) -> None:
        """Put on the disk what became of the codes that were on their way."""
        moves = (settled.printed, settled.unknown, settled.taken_back)
        if any(moves):
            self._journal.record(
                printed=settled.printed,
                unknown=settled.unknown,
                taken_back=settled.taken_back,
                reason=settled.reason,
            )
        self._meter.moved(
            printed=len(settled.printed),
            unknown=len(settled.unknown),
            taken_back=len(settled.taken_back),
            last_code=settled.printed[-1].value if settled.printed else "",
        )

    def change_state(self, state: JobState, reason: Text | None = None) -> None:
        """Put the job's new state on the disk."""
        self._journal.change_state(state, reason)
        self._meter.state(state)

    def progress(self) -> JobProgress:
        """Return, on any thread, how far the job is."""
        return self._meter.progress()
