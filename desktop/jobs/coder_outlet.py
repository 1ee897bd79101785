"""A coder: it holds a job with fields of its own, and is given records ahead of the packs where it can be.

What a fault leaves open is settled by what the coder can do (``Ability``):

- Numbered records: the coder is stopped and says which number it printed last. What is behind that number is
  taken back, once the buffer is empty, and goes out again. Only the record that was under the head when
  something else than we stopped the coder is unknown, for its print may be half there.
- A counter: it proves what became of the one record while the connection lasts and nothing goes wrong; after
  anything else a person looks.
- Neither: one code at a time, and only the camera says that it is on a pack.
"""

from collections import deque
from collections.abc import Sequence

from desktop.coders import Ability, Coder, CoderState, CoderStatus
from desktop.errors import DeviceError, Refused
from desktop.jobs.coder_words import coder_trouble
from desktop.jobs.flight import SentLabel
from desktop.jobs.outlet import Outgoing, Settled
from desktop.jobs.records import Records
from desktop.jobs.settling import FIRST_MARK, PRINTER_MARK, fingerprint_of, with_fate
from desktop.jobs.verify import expected_symbols
from desktop.jobs.water import Water
from desktop.labels.layout import LabelPlan
from desktop.ports import Clock, JobJournal
from desktop.products.job import JobCode
from desktop.texts import Text, say, say_count

RECORD_MARK = "record"
"""Under this name a job notes the number of the first record that it gives to a coder in a run."""

COUNT_MARK = "prints"
"""And under this one how many prints the coder had counted by then."""
NOT_COUNTED = -1

MOST_NUMBERED = 1000
MOST_WITHOUT_NUMBERS = 5
"""Records that wait in a coder at most: of those without numbers each is unknown after a fault (law 2)."""
PATIENCE_S = 1.0
"""The counter may lag behind the numbers by so much."""
POLL_S = 0.05
POLLS_A_PRINT = 5
"""A coder with one place is asked so often while it prints one: the pack behind waits for the next record."""
LOOK_S = 1.0
"""A coder from which nothing comes is asked how it is so often; that no pack comes is no fault."""


class CoderOutlet:
    """Implements ``Outlet`` for a coder.

    Args:
        journal: of the job; gets the numbers that a resume after a crash needs.
        coder: connected, and used by nobody else.
        records: what it is given.
        plan: of the label that shows what a mark must say, for the camera; None without one.
        clock: for rates.
    """

    def __init__(
        self, journal: JobJournal, coder: Coder, records: Records, plan: LabelPlan | None, clock: Clock
    ) -> None:
        self._journal = journal
        self._coder = coder
        self._records = records
        self._plan = plan
        self._clock = clock
        self._numbered = Ability.INDEXED_BUFFER in coder.abilities
        self._single = Ability.SINGLE_SLOT in coder.abilities
        self._most = 1 if self._single else MOST_NUMBERED if self._numbered else MOST_WITHOUT_NUMBERS
        self.tells_prints = not self._single or Ability.COUNTER_ONLY in coder.abilities
        self._water: Water | None = None
        self._given: deque[tuple[int, str]] = deque()
        self._last = 0
        self._next_ordinal = 0
        self._first_number = 1
        self._counted: int | None = None
        self._started = False
        self._stopped_itself: bool | None = None
        self._looked_at = clock.monotonic()

    @property
    def odometer(self) -> int | None:
        """None: a coder counts its records, not the prints of its life."""
        return None

    def make_ready(self, first: JobCode) -> None:
        """Select the coder's job, fill what all prints share, and note the numbers that will be given."""
        self._stop()
        # Before a person is sent to the display to stop or start it.
        self._coder.check(self._records.of(first))
        if self._numbered:
            self._coder.acknowledge()
        self._coder.select(self._records.job, self._records.shared)
        self._refuse_missing_fields()
        self._refuse_faults()
        self._last = self._coder.printed_upto() if self._tells_numbers else 0
        self._journal.note(PRINTER_MARK, fingerprint_of(self._coder.identify()))
        self._note_numbers(first)
        self._water = Water(min(self._most, self._coder.room()), self._clock)
        self._started = False
        if self._single:
            self._coder.clear()  # a record of an earlier connection would be printed once more
            self._start()

    def draw(self, code: JobCode) -> Outgoing:
        """Make the record of a code; refuses what the coder's protocol cannot carry.

        With a camera the label is drawn too, to know what must be read.
        """
        fields = self._records.of(code)
        self._coder.check(fields)
        expected = () if self._plan is None else expected_symbols(self._plan, self._plan.fill(code.values))
        return Outgoing(SentLabel(code, expected), lambda: self._put(code, fields))

    def room(self, on_the_way: int) -> int:
        """Return how many more records may leave now: none until the buffer is at its low water."""
        return 0 if self._water is None else self._water.room(on_the_way)

    def unseen_room(self, on_the_way: int, unseen: int) -> int:
        """Return how many more may leave: a bad print stops the coder, however much it holds."""
        del unseen
        return self.room(on_the_way)

    def handed_over(self, *, last: bool) -> None:
        """Start the coder once its buffer has records, and tell it which is the last."""
        if last and self._last:
            self._coder.end_after(self._last)
        self._start()

    def answers(self, timeout_s: float) -> Sequence[str]:
        """Return the codes of the records that the coder says it has printed since the last call."""
        if not self.tells_prints:
            self._clock.sleep(min(timeout_s, POLL_S))
            return ()
        until = self._clock.monotonic() + timeout_s
        while not (printed := self._newly_printed()):
            left = until - self._clock.monotonic()
            if left <= 0:
                break
            self._clock.sleep(min(left, self._poll_s()))
        if printed and self._water is not None:
            self._water.printed(len(printed))
        return printed

    def examine(self, silent_s: float) -> None:
        """Ask a coder from which nothing came how it is. That no pack came is no fault."""
        now = self._clock.monotonic()
        if silent_s < LOOK_S or now - self._looked_at < LOOK_S:
            return
        self._looked_at = now
        status = self._refuse_faults()
        if status.state is not CoderState.RUNNING:
            raise DeviceError(
                say("The coder was stopped at its display. Start the job again when it may print.")
            )
        if status.job and status.job != self._records.job:
            raise DeviceError(
                say(
                    "The coder has job {found} selected instead of {expected}. Find out who changed it, "
                    "then resume.",
                    found=repr(status.job[:60]),
                    expected=repr(self._records.job[:60]),
                )
            )

    def hold(self) -> bool:
        """Stop the coder at once: what it holds is taken back instead of printed."""
        self._note_who_stopped(self._coder.status())
        self._stop()
        return True

    def settle(self, left: Sequence[JobCode], trouble: Text, *, clean: bool, sound: bool) -> Settled:
        """Find out what became of the records that the coder was given."""
        if self._numbered and sound:
            try:
                return self._by_numbers(left, trouble)
            except DeviceError:
                return Settled((), (), _still_there(trouble, left), left=left)
        # Whatever stopped it but us may have done so in the middle of a print, which no counter counts.
        proven = clean and self.tells_prints and not self._stopped_itself
        printed = self._by_counter(left) if proven else None
        if printed is not None:
            return Settled(left[:printed], (), trouble, taken_back=left[printed:])
        self._empty()
        return Settled((), left, with_fate(trouble, left))

    def recover(self, left: Sequence[JobCode], trouble: Text) -> Settled:
        """Settle what an earlier connection gave to the coder."""
        return self._by_numbers(left, trouble) if self._numbered else self._lost(left, trouble)

    def finish(self) -> None:
        """Stop the coder, and see that it printed no more than it was given."""
        self._stop()
        if self._tells_numbers:
            self._coder.printed_upto()
        if self._single:
            self._coder.clear()

    @property
    def _tells_numbers(self) -> bool:
        return self._numbered or self.tells_prints

    def _poll_s(self) -> float:
        """Return how long to wait before the coder is asked again: ``POLL_S``, or less where a pack waits."""
        if not self._single or self._water is None:
            return POLL_S
        return min(POLL_S, 1 / (POLLS_A_PRINT * self._water.rate()))

    def _put(self, code: JobCode, fields: dict[str, str]) -> None:
        if code.ordinal != self._next_ordinal:
            self._note_numbers(code)
        if not self.tells_prints:
            self._given.clear()  # the camera has seen the one before
        self._coder.put(self._last + 1, fields)
        self._last += 1
        self._next_ordinal = code.ordinal + 1
        self._given.append((self._last, code.value))

    def _note_numbers(self, first: JobCode) -> None:
        """Note which number the coder will know the label of ``first`` by; those behind it follow on."""
        self._counted = self._coder.status().prints if self._numbered else None
        self._journal.note(RECORD_MARK, self._last + 1)
        self._journal.note(FIRST_MARK, first.ordinal)
        self._journal.note(COUNT_MARK, NOT_COUNTED if self._counted is None else self._counted)
        self._first_number, self._next_ordinal = self._last + 1, first.ordinal

    def _newly_printed(self) -> list[str]:
        """Return the codes that are printed by the coder's number, unless its counter objects."""
        number = self._coder.printed_upto()
        if self._given and self._given[0][0] <= number:
            self._refuse_half_prints(self._first_number, self._counted, number)
        return self._printed_up_to(number)

    def _refuse_half_prints(self, first_number: int, counted: int | None, number: int) -> None:
        """Compare the number of the last record with the count of whole prints, the second witness.

        A coder that broke down in the middle of a print and was started again at its display goes on with
        the next record, and its number passes the one that is half there.
        """
        if counted is None:
            return
        due = number - first_number + 1
        found = self._prints_since(counted, due)
        if found is None or found >= due:
            return
        raise DeviceError(
            say(
                "The coder says that it printed {due} records since the start, up to number {number}, but "
                "has counted only {found} whole prints: one is half there. Look for it, then resume.",
                number=number,
                due=due,
                found=found,
            )
        )

    def _prints_since(self, counted: int, due: int) -> int | None:
        """Return the whole prints since the counter stood at ``counted``, once it has caught up with ``due``.

        None: it does not count, for it stands where it stood although there was a print.
        """
        until = self._clock.monotonic() + PATIENCE_S
        while True:
            prints = self._coder.status().prints
            if prints is None or prints - counted >= due or self._clock.monotonic() >= until:
                return None if prints is None or prints == counted else prints - counted
            self._clock.sleep(POLL_S)

    def _start(self) -> None:
        if not self._started:
            self._coder.start()
            self._started, self._stopped_itself = True, None

    def _stop(self) -> None:
        self._started = False
        try:
            self._coder.stop()
        except Refused:
            # It is stopped at its display only; with its record emptied it prints no code.
            if self._given:
                self._coder.clear()

    def _printed_up_to(self, number: int) -> list[str]:
        printed = []
        while self._given and self._given[0][0] <= number:
            printed.append(self._given.popleft()[1])
        return printed

    def _refuse_missing_fields(self) -> None:
        """Refuse fields that the coder's job has not, before a code is sent there."""
        try:
            known = self._coder.job_fields(self._records.job)
        except Refused:
            return  # it does not list them: its driver refuses the first record
        self._records.refuse_missing(known)

    def _refuse_faults(self) -> CoderStatus:
        status = self._coder.status()
        trouble = coder_trouble(status)
        if trouble is not None:
            raise DeviceError(trouble)
        return status

    def _by_numbers(self, left: Sequence[JobCode], trouble: Text) -> Settled:
        if not left:
            self._stop()
            return Settled((), (), trouble)
        status = self._coder.status()
        self._note_who_stopped(status)
        first = self._number_of(left[0])
        if first is None or not self._is_the_same(status.job):
            return self._lost(left, trouble, say("The coder is another one, or has another job by now."))
        remembers = self._coder.printed_upto() > 0 or self._coder.waiting() > 0
        self._coder.stop()
        self._coder.printed_upto()
        self._coder.clear()
        printed = self._coder.printed_upto() - first + 1
        if not remembers or not 0 <= printed <= len(left):
            return self._lost(left, trouble, say("The coder's numbers do not fit: its memory was lost."))
        unprinted = left[printed:]
        try:
            self._refuse_half_prints(*self._noted_numbers(), first + printed - 1)
        except DeviceError as half:
            self._given.clear()
            return Settled((), left[:printed], with_fate(trouble, left[:printed], half.text), unprinted)
        # Whatever stopped the coder but us may have done so in the middle of a print.
        doubtful = unprinted[:1] if self._stopped_itself else ()
        self._given.clear()
        return Settled(
            left[:printed],
            doubtful,
            with_fate(trouble, doubtful, _half_there() if doubtful else None),
            taken_back=unprinted[len(doubtful) :],
        )

    def _note_who_stopped(self, status: CoderStatus) -> None:
        if self._stopped_itself is None:
            self._stopped_itself = status.state is not CoderState.RUNNING

    def _number_of(self, oldest: JobCode) -> int | None:
        if self._given:
            return self._given[0][0]
        number, ordinal = self._journal.mark(RECORD_MARK), self._journal.mark(FIRST_MARK)
        if number is None or ordinal is None:
            return None
        return number + oldest.ordinal - ordinal

    def _noted_numbers(self) -> tuple[int, int | None]:
        number, counted = self._journal.mark(RECORD_MARK), self._journal.mark(COUNT_MARK)
        return number or 0, None if number is None or counted == NOT_COUNTED else counted

    def _is_the_same(self, job: str) -> bool:
        known = self._journal.mark(PRINTER_MARK)
        return known == fingerprint_of(self._coder.identify()) and job == self._records.job

    def _by_counter(self, left: Sequence[JobCode]) -> int | None:
        """Return how many of ``left`` are printed by the counter of an unbroken connection; None: no word."""
        try:
            self._stop()
            printed = self._printed_up_to(self._coder.printed_upto())
            self._coder.clear()
        except DeviceError:
            return None
        self._given.clear()
        return len(printed) if len(printed) <= len(left) else None

    def _lost(self, left: Sequence[JobCode], trouble: Text, evidence: Text | None = None) -> Settled:
        self._empty()
        return Settled((), left, with_fate(trouble, left, evidence))

    def _empty(self) -> None:
        """Take from the coder what it might still print, as far as it can be reached."""
        self._given.clear()
        try:
            self._coder.stop()
            self._coder.clear()
        except (DeviceError, Refused):
            # It is gone, or is worked at its display only: the codes are quarantined either way.
            pass


def _half_there() -> Text:
    return say("Its print may be half there: take that pack out.")


def _still_there(trouble: Text, left: Sequence[JobCode]) -> Text:
    if not left:
        return trouble
    return say(
        "{trouble} {fate}",
        trouble=trouble,
        fate=say_count(
            "{n} code is in the coder. When the job is resumed, it is asked whether it printed that one.",
            "{n} codes are in the coder. When the job is resumed, it is asked which of them it printed.",
            n=len(left),
        ),
    )
