"""Fault scripts: made from a seed, told in words, played on a bench.

A script is a few rounds. In each a program runs the job while things happen to it and to its device, each of
some kind, at some moment (after so many prints or milliseconds), for some while; the program may be killed.
Then a person puts the device right, and the next program resumes.
"""

import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.jobs.runner import JobRunner
from desktop.products.job import JobState
from printers.emulators.zebra import ZebraEmulator
from tests.faults.bench import LABELS, Bench, Template, start

ROUNDS = 3
MOST_EVENTS = 2
LAST_RUNS = 8
"""A stop because of what happened before may follow it, so the end takes a few runs."""

FAMILIES: Sequence[str] = tuple(LABELS)

_ZEBRA = (
    "media_out_after", "head_open_after", "ribbon_out_after", "over_temperature_after", "pause_after",
    "power_cycle_after", "power_cycle_after_bytes", "drop_connection_after_bytes",
    "drop_connection_after_labels", "media_out", "head_open", "ribbon_out", "pause", "over_temperature",
    "buffer_full", "partial_media_out", "silent", "silent_in_fault", "no_proofs", "garbage",
    "split_replies", "merge_replies", "slow_reader", "pull_cable", "power_cycle",
)  # fmt: skip
_CODER = (
    "out_of_ink", "out_of_media", "fault_after_prints", "half_print_after", "buffer_full", "silent", "slow",
    "garbage", "split_replies", "merged_replies", "drop_connection_after_bytes",
    "drop_connection_after_records", "pull_cable", "press_pause", "power_cycle", "drop_connections",
)  # fmt: skip
_WISHES = ("pause", "stop", "pause_at")


@dataclass(frozen=True)
class Event:
    """One thing that happens: ``kind`` after ``prints`` more prints or ``wait_s``, for ``seconds``."""

    kind: str
    prints: int
    wait_s: float
    count: int
    seconds: float


@dataclass(frozen=True)
class Round:
    """What happens during one run of the program; ``killed_after`` so many prints or seconds, or never."""

    events: tuple[Event, ...]
    killed_after: tuple[int, float] | None


@dataclass(frozen=True)
class Script:
    """All rounds of one seed."""

    seed: int
    family: str
    rounds: tuple[Round, ...]

    @classmethod
    def of(cls, seed: int) -> "Script":
        """Make the script of a seed."""
        chance = random.Random(seed)
        family = FAMILIES[seed % len(FAMILIES)]
        return cls(seed, family, tuple(_round(chance, family) for _ in range(chance.randint(1, ROUNDS))))

    def play(self, template: Template) -> Bench:
        """Play it; AssertionError if the journal and the packs ever disagree."""
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(self.family, template, Path(folder))
            try:
                for each in self.rounds:
                    _play(bench, each)
                for _ in range(LAST_RUNS):
                    if bench.state() in {JobState.DONE, JobState.ABORTED}:
                        break
                    bench.repair()
                    bench.run()
                    bench.repair()
                    bench.check()
                assert bench.state() is JobState.DONE, bench.log
                bench.settle_all()
                bench.check()
            finally:
                bench.close()
        return bench


def _round(chance: random.Random, family: str) -> Round:
    kinds = (*(_ZEBRA if family == "zebra" else _CODER), *_WISHES)
    some = LABELS[family] // 2
    events = tuple(
        Event(
            chance.choice(kinds),
            chance.randint(0, some),
            chance.choice((0.0, 0.0, chance.uniform(0.0, 0.08))),
            chance.randint(0, some),
            chance.uniform(0.0, 0.25),
        )
        for _ in range(chance.randint(0, MOST_EVENTS))
    )
    killed = (chance.randint(0, some), chance.uniform(0.0, 0.15)) if chance.random() < 0.4 else None
    return Round(events, killed)


def _play(bench: Bench, each: Round) -> None:
    before = bench.prints
    if each.killed_after is not None:
        for event in each.events:
            start(lambda event=event: _happen(bench, event, before, None))  # type: ignore[misc]
        prints, seconds = each.killed_after
        began = time.monotonic()
        bench.run_and_kill(lambda: bench.prints - before >= prints and time.monotonic() - began >= seconds)
    else:

        def steer(runner: JobRunner) -> None:
            for event in each.events:
                start(lambda event=event: _happen(bench, event, before, runner))  # type: ignore[misc]

        bench.run(steer)
    bench.repair()
    bench.check()


def _happen(bench: Bench, event: Event, before: int, runner: JobRunner | None) -> None:
    """Wait for the moment of an event, and let it happen."""
    until = time.monotonic() + 1.0
    while bench.prints - before < event.prints and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(event.wait_s)
    if event.kind in _WISHES:
        _wish(event, runner)
    elif event.kind in {"pull_cable", "press_pause", "power_cycle", "drop_connections"}:
        _disturb(bench, event)
    else:
        _break(bench.device.faults, event)


def _wish(event: Event, runner: JobRunner | None) -> None:
    """A person wants something of the job; nobody hears it in a program that will be killed."""
    if runner is None:
        return
    if event.kind == "pause_at":
        runner.pause_at(event.count)
    else:
        getattr(runner, event.kind)()


def _disturb(bench: Bench, event: Event) -> None:
    """Something happens to the device from outside."""
    device = bench.device
    if isinstance(device, ZebraEmulator):
        if event.kind == "pull_cable":
            device.faults.cable_pulled = event.seconds
        else:
            device.power_cycle()
    elif event.kind == "pull_cable":
        device.pull_cable(event.seconds)
    else:
        getattr(device, event.kind)()


def _break(faults: object, event: Event) -> None:
    """A fault of the device: one that strikes after a while, or a state that passes."""
    if event.kind == "partial_media_out":
        setattr(faults, "partial_label", True)  # noqa: B010 (only some devices have it)
        setattr(faults, "media_out_after", event.count)  # noqa: B010
    elif event.kind.endswith("_bytes"):
        setattr(faults, event.kind, event.count * 40)
    elif "_after" in event.kind:
        setattr(faults, event.kind, event.count)
    elif event.kind in {"slow", "slow_reader", "merge_replies"}:
        setattr(faults, event.kind, event.seconds / 25)
    else:
        setattr(faults, event.kind, True)
        time.sleep(event.seconds)
        setattr(faults, event.kind, False)
