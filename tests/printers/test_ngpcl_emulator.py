"""The Markem-Imaje driver against its emulator, over a real socket."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.coders import CoderState
from desktop.errors import DeviceError, InputError, Refused
from printers.emulators.ngpcl import NgpclEmulator
from printers.markem.coder import NgpclCoder
from printers.tcp import TcpTransport

JOB = "20mm.job"
OTHER = "other"
WAIT_S = 5.0


@pytest.fixture
def device() -> Iterator[NgpclEmulator]:
    with NgpclEmulator({JOB: {"LOT": "", "SN": ""}, OTHER: {"TEXT": "x"}}) as emulator:
        yield emulator


def connect(device: NgpclEmulator, timeout_s: float = WAIT_S) -> NgpclCoder:
    return NgpclCoder(TcpTransport.connect(device.host, device.port), ["SN"], timeout_s)


@pytest.fixture
def coder(device: NgpclEmulator) -> Iterator[NgpclCoder]:
    with connect(device) as coder:
        yield coder


def printed(device: NgpclEmulator) -> list[Mapping[str, str]]:
    return [made.fields for made in device.physical]


def pack(serial: str) -> dict[str, str]:
    return {"LOT": "A1", "SN": serial}


def test_each_pack_carries_the_record_that_was_put_before_its_trigger(
    device: NgpclEmulator, coder: NgpclCoder
) -> None:
    coder.select(JOB, {"LOT": "A1"})
    device.press_start()
    coder.start()
    for index in (1, 2, 3):
        coder.put(index, {"SN": f"00{index}"})
        assert coder.read_back() == pack(f"00{index}")
        assert device.trigger() == 1
    assert printed(device) == [pack("001"), pack("002"), pack("003")]


def test_a_record_is_printed_at_each_trigger_until_it_is_cleared(
    device: NgpclEmulator, coder: NgpclCoder
) -> None:
    coder.select(JOB, {"LOT": "A1"})
    device.press_start()
    coder.put(1, {"SN": "001"})
    device.trigger(2)
    coder.clear()
    device.trigger()
    assert printed(device) == [pack("001"), pack("001"), pack("")]


def test_a_stopped_coder_prints_nothing(device: NgpclEmulator, coder: NgpclCoder) -> None:
    coder.select(JOB, {"LOT": "A1"})
    coder.put(1, {"SN": "001"})
    coder.stop()
    assert device.trigger(3) == 0
    assert printed(device) == []


def test_a_job_or_a_field_that_it_does_not_have_is_told(coder: NgpclCoder) -> None:
    with pytest.raises(InputError, match="does not select job 'none'"):
        coder.select("none", {})
    with pytest.raises(InputError, match="has no field 'Lot'"):
        coder.select(JOB, {"Lot": "A1"})
    coder.select(JOB, {"LOT": "A1"})
    with pytest.raises(InputError, match="has no field 'CODE'"):
        coder.put(1, {"CODE": "1"})


def test_a_value_that_is_accepted_and_not_taken_is_found_by_reading_back(
    device: NgpclEmulator, coder: NgpclCoder
) -> None:
    coder.select(JOB, {"LOT": "A1"})
    device.faults.deaf_fields = True
    with pytest.raises(DeviceError, match="reads ''"):
        coder.put(1, {"SN": "001"})


def test_faults_are_told_in_words_and_stop_the_prints(device: NgpclEmulator, coder: NgpclCoder) -> None:
    coder.select(JOB, {"LOT": "A1"})
    device.press_start()
    device.faults.fault_after_prints = 2
    coder.put(1, {"SN": "001"})
    assert device.trigger(5) == 2
    status = coder.status()
    assert (status.state, status.job) == (CoderState.FAULT, JOB)
    assert "needs attention" in status.faults[0].text
    device.faults.attention = False
    device.faults.stop_active = True
    assert "stop is active" in coder.status().faults[0].text
    device.faults.stop_active = False
    assert coder.status().state is CoderState.RUNNING
    device.switch_off_at_display()
    assert coder.status().state is CoderState.OFF


def test_another_job_is_not_selected_under_a_running_line(device: NgpclEmulator, coder: NgpclCoder) -> None:
    coder.select(OTHER, {"TEXT": "x"})
    device.press_start()
    with pytest.raises(Refused, match="is not stopped"):
        coder.select(JOB, {"LOT": "A1"})
    device.trigger()
    assert printed(device) == [{"TEXT": "x"}]


def test_a_job_chosen_at_the_display_gets_no_record_of_ours(device: NgpclEmulator, coder: NgpclCoder) -> None:
    coder.select(JOB, {"LOT": "A1"})
    device.choose(OTHER)
    with pytest.raises(DeviceError, match="has job 'other' selected"):
        coder.put(1, {"SN": "001"})


def test_answers_that_come_byte_by_byte_are_read(device: NgpclEmulator, coder: NgpclCoder) -> None:
    device.faults.split_replies = True
    device.faults.slow = 0.001
    coder.select(JOB, {"LOT": "A1"})
    coder.put(1, {"SN": "001"})
    assert coder.read_back() == pack("001")


def test_a_silent_coder_is_told_as_silent(device: NgpclEmulator) -> None:
    with connect(device, 0.05) as coder:
        device.faults.silent = True
        with pytest.raises(DeviceError, match="did not answer"):
            coder.status()


def test_a_device_of_another_kind_is_told_by_what_it_says(device: NgpclEmulator, coder: NgpclCoder) -> None:
    device.faults.garbage = True
    with pytest.raises(DeviceError, match="as no Markem-Imaje coder"):
        coder.status()


def test_a_coder_that_understands_nothing_is_told(device: NgpclEmulator, coder: NgpclCoder) -> None:
    device.faults.not_understood = True
    with pytest.raises(DeviceError, match="refused"):
        coder.status()


def test_after_a_drop_reading_back_tells_whether_the_record_was_taken(device: NgpclEmulator) -> None:
    with connect(device) as first:
        first.select(JOB, {"LOT": "A1"})
        device.press_start()
        device.faults.drop_connection_after_records = 0
        with pytest.raises(DeviceError, match="closed the connection"):
            first.put(1, {"SN": "001"})
    with connect(device) as second:
        second.select(JOB, {"LOT": "A1"})  # the running line is joined, nothing is changed
        assert second.read_back() == pack("001")
        second.put(1, {"SN": "001"})  # a value that is set: once more is no second record
        device.trigger()
        second.put(2, {"SN": "002"})
        device.trigger()
    assert printed(device) == [pack("001"), pack("002")]


def test_after_a_drop_before_the_record_arrived_the_old_one_is_still_read(device: NgpclEmulator) -> None:
    with connect(device) as first:
        first.select(JOB, {"LOT": "A1"})
        first.put(1, {"SN": "001"})
        device.faults.drop_connection_after_bytes = len(b"{~JR|}") + 5
        with pytest.raises(DeviceError, match="closed the connection"):
            first.put(2, {"SN": "002"})
    with connect(device) as second:
        second.select(JOB, {"LOT": "A1"})
        assert second.read_back() == pack("001")


def test_a_power_cut_loses_the_job_and_the_next_connection_sees_it(device: NgpclEmulator) -> None:
    with connect(device) as first:
        first.select(JOB, {"LOT": "A1"})
        first.put(1, {"SN": "001"})
        device.press_start()
        device.power_cycle()
        with pytest.raises(DeviceError, match="closed the connection"):
            first.status()
    with connect(device) as second:
        status = second.status()
        assert (status.state, status.job) == (CoderState.STOPPED, "")
        assert device.trigger() == 0
        second.select(JOB, {"LOT": "A1"})
        assert second.read_back() == pack("")


def test_a_new_connection_can_take_out_the_record_that_an_earlier_one_left(device: NgpclEmulator) -> None:
    with connect(device) as first:
        first.select(JOB, {"LOT": "A1"})
        first.put(1, {"SN": "001"})
    with connect(device) as second:
        second.clear()
    device.press_start()
    device.trigger()
    assert printed(device) == [pack("")]


@pytest.mark.parametrize("job", ["", OTHER])
def test_without_the_job_of_the_record_there_is_nothing_to_take_out(device: NgpclEmulator, job: str) -> None:
    if job:
        device.choose(job)
    with connect(device) as coder:
        coder.clear()
    assert not any(frame.startswith(b"{~JU") for frame in device.questions)


def test_the_emulator_takes_a_job_with_its_fields_in_one_frame(device: NgpclEmulator) -> None:
    with TcpTransport.connect(device.host, device.port) as line:
        line.write(b"{~JS0|20mm.job|1|LOT|B2|}{~FR|LOT|}{~FR|NONE|}{~XX|}\r")
        answers = b"".join(line.read_until(b"\n", WAIT_S) for _ in range(4))
    assert answers == b"{~JS0|}\r\n{~FC0|LOT|B2|}\r\n{~FC1|}\r\n{~NK1|}\r\n"


def test_a_port_that_is_taken_is_told(device: NgpclEmulator) -> None:
    with pytest.raises(DeviceError, match="cannot listen"):
        NgpclEmulator({}, port=device.port)


def test_a_fault_that_does_not_exist_cannot_be_switched_on(device: NgpclEmulator) -> None:
    with pytest.raises(AttributeError):
        device.faults.slient = True  # type: ignore[attr-defined]


TROUBLES = (
    "drop_connection_after_records",
    "drop_connection_after_bytes",
    "half_print_after",
    "fault_after_prints",
    "deaf_fields",
)
EVENTS = st.tuples(
    st.sampled_from(["put", "trigger", "power_cycle", "press_pause", "look", *TROUBLES]), st.integers(0, 3)
)


class OneByOne:
    """Feeds the coder one record at a time; ``standing``: what a put or a look at its fields vouches for."""

    def __init__(self, device: NgpclEmulator) -> None:
        self.device = device
        self.coder: NgpclCoder | None = None
        self.index = 0
        self.standing: str | None = None

    def play(self, event: str, number: int) -> None:
        try:
            if event in {"put", "look"}:
                self.ask(event)
            elif event == "trigger":
                before = len(self.device.physical)
                self.device.trigger(number)
                for made in self.device.physical[before:]:
                    assert self.standing in {None, made.fields["SN"]}
            elif event in TROUBLES:
                setattr(self.device.faults, event, number * (40 if event.endswith("bytes") else 1))
            else:
                getattr(self.device, event)()
                self.standing = None if event == "power_cycle" else self.standing
        except (DeviceError, Refused):
            self.lose()

    def ask(self, event: str) -> None:
        if self.coder is None:
            self.device.press_pause()
            self.device.faults.attention = False
            self.coder = connect(self.device)
            self.index = 0
            self.coder.select(JOB, {"LOT": "A1"})
            self.device.press_start()
        if event == "look":
            found = self.coder.read_back()["SN"]
            assert self.standing in {None, found}
            self.standing = found
            return
        self.standing = None
        self.index += 1
        self.coder.put(self.index, {"SN": f"{self.index:03d}"})
        self.standing = f"{self.index:03d}"

    def lose(self) -> None:
        if self.coder is not None:
            self.coder.close()
        self.coder, self.standing = None, None


@settings(max_examples=50, deadline=None)
@given(st.lists(EVENTS, max_size=20))
def test_whatever_happens_a_pack_carries_the_record_that_was_put_or_read_back(
    events: list[tuple[str, int]],
) -> None:
    with NgpclEmulator({JOB: {"LOT": "", "SN": ""}}) as device:
        line = OneByOne(device)
        for event, number in events:
            line.play(event, number)
        line.lose()
