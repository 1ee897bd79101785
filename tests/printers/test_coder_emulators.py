"""What all emulated coders have in common, shown on each family through its own driver."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from desktop.coders import Coder, CoderState
from desktop.devices import Picture
from desktop.errors import DeviceError, InputError
from printers.camera import TcpCamera
from printers.emulators.coder import CoderEmulator
from printers.emulators.leibinger import LeibingerEmulator
from printers.emulators.marks import draw_matrix
from printers.emulators.ngpcl import NgpclEmulator
from printers.emulators.wsi import WsiEmulator
from printers.emulators.zipher import ZipherEmulator
from printers.leibinger.coder import FIELD, LeibingerCoder
from printers.markem.coder import NgpclCoder
from printers.tcp import TcpTransport
from printers.videojet.wsi import WsiCoder
from printers.videojet.zipher import ZipherCoder

JOB = "PACKMARK"
WAIT_S = 10.0


@dataclass(frozen=True)
class Family:
    """One family: its emulator, its driver, and the field of a record."""

    make: Callable[..., CoderEmulator]
    drive: Callable[[TcpTransport], Coder]
    field: str
    single: bool

    def connect(self, device: CoderEmulator) -> Coder:
        return self.drive(TcpTransport.connect(device.host, device.port))

    def ready(self, device: CoderEmulator, records: int) -> Coder:
        """Select the job, put records and let it print, as a job would."""
        coder = self.connect(device)
        coder.select(JOB, {})
        for index in range(1, records + 1):
            coder.put(index, self.record(index))
        if isinstance(device, NgpclEmulator):
            device.press_start()
        coder.start()
        return coder

    def ask(self, device: CoderEmulator) -> None:
        """Connect and ask the device how it is."""
        coder = self.connect(device)
        try:
            coder.status()
        finally:
            coder.close()

    def record(self, index: int) -> dict[str, str]:
        return {self.field: f"C{index}"}

    def values(self, device: CoderEmulator) -> list[str]:
        return [made.fields[self.field] for made in device.physical]


FAMILIES = {
    "zipher": Family(ZipherEmulator, ZipherCoder, "CODE", single=False),
    "leibinger": Family(LeibingerEmulator, LeibingerCoder, FIELD, single=False),
    "ngpcl": Family(NgpclEmulator, lambda line: NgpclCoder(line, ["CODE"]), "CODE", single=True),
    "wsi": Family(WsiEmulator, WsiCoder, "CODE", single=True),
}


@pytest.fixture(params=FAMILIES)
def family(request: pytest.FixtureRequest) -> Family:
    return FAMILIES[request.param]


def read(picture: Picture) -> list[str]:
    image = Image.frombytes("1", (picture.width, picture.height), bytes(~byte & 255 for byte in picture.rows))
    return [symbol.text for symbol in zxingcpp.read_barcodes(image.convert("L"))]


def test_each_print_is_on_its_pack_and_counted(family: Family) -> None:
    with family.make(odometer=41) as device:
        coder = family.ready(device, 1)
        assert device.trigger() == 1
        assert [(made.ordinal, made.complete) for made in device.physical] == [(42, True)]
        assert family.values(device) == ["C1"]
        assert device.wait_printed(42, 0.0)
        assert not device.wait_printed(43, 0.0)
        coder.close()


def test_an_address_says_the_family_and_the_port(family: Family) -> None:
    with family.make() as device:
        assert device.address == f"{device.scheme}://127.0.0.1:{device.port}"


def test_the_camera_sees_what_is_on_each_pack(family: Family) -> None:
    with family.make() as device:
        camera = TcpCamera.connect(device.host, int(device.camera_address.rpartition(":")[2]))
        coder = family.ready(device, 1)
        device.trigger()
        picture = camera.next_picture(WAIT_S)
        assert picture is not None
        assert picture.ordinal == 1
        assert [text.strip() for text in read(picture)] == ["C1"]
        coder.close()
        camera.close()


def test_a_drawing_of_ones_own_is_what_the_camera_sees(family: Family) -> None:
    def draw(fields: Mapping[str, str]) -> Picture:
        return draw_matrix({"": fields[family.field] + "!"})

    with family.make(draw=draw) as device:
        coder = family.ready(device, 1)
        device.trigger()
        assert read(device.picture(device.physical[0])) == ["C1!"]
        coder.close()


def test_a_half_print_stops_the_device_is_not_counted_and_not_seen(family: Family) -> None:
    with family.make() as device:
        camera = TcpCamera.connect(device.host, int(device.camera_address.rpartition(":")[2]))
        coder = family.ready(device, 1)
        device.faults.half_print_after = 0
        assert device.trigger(3) == 1
        (half,) = device.physical
        assert (half.ordinal, half.complete, half.fields[family.field]) == (0, False, "C1")
        assert coder.status().state is CoderState.FAULT
        whole, shown = draw_matrix(half.fields), device.picture(half)
        middle = len(whole.rows) // 2
        assert shown.rows[:middle] == whole.rows[:middle]
        assert not any(shown.rows[middle:])
        assert camera.next_picture(0.05) is None
        coder.close()
        camera.close()


@pytest.mark.parametrize("supply", ["out_of_ink", "out_of_media"])
def test_without_supplies_nothing_is_printed_and_the_state_is_a_fault(family: Family, supply: str) -> None:
    with family.make() as device:
        coder = family.ready(device, 1)
        setattr(device.faults, supply, True)
        assert device.trigger(2) == 0
        assert device.missed == 2
        status = coder.status()
        assert status.state is CoderState.FAULT
        assert all(fault.text for fault in status.faults)
        coder.close()


def test_a_fault_strikes_after_so_many_prints(family: Family) -> None:
    with family.make() as device:
        device.faults.fault_after_prints = 1
        coder = family.ready(device, 1 if family.single else 4)
        assert device.trigger(4) == 1
        assert coder.status().state is CoderState.FAULT
        coder.close()


def test_pressed_pause_it_prints_no_more(family: Family) -> None:
    with family.make() as device:
        coder = family.ready(device, 1)
        device.press_pause()
        assert device.trigger() == 0
        assert device.physical == []
        coder.close()


def test_a_full_buffer_takes_no_record(family: Family) -> None:
    with family.make() as device:
        coder = family.connect(device)
        coder.select(JOB, {})
        device.faults.buffer_full = True
        with pytest.raises(DeviceError):
            coder.put(1, family.record(1))
        coder.close()


def test_a_record_can_be_taken_and_its_receipt_lost(family: Family) -> None:
    with family.make() as device:
        coder = family.connect(device)
        coder.select(JOB, {})
        device.faults.drop_connection_after_records = 0
        with pytest.raises(DeviceError):
            coder.put(1, family.record(1))
        coder.close()
        device.press_start()
        device.trigger()
        assert family.values(device) == ["C1"]


def test_a_pulled_cable_breaks_what_is_there_and_what_comes_until_it_is_back(family: Family) -> None:
    with family.make() as device:
        coder = family.connect(device)
        device.pull_cable(60.0)
        with pytest.raises(DeviceError):
            coder.status()
        with pytest.raises(DeviceError):
            family.ask(device)
        device.pull_cable(0.0)
        family.ask(device)
        coder.close()


def test_a_power_cycle_loses_the_record_and_the_connection(family: Family) -> None:
    with family.make() as device:
        coder = family.ready(device, 1)
        device.power_cycle()
        with pytest.raises(DeviceError):
            coder.status()
        device.press_start()
        device.trigger()
        assert "C1" not in family.values(device)
        family.ask(device)
        coder.close()


@pytest.mark.parametrize("fault", ["split_replies", "merged_replies"])
def test_pieces_and_pastes_of_answers_are_read(family: Family, fault: str) -> None:
    with family.make() as device:
        setattr(device.faults, fault, True)
        device.faults.slow = 0.001
        coder = family.ready(device, 1)
        device.trigger()
        assert family.values(device) == ["C1"]
        coder.close()


def test_the_paper_has_a_line_for_each_print_as_soon_as_it_is_there(family: Family, tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    with family.make(paper=paper) as device:
        coder = family.ready(device, 1 if family.single else 2)
        device.faults.half_print_after = 1
        device.trigger(2)
        lines = [line.split("\t") for line in paper.read_text().splitlines()]
        coder.close()
    assert [line[:2] for line in lines] == [["1", "complete"], ["1", "partial"]]
    assert [json.loads(line[2]) for line in lines] == [made.fields for made in device.physical]


def test_a_paper_that_cannot_be_written_is_told(family: Family, tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="cannot be written"):
        family.make(paper=tmp_path / "none" / "paper")


def test_a_conveyor_brings_products_only_for_records_that_were_not_printed(family: Family) -> None:
    with family.make(products_per_s=500.0) as device:
        coder = family.ready(device, 1)
        assert device.wait_printed(1, WAIT_S)
        # A product that must not come would come within some milliseconds.
        assert not threading.Event().wait(0.05)
        assert family.values(device) == ["C1"]
        assert device.missed == 0
        coder.close()


@pytest.mark.parametrize("name", ["wsi", "ngpcl"])
def test_a_conveyor_that_nothing_paces_repeats_what_stands_in_the_fields(name: str) -> None:
    family = FAMILIES[name]
    with family.make(products_per_s=500.0, paced=False) as device:
        coder = family.ready(device, 1)
        assert device.wait_printed(device.odometer + 2, WAIT_S)
        assert family.values(device)[-2:] == ["C1", "C1"]
        coder.close()


def test_a_record_of_several_fields_is_not_printed_before_its_last_field_is_there() -> None:
    with WsiEmulator(products_per_s=2000.0) as device:
        coder = FAMILIES["wsi"].connect(device)
        coder.select(JOB, {"LOT": "L7"})
        coder.start()
        for index in range(1, 21):
            coder.put(index, {"CODE": f"C{index}", "EXP": f"E{index}"})
            assert device.wait_printed(index, WAIT_S)
            assert coder.printed_upto() == index
        coder.close()
        assert [made.fields for made in device.physical] == [
            {"CODE": f"C{index}", "LOT": "L7", "EXP": f"E{index}"} for index in range(1, 21)
        ]


def test_faults_are_switched_on_by_words(family: Family) -> None:
    with family.make() as device:
        device.faults.switch("half-print-after=3")
        device.faults.switch("out-of-ink")
        device.faults.switch("slow=0.5")
        assert (device.faults.half_print_after, device.faults.out_of_ink, device.faults.slow) == (
            3,
            True,
            0.5,
        )
        device.faults.switch("out-of-ink=no")
        assert not device.faults.out_of_ink
        with pytest.raises(InputError, match=r"no fault 'fire'.*out-of-ink"):
            device.faults.switch("fire")
        with pytest.raises(AttributeError):
            device.faults.slient = True  # type: ignore[attr-defined]


def test_a_port_that_is_taken_is_told_and_leaves_nothing_open(family: Family) -> None:
    with family.make() as device, pytest.raises(DeviceError, match="cannot listen"):
        family.make(port=device.port)
