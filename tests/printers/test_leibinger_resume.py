"""Whatever happens to a Leibinger printer: nothing twice, and nothing called printed that is not."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import DeviceError, Refused
from printers.emulators.leibinger import LeibingerEmulator
from printers.leibinger.coder import FIELD, LeibingerCoder
from printers.tcp import TcpTransport

DIGITS = 4

EVENTS = st.one_of(
    st.tuples(st.just("trigger"), st.integers(1, 5)),
    st.tuples(st.just("put"), st.integers(1, 5)),
    st.tuples(
        st.sampled_from(
            [
                "drop_connection_after_records",
                "drop_connection_after_bytes",
                "fault_after_prints",
                "half_print_after",
            ]
        ),
        st.integers(1, 6),
    ),
    st.tuples(st.sampled_from(["press_pause", "power_cycle", "poll"]), st.just(0)),
)


class Line:
    """Feeds a printer as a careful job would: in doubt it empties the buffer and asks what was printed."""

    def __init__(self, printer: LeibingerEmulator) -> None:
        self.printer = printer
        self.coder: LeibingerCoder | None = None
        self.next = 1
        self.printed: set[int] = set()
        self.open: list[int] = []

    def put(self, count: int) -> None:
        coder = self.coder or self.resume()
        for _ in range(count):
            self.open.append(self.next)
            self.next += 1
            coder.put(self.open[-1], {FIELD: f"{self.open[-1]:0{DIGITS}d}"})
        coder.start()

    def resume(self) -> LeibingerCoder:
        """Connect and take stock; what stays open after that is unknown for good and never sent again."""
        transport = TcpTransport.connect(self.printer.host, self.printer.port)
        coder = LeibingerCoder(transport, 0.3, 5.0, 5.0)
        try:
            coder.acknowledge()
            coder.clear()
            self.settle(coder)
        except DeviceError:
            coder.close()
            raise
        self.open.clear()
        self.coder = coder
        return coder

    def settle(self, coder: LeibingerCoder) -> None:
        upto = coder.printed_upto()
        self.printed.update(number for number in self.open if number <= upto)
        self.open[:] = [number for number in self.open if number > upto]

    def poll(self) -> None:
        if self.coder is not None:
            self.settle(self.coder)

    def lose(self) -> None:
        if self.coder is not None:
            self.coder.close()
        self.coder = None


def play(line: Line, events: Sequence[tuple[str, int]]) -> None:
    for event, number in events:
        try:
            if event in {"put", "poll"}:
                line.put(number) if event == "put" else line.poll()
            elif event == "trigger":
                line.printer.trigger(number)
            elif event in {"press_pause", "power_cycle"}:
                getattr(line.printer, event)()
            else:
                setattr(line.printer.faults, event, number * (200 if event.endswith("bytes") else 1))
        except (DeviceError, Refused):
            line.lose()


@settings(max_examples=40, deadline=None)
@given(st.lists(EVENTS, max_size=25))
def test_no_record_is_printed_twice_and_all_that_is_called_printed_is(
    events: list[tuple[str, int]],
) -> None:
    with LeibingerEmulator() as printer:
        line = Line(printer)
        play(line, events)
        line.lose()
        whole = [int(made.fields[FIELD]) for made in printer.physical if made.complete]
        assert line.printed <= set(whole)
        assert len(whole) == len(set(whole))
