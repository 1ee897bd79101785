"""Whatever happens to a coder with numbered records: nothing twice, and printed is what it says is printed.

A careful job feeds it: in doubt it stops the coder, asks for the last number, empties the buffer, and sends
what is behind that number again. Only the record behind it, which may be half on a pack, is given up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.coders import Coder, CoderState
from desktop.errors import DeviceError, Refused
from printers.emulators.coder import CoderEmulator
from printers.emulators.leibinger import LeibingerEmulator
from printers.emulators.zipher import ZipherEmulator
from printers.leibinger.coder import FIELD, LeibingerCoder
from printers.tcp import TcpTransport
from printers.videojet.zipher import ZipherCoder

JOB: Final = "PACKMARK"
BYTES: Final = 150
"""About as many as a record takes with the questions around it."""

COUNTED = (
    "drop_connection_after_records",
    "drop_connection_after_bytes",
    "fault_after_prints",
    "half_print_after",
)
STATES = ("out_of_media", "buffer_full", "split_replies", "merged_replies")
DONE_TO_IT = ("press_pause", "press_start", "power_cycle", "drop_connections")

EVENTS = st.one_of(
    st.tuples(st.just("trigger"), st.integers(1, 5)),
    st.tuples(st.just("put"), st.integers(1, 5)),
    st.tuples(st.just("poll"), st.just(0)),
    st.tuples(st.sampled_from(COUNTED), st.integers(0, 6)),
    st.tuples(st.sampled_from(STATES), st.integers(0, 1)),
    st.tuples(st.sampled_from(DONE_TO_IT), st.just(0)),
)


@dataclass(frozen=True)
class Family:
    make: Callable[[], CoderEmulator]
    drive: Callable[[TcpTransport], Coder]
    field: str


FAMILIES = {
    "zipher": Family(ZipherEmulator, lambda line: ZipherCoder(line, 2.0, 2.0), "CODE"),
    "leibinger": Family(LeibingerEmulator, lambda line: LeibingerCoder(line, 0.3, 0.5, 0.5), FIELD),
}


class Line:
    """Feeds a coder.

    Attributes:
        printed: codes that the coder's numbers say are printed.
    """

    def __init__(self, family: Family, device: CoderEmulator) -> None:
        self.family = family
        self.device = device
        self.coder: Coder | None = None
        self.codes = 0
        self.again: list[str] = []
        self.given: list[tuple[int, str]] = []
        self.next = 1
        self.printed: set[str] = set()

    @property
    def whole(self) -> list[str]:
        """Codes that are on packs to their end."""
        return [made.fields[self.family.field] for made in self.device.physical if made.complete]

    def put(self, count: int) -> None:
        coder = self.coder or self.resume()
        if coder.status().state is CoderState.FAULT:
            self.lose()
            return
        for _ in range(min(count, coder.room())):
            if not self.again:
                self.codes += 1
                self.again.append(f"{self.codes:04d}")
            self.given.append((self.next, self.again.pop(0)))
            coder.put(self.next, {self.family.field: self.given[-1][1]})
            self.next += 1
        if self.given:
            coder.start()

    def poll(self) -> None:
        if self.coder is not None:
            self.settle(self.coder.printed_upto())

    def settle(self, upto: int) -> None:
        said = {code for number, code in self.given if number <= upto}
        assert said == {code for _, code in self.given} & set(self.whole), "the numbers say what is on packs"
        self.printed |= said
        self.given = [(number, code) for number, code in self.given if number > upto]

    def resume(self) -> Coder:
        coder = self.family.drive(TcpTransport.connect(self.device.host, self.device.port))
        try:
            self.take_stock(coder)
            coder.acknowledge()
            coder.select(JOB, {})
            self.next = coder.printed_upto() + 1
        except (DeviceError, Refused):
            coder.close()
            raise
        self.coder = coder
        return coder

    def take_stock(self, coder: Coder) -> None:
        """Learn what became of the records that were given; without a number of them all are given up."""
        coder.stop()
        coder.printed_upto()
        coder.clear()
        upto = coder.printed_upto()
        if self.given and upto and upto >= self.given[0][0] - 1:
            self.settle(upto)
            self.again[:0] = [code for _, code in self.given[1:]]
        self.given.clear()

    def lose(self) -> None:
        if self.coder is not None:
            self.coder.close()
        self.coder = None

    def play(self, event: str, number: int) -> None:
        try:
            if event == "put":
                self.put(number)
            elif event == "poll":
                self.poll()
            elif event == "trigger":
                self.device.trigger(number)
            elif event in DONE_TO_IT:
                getattr(self.device, event)()
            elif event in STATES:
                setattr(self.device.faults, event, bool(number))
            else:
                setattr(self.device.faults, event, number * (BYTES if event.endswith("bytes") else 1))
        except (DeviceError, Refused):
            self.lose()


def all_is_well(family: Family, events: Sequence[tuple[str, int]]) -> None:
    with family.make() as device:
        line = Line(family, device)
        for event, number in events:
            line.play(event, number)
        line.lose()
        whole = line.whole
        assert len(whole) == len(set(whole)), "nothing twice"
        assert line.printed <= set(whole), "nothing called printed that is not"


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=25))
def test_a_zipher_coder_prints_nothing_twice_and_says_what_it_has_printed(
    events: list[tuple[str, int]],
) -> None:
    all_is_well(FAMILIES["zipher"], events)


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=25))
def test_a_leibinger_printer_prints_nothing_twice_and_says_what_it_has_printed(
    events: list[tuple[str, int]],
) -> None:
    all_is_well(FAMILIES["leibinger"], events)


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("trouble", [*COUNTED, *DONE_TO_IT])
def test_after_each_trouble_a_careful_job_prints_on(name: str, trouble: str) -> None:
    family = FAMILIES[name]
    with family.make() as device:
        line = Line(family, device)
        line.put(4)
        line.play(trouble, 1)
        for _ in range(6):
            line.play("trigger", 2)
            line.play("put", 4)
        line.play("poll", 0)
        assert len(line.printed) >= 4
        assert len(line.whole) == len(set(line.whole))
        line.lose()
