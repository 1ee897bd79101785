"""Runs one print job under the laws of serialised printing.

A turn of the loop: take the device's answers; choose and draw the next labels; write both down in one
transaction; only then hand the labels over; then look at the pictures that have come. Sending stops before
anything else when something is wrong, and a code that left is never sent again, unless the device's own
numbers say that it was not printed.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from threading import Event

from desktop.devices import Camera
from desktop.errors import DeviceError, PackmarkError, Refused, StorageError
from desktop.jobs.endings import Ending, both, shortfall
from desktop.jobs.flight import Flight, OutOfTurn
from desktop.jobs.ledger import Ledger
from desktop.jobs.outlet import Outgoing, Outlet, Settled
from desktop.jobs.permits import Permits
from desktop.jobs.readback import OnPicture, ReadBack
from desktop.jobs.verify import LabelVerifier, Verdict
from desktop.ports import Clock, JobJournal
from desktop.products.job import JobCode, JobProgress, JobState
from desktop.texts import Text, say

SLICE_S = 0.25
"""The longest wait for a device, so that a person's wish is heard soon."""
STOP_S = 1.0
"""How long a stop waits for what is in flight."""
STOCK = 64
"""Codes that are fetched from the journal at once, at least."""
PICTURES_A_TURN = 4
ENDED = frozenset({JobState.DONE, JobState.CLOSED, JobState.ABORTED})


class JobRunner:
    """Runs a job until it is done, paused, stopped or given up. Made for one call of ``run``."""

    def __init__(
        self,
        journal: JobJournal,
        outlet: Outlet,
        camera: Camera | None,
        verifier: LabelVerifier | None,
        clock: Clock,
        *,
        picture_timeout_s: float = 10.0,
        on_picture: OnPicture | None = None,
        pause_at: int | None = None,
        pause_reason: Text | None = None,
        permits: Permits | None = None,
    ) -> None:
        """Describe a run.

        Args:
            journal: of the job.
            outlet: where its labels leave.
            camera: None if labels are not read back.
            verifier: needed with a camera.
            clock: for time limits and rates.
            picture_timeout_s: a camera that owes a picture for so long has a fault.
            on_picture: see ``OnPicture``.
            pause_at: the label behind which it pauses; None: it goes on to the end.
            pause_reason: why it pauses there; None: a person wanted it.
            permits: labels leave one by one as they are asked for, and between them it waits; None: they
                leave as fast as they can.
        """
        if camera is not None and verifier is None:
            raise ValueError("a camera needs a verifier")
        self._journal = journal
        self._outlet = outlet
        self._camera = camera
        self._verifier = verifier
        self._clock = clock
        self._picture_timeout_s = picture_timeout_s
        self._on_picture = on_picture
        self._pause_at = pause_at
        self._pause_reason = pause_reason
        self._permits = permits
        self._ledger = Ledger(journal, clock)
        self._pause_wanted = Event()
        self._stop_wanted = Event()
        self._abort_wanted = Event()
        self._stock: deque[JobCode] = deque()
        self._flight = Flight()
        self._last_sent: int | None = None
        self._all_sent = False
        self._read_back: ReadBack | None = None
        self._ending: Ending | None = None

    def pause(self) -> None:
        """Ask, from any thread, to send nothing more and to end as paused when nothing is in flight."""
        self._pause_wanted.set()

    def pause_at(self, number: int | None) -> None:
        """Ask, from any thread, to send nothing behind that label and to pause then; None: to go on."""
        self._pause_at, self._pause_reason = number, None

    def stop(self) -> None:
        """Ask, from any thread, to end within about a second."""
        self._stop_wanted.set()

    def abort(self) -> None:
        """Ask, from any thread, to give the job up, at once and for good."""
        self._abort_wanted.set()

    def progress(self) -> JobProgress:
        """Return, on any thread, how far the job is."""
        return replace(self._ledger.progress(), pause_at=self._pause_at)

    def run(self) -> JobState:
        """Run the job. Returns how it ended (the journal holds the reason).

        Raises:
            Refused: the job is done, given up or closed.
            StorageError: the journal cannot be written; nothing was sent after that.
        """
        job = self._journal.job
        if job.state in ENDED:
            raise Refused(say("Job {job} is finished and cannot be run again.", job=job.id))
        self._ledger.change_state(JobState.RUNNING)
        try:
            self._start(died=job.state is JobState.RUNNING)
            while not self._finished():
                self._turn()
            return self._finish()
        except StorageError:
            raise
        except PackmarkError as fault:
            return self._stop_on(fault)

    def _start(self, *, died: bool) -> None:
        left = self._journal.in_flight()
        if left:
            trouble = (
                say("The program ended while the job was running.")
                if died
                else say("When the job ended, the coder was out of reach.")
            )
            self._ledger.settle(self._outlet.recover(left, trouble))
        if not self._more_to_send():
            return
        self._outlet.make_ready(self._stock[0])
        if self._camera is not None and self._verifier is not None:
            self._read_back = ReadBack(self._camera, self._verifier, self._outlet.odometer, self._on_picture)

    def _turn(self) -> None:
        self._heed_wishes()
        self._wait_for_a_permit()
        self._take_answers()
        labels = self._next_labels()
        self._ledger.write(sending=[label.sent.code for label in labels])
        self._hand_over(labels)
        self._look_at_pictures()

    def _heed_wishes(self) -> None:
        if self._abort_wanted.is_set():
            self._end(JobState.ABORTED, say("A person gave the job up."), within_s=0.0)
        elif self._stop_wanted.is_set():
            self._stop_wanted.clear()
            self._end(JobState.STOPPED, say("A person stopped the job."), within_s=STOP_S)
        elif self._pause_wanted.is_set() and self._ending is None:
            self._end(JobState.PAUSED, None)

    def _wait_for_a_permit(self) -> None:
        if self._permits is None or self._flight or self._read_back or self._ending is not None:
            return
        self._permits.wait(SLICE_S)

    def _end(self, state: JobState, reason: Text | None, within_s: float = math.inf) -> None:
        """Send nothing more, and end in ``state`` when nothing is in flight, at the latest ``within_s``."""
        before = self._ending
        held = before.held if before is not None else self._outlet.hold()
        if held and not self._outlet.tells_prints:
            within_s = min(within_s, STOP_S)
        deadline = self._clock.monotonic() + within_s
        if before is not None:
            deadline = min(deadline, before.deadline)
            reason = both(before.reason, reason)
            state = JobState.ABORTED if before.state is JobState.ABORTED else state
        self._ending = Ending(state, reason, deadline, held)

    def _take_answers(self) -> None:
        if not self._flight:
            return
        answers = self._outlet.answers(0.0 if self._camera_is_behind() else SLICE_S)
        now = self._clock.monotonic()
        for code in answers:
            label = self._flight.answer(code, now)
            self._ledger.printed(label.code)
            if self._read_back is not None:
                self._read_back.expect(label, now)
        if not answers and not self._is_held():
            self._outlet.examine(now - self._flight.quiet_since)

    def _next_labels(self) -> list[Outgoing]:
        room = self._room()
        labels: list[Outgoing] = []
        if room <= 0 or not self._more_to_send(room):
            return labels
        while len(labels) < room and self._stock and self._may_follow(self._stock[0]):
            code = self._stock[0]
            try:
                labels.append(self._outlet.draw(code))
            except PackmarkError as error:  # it was not sent and stays allocated
                self._end(JobState.STOPPED, error.text)
                return [] if self._is_held() else labels
            self._stock.popleft()
            self._last_sent = code.ordinal
        return labels

    def _room(self) -> int:
        if self._ending is not None or self._all_sent:
            return 0
        room = self._outlet.room(len(self._flight))
        if self._read_back is not None:
            room = min(room, self._outlet.unseen_room(len(self._flight), len(self._read_back)))
        return room if self._permits is None else min(room, self._permits.left)

    def _may_follow(self, code: JobCode) -> bool:
        """Tell whether a label may leave behind those that are on their way.

        Labels leave in one row without gaps, since a coder's numbers stand for those of labels; at a gap
        what is on the way is waited for.
        """
        if self._is_behind_the_pause(code):
            return False
        return not self._flight or self._last_sent is None or code.ordinal == self._last_sent + 1

    def _is_behind_the_pause(self, code: JobCode) -> bool:
        return self._pause_at is not None and code.ordinal > self._pause_at

    def _more_to_send(self, count: int = 1) -> bool:
        # Only between turns: all codes that were taken from the stock are in the journal as sent by then.
        if len(self._stock) < count:
            self._stock = deque(self._journal.next_codes(max(STOCK, count)))
        return bool(self._stock) and not self._all_sent and not self._is_behind_the_pause(self._stock[0])

    def _hand_over(self, labels: Sequence[Outgoing]) -> None:
        if not labels:
            return
        if self._permits is not None:
            self._permits.take(len(labels))
        self._flight.send([label.sent for label in labels], self._clock.monotonic())
        for label in labels:
            if self._read_back is not None and not self._outlet.tells_prints:
                self._read_back.expect(label.sent, None)
            label.hand_over()
        self._all_sent = not self._more_to_send()
        self._outlet.handed_over(last=self._all_sent)

    def _camera_is_behind(self) -> bool:
        if self._read_back is None or not self._read_back:
            return False
        return self._outlet.unseen_room(len(self._flight), len(self._read_back)) <= 0

    def _look_at_pictures(self) -> None:
        for _ in range(PICTURES_A_TURN):
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
        self._judge(*compared)
        return True

    def _judge(self, code: JobCode, verdict: Verdict) -> None:
        if not self._outlet.tells_prints:  # that it was seen is the only word of its print
            self._ledger.printed(self._flight.answer(code.value, self._clock.monotonic()).code)
        if verdict.trouble is None:
            self._ledger.verified(code)
            return
        self._ledger.write()
        self._ledger.spoil(code, verdict.trouble)
        destroy = say("Take label {number} out and destroy it, then resume.", number=code.ordinal)
        self._end(JobState.STOPPED, both(verdict.trouble, destroy))

    def _stop_looking(self, reason: Text) -> None:
        self._read_back = None
        self._end(JobState.STOPPED, reason)

    def _is_held(self) -> bool:
        return self._ending is not None and self._ending.held

    def _finished(self) -> bool:
        if self._ending is not None and self._clock.monotonic() >= self._ending.deadline:
            return True
        if (self._flight and not self._is_held()) or self._read_back:
            return False
        return self._ending is not None or not self._more_to_send()

    def _finish(self) -> JobState:
        self._ledger.write()
        ending = self._ending
        if ending is not None and self._flight:
            settled = self._settle(ending.reason or say("A person paused the job."), clean=True)
            return self._close_settled(ending, settled)
        self._outlet.finish()
        waits = bool(self._stock) or bool(self._journal.next_codes(1))
        if not waits and (ending is None or ending.state is JobState.PAUSED):
            return self._close(JobState.DONE, shortfall(self._journal, read_back=self._camera is not None))
        if ending is None:
            reason = self._pause_reason or say("Paused behind label {number}.", number=self._pause_at)
            return self._close(JobState.PAUSED, reason)
        return self._close(ending.state, ending.reason)

    def _close_settled(self, ending: Ending, settled: Settled) -> JobState:
        is_open = bool(settled.unknown or settled.left)
        assert self._ending is not None
        state = JobState.STOPPED if is_open and ending.state is JobState.PAUSED else self._ending.state
        reason = self._ending.reason if settled.reason is ending.reason else settled.reason
        return self._close(state, reason if is_open or ending.reason is not None else None)

    def _stop_on(self, fault: PackmarkError) -> JobState:
        state = JobState.ABORTED if self._abort_wanted.is_set() else JobState.STOPPED
        self._ending = Ending(state, fault.text, math.inf, held=True)
        settled = self._settle(fault.text, clean=False, sound=not isinstance(fault, OutOfTurn))
        further = self._ending.reason if self._ending.reason is not fault.text else None
        self._ledger.write()
        return self._close(state, settled.reason if further is None else both(settled.reason, further))

    def _settle(self, trouble: Text, *, clean: bool, sound: bool = True) -> Settled:
        """Settle what is on its way; look at the pictures that were taken of it before."""
        settled = self._outlet.settle(self._ledger.in_flight(), trouble, clean=clean, sound=sound)
        self._ledger.settle(settled)
        if self._read_back is not None and self._outlet.tells_prints:
            now = self._clock.monotonic()
            for code in settled.printed:
                self._read_back.expect(self._flight.answer(code.value, now), now)
            while self._read_back and self._look_at_one(SLICE_S):
                pass
            self._ledger.write()
        return settled

    def _close(self, state: JobState, reason: Text | None) -> JobState:
        self._ledger.change_state(state, reason)
        return state
