"""How far a running job is, and how fast: written by the running thread, read by any."""

from collections import deque
from threading import Lock

from desktop.ports import Clock, Tally
from desktop.products.job import Job, JobProgress, JobState

SMOOTHING_S = 10.0
"""The rate is the mean of so many last seconds: steady for the eye, and true again soon after a stop."""
SAMPLE_S = 0.1
"""Seconds between two samples: the memory of a meter does not grow with the rate."""


class Meter:
    """Counts in memory, so that showing progress costs the journal nothing."""

    def __init__(self, job: Job, tally: Tally, clock: Clock) -> None:
        self._job = job
        self._clock = clock
        self._lock = Lock()
        self._state = job.state
        self._printed = tally.good
        self._verified = tally.verified + tally.packed
        self._to_do = tally.allocated
        self._in_flight = tally.sent
        self._unknown = tally.unknown
        self._last_code = ""
        self._samples = deque([(clock.monotonic(), self._printed)])

    def state(self, state: JobState) -> None:
        """Note the state of the job; a start begins a new measurement of the rate."""
        with self._lock:
            self._state = state
            if state is JobState.RUNNING:
                self._samples = deque([(self._clock.monotonic(), self._printed)])

    def moved(
        self,
        *,
        sent: int = 0,
        printed: int = 0,
        verified: int = 0,
        unknown: int = 0,
        spoiled: int = 0,
        taken_back: int = 0,
        last_code: str = "",
    ) -> None:
        """Note how many codes the journal has just moved to each state.

        ``last_code`` is the code that was printed last, empty if none was.
        """
        now = self._clock.monotonic()
        with self._lock:
            self._to_do += taken_back - sent
            self._in_flight += sent - printed - unknown - taken_back
            self._printed += printed - spoiled
            self._verified += verified
            self._unknown += unknown
            self._last_code = last_code or self._last_code
            if printed:
                self._sample(now)

    def _sample(self, now: float) -> None:
        samples = self._samples
        if len(samples) > 1 and now - samples[-2][0] < SAMPLE_S:
            samples.pop()
        samples.append((now, self._printed))
        while len(samples) > 2 and now - samples[1][0] > SMOOTHING_S:
            samples.popleft()

    def progress(self) -> JobProgress:
        """Return how far the job is at this moment."""
        now = self._clock.monotonic()
        with self._lock:
            rate = self._rate(now)
            left = self._to_do + self._in_flight
            return JobProgress(
                job_id=self._job.id,
                state=self._state,
                wanted=self._job.count,
                printed=self._printed,
                verified=self._verified,
                in_flight=self._in_flight,
                unknown=self._unknown,
                last_code=self._last_code,
                rate=rate,
                seconds_left=left / rate if rate > 0 else None,
            )

    def _rate(self, now: float) -> float:
        if self._state is not JobState.RUNNING:
            return 0.0
        began, at_first = self._samples[0]
        return (self._printed - at_first) / (now - began) if now > began else 0.0
