"""Runs one print job under the laws of serialised printing.

A turn of the loop: take the printer's answers; choose and draw the next labels; write both down in one
transaction; only then hand the labels to the printer; then look at the pictures that have come. Sending
stops before anything else when something is wrong, and a code that left is never sent again.
"""

import math
from collections import deque
from collections.abc import Sequence
from threading import Event

from desktop.devices import Camera, Printer
from desktop.errors import DeviceError, PackmarkError, Refused, StorageError
from desktop.jobs.counter import LabelCounter
from desktop.jobs.endings import Ending, both, shortfall
from desktop.jobs.faults import NEEDS_A_PERSON, trouble
from desktop.jobs.flight import Flight, OutOfTurn, SentLabel
from desktop.jobs.ledger import Ledger
from desktop.jobs.readback import OnPicture, ReadBack
from desktop.jobs.start import make_ready
from desktop.jobs.verify import LabelVerifier, expected_symbols
from desktop.labels.layout import FilledLabel, LabelPlan
from desktop.ports import Clock, JobJournal
from desktop.products.job import JobCode, JobProgress, JobState
from desktop.texts import Text, say

WINDOWS = range(2, 6)
"""How many labels may be in flight: enough to hide the way to the printer, few enough to look for."""
MOST_UNSEEN = 8
"""Labels that may be sent or printed and not yet seen by the camera: a bad print shows within so many."""
SLICE_S = 0.25
"""The longest wait for a device, so that a person's wish is heard soon."""
STOP_S = 1.0
"""How long a stop waits for what is in flight."""
STOCK = 64
"""Codes that are fetched from the journal at once."""


class JobRunner:
    """Runs a job until it is done, paused or stopped. Made for one call of ``run``."""

    def __init__(
        self,
        journal: JobJournal,
        printer: Printer,
        camera: Camera | None,
        plan: LabelPlan,
        verifier: LabelVerifier | None,
        clock: Clock,
        *,
        window: int = 4,
        answer_timeout_s: float = 10.0,
        picture_timeout_s: float = 10.0,
        on_picture: OnPicture | None = None,
    ) -> None:
        """Describe a run.

        Args:
            journal: of the job.
            printer: connected, and used by nobody else.
            camera: None if labels are not read back.
            plan: of the job's labels; its slots are filled with ``JobCode.values``.
            verifier: needed with a camera.
            clock: for time limits and rates.
            window: labels in flight, 2 to 5.
            answer_timeout_s: a printer that owes an answer for so long has a fault.
            picture_timeout_s: a camera that owes a picture for so long has a fault.
            on_picture: see ``OnPicture``.
        """
        if window not in WINDOWS:
            raise ValueError(f"window {window}: 2 to 5 labels may be in flight")
        if camera is not None and verifier is None:
            raise ValueError("a camera needs a verifier")
        self._journal = journal
        self._printer = printer
        self._camera = camera
        self._plan = plan
        self._verifier = verifier
        self._clock = clock
        self._window = window
        self._answer_timeout_s = answer_timeout_s
        self._picture_timeout_s = picture_timeout_s
        self._on_picture = on_picture
        self._ledger = Ledger(journal, clock)
        self._pause_wanted = Event()
        self._stop_wanted = Event()
        self._stock: deque[JobCode] = deque()
        self._flight = Flight()
        self._counter: LabelCounter | None = None
        self._read_back: ReadBack | None = None
        self._ending: Ending | None = None

    def pause(self) -> None:
        """Ask, from any thread, to send nothing more and to end as paused when nothing is in flight."""
        self._pause_wanted.set()

    def stop(self) -> None:
        """Ask, from any thread, to end within about a second."""
        self._stop_wanted.set()

    def progress(self) -> JobProgress:
        """Return, on any thread, how far the job is."""
        return self._ledger.progress()

    def run(self) -> JobState:
        """Run the job. Returns how it ended: done, paused or stopped (the journal holds the reason).

        Raises:
            Refused: the job is done or closed.
            StorageError: the journal cannot be written; nothing was sent after that.
        """
        job = self._journal.job
        if job.state in (JobState.DONE, JobState.CLOSED):
            raise Refused(say("Job {job} is finished and cannot be run again.", job=job.id))
        self._ledger.change_state(JobState.RUNNING)
        try:
            self._start()
            while not self._finished():
                self._turn()
            return self._finish()
        except StorageError:
            raise
        except PackmarkError as fault:
            return self._stop_on(fault)

    def _start(self) -> None:
        if self._journal.in_flight():
            self._ledger.settle(self._printer, say("The program ended while the job was running."))
        if not self._refill(1):
            return
        self._counter = make_ready(
            self._journal, self._printer, self._plan, self._stock[0], self._clock, self._answer_timeout_s
        )
        if self._camera is not None and self._verifier is not None:
            self._read_back = ReadBack(self._camera, self._verifier, self._counter.start, self._on_picture)

    def _turn(self) -> None:
        self._heed_wishes()
        self._take_answers()
        labels = self._next_labels()
        self._ledger.write(sending=[sent.code for _, sent in labels])
        self._hand_over(labels)
        self._look_at_pictures()

    def _heed_wishes(self) -> None:
        if self._stop_wanted.is_set():
            self._stop_wanted.clear()
            self._end(JobState.STOPPED, say("A person stopped the job."), within_s=STOP_S)
        elif self._pause_wanted.is_set() and self._ending is None:
            self._end(JobState.PAUSED, None)

    def _end(self, state: JobState, reason: Text | None, within_s: float = math.inf) -> None:
        """Send nothing more, and end in ``state`` when nothing is in flight, at the latest ``within_s``."""
        deadline = self._clock.monotonic() + within_s
        if self._ending is not None:
            deadline = min(deadline, self._ending.deadline)
            reason = both(self._ending.reason, reason)
        self._ending = Ending(state, reason, deadline)

    def _take_answers(self) -> None:
        if not self._flight:
            return
        answers = self._printer.confirmed(0.0 if self._camera_is_behind() else SLICE_S)
        for code in answers:
            self._answered(code)
        if not answers:
            self._examine_silence()

    def _answered(self, code: str) -> None:
        assert self._counter is not None
        now = self._clock.monotonic()
        label = self._flight.answer(code, now)
        self._counter.answered += 1
        self._ledger.printed(label.code)
        if self._read_back is not None:
            self._read_back.expect(label, now)

    def _examine_silence(self) -> None:
        silent_s = self._clock.monotonic() - self._flight.quiet_since
        if silent_s < SLICE_S:
            return
        status = self._printer.status()
        fault = trouble(status)
        if fault is not None and status.conditions & NEEDS_A_PERSON:
            raise DeviceError(fault)
        if silent_s >= self._answer_timeout_s:
            raise DeviceError(
                fault
                or say(
                    "The printer says that it is ready, but has not answered for a label for {seconds} s. "
                    "See what it is doing, then resume the job.",
                    seconds=f"{silent_s:.0f}",
                )
            )

    def _next_labels(self) -> list[tuple[FilledLabel, SentLabel]]:
        room = self._room()
        labels: list[tuple[FilledLabel, SentLabel]] = []
        if room <= 0 or not self._refill(room):
            return labels
        while len(labels) < room and self._stock:
            code = self._stock[0]
            try:
                drawn = self._plan.fill(code.values)
            except PackmarkError as error:  # it was not sent and stays allocated
                self._end(JobState.STOPPED, error.text)
                break
            self._stock.popleft()
            labels.append((drawn, SentLabel(code, expected_symbols(self._plan, drawn))))
        return labels

    def _room(self) -> int:
        if self._ending is not None:
            return 0
        room = self._window - len(self._flight)
        if self._read_back is not None:
            room = min(room, MOST_UNSEEN - len(self._flight) - len(self._read_back))
        return room

    def _refill(self, count: int) -> bool:
        # Only between turns: all codes that were taken from the stock are in the journal as sent by then.
        if len(self._stock) < count:
            self._stock = deque(self._journal.next_codes(STOCK))
        return bool(self._stock)

    def _hand_over(self, labels: Sequence[tuple[FilledLabel, SentLabel]]) -> None:
        self._flight.send([sent for _, sent in labels], self._clock.monotonic())
        for drawn, sent in labels:
            self._printer.send(drawn, sent.code.value)

    def _camera_is_behind(self) -> bool:
        return (
            self._read_back is not None
            and len(self._read_back) > 0
            and len(self._flight) + len(self._read_back) >= MOST_UNSEEN
        )

    def _look_at_pictures(self) -> None:
        if self._read_back is None:
            return
        for _ in range(self._window):
            wait_s = SLICE_S if not self._flight or self._camera_is_behind() else 0.0
            if not self._look_at_one(wait_s):
                break
        if self._read_back is not None:
            late = self._read_back.overdue(self._clock.monotonic(), self._picture_timeout_s)
            if late is not None:
                self._stop_looking(late)

    def _look_at_one(self, wait_s: float) -> bool:
        if self._read_back is None:
            return False
        try:
            compared = self._read_back.next_verdict(wait_s)
        except DeviceError as error:
            self._stop_looking(error.text)
            return False
        if compared is None:
            return False
        code, verdict = compared
        if verdict.trouble is None:
            self._ledger.verified(code)
        else:
            self._ledger.spoil(code, verdict.trouble)
            destroy = say("Take label {number} out and destroy it, then resume.", number=code.ordinal)
            self._end(JobState.STOPPED, both(verdict.trouble, destroy))
        return True

    def _stop_looking(self, reason: Text) -> None:
        self._read_back = None
        self._end(JobState.STOPPED, reason)

    def _finished(self) -> bool:
        if self._ending is not None and self._clock.monotonic() >= self._ending.deadline:
            return True
        if self._flight or self._read_back:
            return False
        return self._ending is not None or not self._refill(1)

    def _finish(self) -> JobState:
        self._ledger.write()
        ending = self._ending
        if ending is not None and ending.reason is not None and self._flight:
            settled = self._ledger.settle(self._printer, ending.reason)
            return self._close(JobState.STOPPED, settled.reason)
        if self._counter is not None:
            self._counter.check()
        if ending is None or (ending.state is JobState.PAUSED and not self._refill(1)):
            return self._close(JobState.DONE, shortfall(self._journal, read_back=self._camera is not None))
        return self._close(ending.state, ending.reason)

    def _stop_on(self, fault: PackmarkError) -> JobState:
        settled = self._ledger.settle(
            self._printer, fault.text, answers_are_sound=not isinstance(fault, OutOfTurn)
        )
        if self._read_back is not None:
            for code in settled.printed:
                self._read_back.expect(
                    self._flight.answer(code.value, self._clock.monotonic()), self._clock.monotonic()
                )
        self._end(JobState.STOPPED, settled.reason)
        while self._read_back and self._look_at_one(SLICE_S):  # pictures taken before the fault
            pass
        self._ledger.write()
        assert self._ending is not None
        return self._close(JobState.STOPPED, self._ending.reason)

    def _close(self, state: JobState, reason: Text | None) -> JobState:
        self._ledger.change_state(state, reason)
        return state
