import os
import socket
import threading

import ifaddr
import pytest
import zeroconf
from hypothesis import given, settings
from hypothesis import strategies as st
from serial.tools import list_ports
from zeroconf import ServiceInfo, Zeroconf

from desktop.devices import Way
from desktop.errors import DeviceError
from desktop.texts import say
from printers import discovery, zebra_discovery
from printers.cups import PrintQueue
from printers.discovery import Surroundings, at_once, discover
from printers.emulators.discovery import DiscoveryResponder, answer
from printers.emulators.usb_zebra import UsbZebraEmulator
from printers.emulators.zebra import ZebraEmulator
from printers.mdns import LPD, RAW, browse
from printers.network_printers import NetworkPrinter, cleaned, joined
from printers.registry import DeviceRegistry
from printers.zebra_discovery import ask_network, broadcast_targets, parse_answer

RECORDED = (
    b":,.\x0379071\0\0\0ZebraNet Wired PS\0\0\0001166A\0\0V56.17.11ZZBR\0a\0\x07MA\x08\xbd4262077\0\0\0\x01\0"
    b"\x0a\x01\0\x9e\xff\xff\xff\0\x0a\x01\0\x01ZBR4262077\0\0"
).ljust(375, b"\0")
"""An answer of a print server, as it was published."""

LOOPBACK = ["127.0.0.1"]
SECONDS = 0.6


class Queues:
    """A print service with these queues."""

    def __init__(self, *queues: PrintQueue) -> None:
        self._queues = queues

    def queues(self) -> tuple[PrintQueue, ...]:
        return self._queues

    def hand_over(self, queue: str, data: bytes) -> None:
        raise AssertionError(queue, data)


class NoQueues(Queues):
    """A print service that does not run."""

    def queues(self) -> tuple[PrintQueue, ...]:
        raise DeviceError(say("{name} is silent.", name="CUPS"))


@pytest.fixture(scope="module")
def heard() -> list[NetworkPrinter]:
    """What is heard by mDNS while three printers announce themselves on the loopback."""
    # Names of its own for each run: two of them may use the loopback at the same time.
    us = os.getpid()
    network = Zeroconf(interfaces=LOOPBACK)
    for service, port, properties in (
        (RAW, 9105, {"ty": "ZTC ZT411"}),
        (LPD, 515, {"product": "(ZD621)"}),
        (RAW, 9106, {}),
    ):
        info = ServiceInfo(
            service,
            f"Zebra {us}-{port}.{service}",
            port,
            properties=properties,
            addresses=[socket.inet_aton("127.0.0.1")],
            server=f"zebra-{us}-{port}.local.",
        )
        network.register_service(info, cooperating_responders=True)
    found: list[NetworkPrinter] = []
    for _ in range(3):  # who has just spoken to all says nothing again for a second (RFC 6762, 6)
        found = browse(2.0, LOOPBACK)
        if len(found) >= 3:
            break
    network.close()
    return found


def test_a_recorded_answer_is_read() -> None:
    read = parse_answer(RECORDED)
    assert read is not None
    assert (read.product, read.name) == ("ZebraNet Wired PS", "ZBR4262077")


@given(st.binary(max_size=400) | st.binary(max_size=400).map(lambda rest: b":,.\x03" + rest))
def test_no_answer_breaks_the_reader_or_reaches_a_person_unclean(data: bytes) -> None:
    read = parse_answer(data)
    if read is not None:
        for text in (read.product, read.name):
            assert text.isprintable()
            assert len(text) <= 60


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_an_emulated_printer_answers_is_read_as_it_was_meant(product: str, name: str) -> None:
    read = parse_answer(answer(product, name))
    assert read is not None
    assert read.product == cleaned(product.encode()[:19])
    assert read.name == cleaned(name.encode()[:24])


def test_zebra_printers_answer_from_where_they_are() -> None:
    with DiscoveryResponder(name="hall 2") as one, DiscoveryResponder(reply=b"HTTP/1.1 400") as noise:
        nobody = ("127.0.0.1", 9)
        found = ask_network(SECONDS, [one.target, noise.target, nobody])
    assert found == [NetworkPrinter("127.0.0.1", "ZTC ZT411-300dpi ZP, hall 2")]


def test_an_emulated_printer_is_found_when_it_is_asked_to_answer() -> None:
    with ZebraEmulator(discovery_port=0, unique_id="99J2") as printer:
        assert printer.discovery is not None
        (found,) = ask_network(SECONDS, [printer.discovery.target])
        assert found.model.endswith(", 99J2")
        with pytest.raises(DeviceError, match="cannot listen"):
            DiscoveryResponder(port=printer.discovery.target[1])


def test_a_network_that_takes_no_question_does_not_spoil_the_others() -> None:
    with DiscoveryResponder() as one:
        assert len(ask_network(SECONDS, [("203.0.113.1", 0), one.target])) == 1


def test_a_computer_without_a_network_is_told() -> None:
    with pytest.raises(DeviceError, match="cannot be searched for Zebra printers"):
        ask_network(SECONDS, [("203.0.113.1", 0)])


def test_everybody_in_each_network_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def ip(address: str, prefix: int) -> ifaddr.IP:
        return ifaddr.IP(address, prefix, "card")

    cards = [
        ifaddr.Adapter("lo", "lo", [ip("127.0.0.1", 8)]),
        ifaddr.Adapter("e0", "e0", [ip("10.1.2.3", 24), ip("192.0.2.9", 28)]),
        ifaddr.Adapter("ppp", "ppp", [ip("10.9.9.9", 32)]),
        ifaddr.Adapter("e6", "e6", [ifaddr.IP(("fe80::1", 0, 2), 64, "card")]),
    ]
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: cards)
    assert [host for host, _ in broadcast_targets()] == ["10.1.2.255", "192.0.2.15", "255.255.255.255"]


def test_a_printer_that_announces_itself_is_heard_with_its_model_and_port(
    heard: list[NetworkPrinter],
) -> None:
    assert NetworkPrinter("127.0.0.1", "ZTC ZT411", 9105) in heard


def test_the_port_of_a_line_printer_service_is_not_taken_for_the_port_of_raw_bytes(
    heard: list[NetworkPrinter],
) -> None:
    assert NetworkPrinter("127.0.0.1", "ZD621", None) in heard


def test_a_printer_without_a_model_goes_by_its_name(heard: list[NetworkPrinter]) -> None:
    assert [one.model for one in heard if one.port == 9106] == [f"Zebra {os.getpid()}-9106"]


def test_a_network_that_cannot_be_listened_to_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> Zeroconf:
        raise OSError(19, "No such device")

    monkeypatch.setattr(zeroconf, "Zeroconf", fail)
    with pytest.raises(DeviceError, match="cannot be searched by mDNS: No such device"):
        browse(SECONDS)


def test_one_printer_heard_in_two_ways_is_one_row() -> None:
    heard = [
        NetworkPrinter("192.0.2.10", "", 9105),
        NetworkPrinter("192.0.2.9", "ZTC ZT411"),
        NetworkPrinter("192.0.2.10", "ZTC ZD621"),
        NetworkPrinter("192.0.2.10", "something else", 9999),
    ]
    assert [(row.address, row.model) for row in joined(heard)] == [
        ("tcp://192.0.2.9:9100", "ZTC ZT411"),
        ("tcp://192.0.2.10:9105", "ZTC ZD621"),
    ]


@settings(max_examples=30)
@given(st.lists(st.builds(NetworkPrinter, st.ip_addresses().map(str), st.text(), st.none() | st.just(9101))))
def test_every_address_in_the_network_that_is_found_can_be_opened(heard: list[NetworkPrinter]) -> None:
    registry = DeviceRegistry()
    for row in joined(heard):
        registry.kind(row.address)
    registry.close()


def test_all_ways_are_searched_at_once_and_told_apart() -> None:
    with DiscoveryResponder() as zebra, UsbZebraEmulator(serial_number="U7") as usb:
        where = Surroundings(
            usb.backend, Queues(PrintQueue("hall2")), zebra_targets=[zebra.target], interfaces=LOOPBACK
        )
        found = discover(tuple(Way), SECONDS, where)
    addresses = {row.way: row.address for row in found if row.way is not Way.SERIAL}
    assert addresses == {
        Way.USB: "usb://U7",
        Way.NETWORK: "tcp://127.0.0.1:9100",
        Way.QUEUE: "queue://hall2",
        Way.BUILT_IN: "demo://zebra",
    }


def test_only_the_ways_that_are_wanted_are_searched() -> None:
    assert [row.way for row in discover([Way.BUILT_IN], SECONDS, Surroundings())] == [Way.BUILT_IN]


def test_a_way_that_cannot_be_searched_is_one_row_beside_the_others() -> None:
    queue, demo = discover([Way.BUILT_IN, Way.QUEUE], SECONDS, Surroundings(spooler=NoQueues()))
    assert (queue.address, queue.model, str(queue.trouble)) == ("", "", "CUPS is silent.")
    assert demo.address == "demo://zebra"


def test_one_protocol_of_the_network_that_fails_does_not_hide_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(discovery, "browse", lambda *_: [NetworkPrinter("192.0.2.9", "ZT411", 9107)])
    where = Surroundings(zebra_targets=[("203.0.113.1", 0)])
    found = discover([Way.NETWORK], SECONDS, where)
    assert [row.address for row in found] == ["tcp://192.0.2.9:9107", ""]
    assert found[-1].trouble is not None


def test_a_way_that_hangs_is_told_and_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "_GRACE_S", 0.0)
    free = threading.Event()

    class Hanging(Queues):
        def queues(self) -> tuple[PrintQueue, ...]:
            free.wait(10.0)
            return ()

    queue, demo = discover([Way.QUEUE, Way.BUILT_IN], 0.05, Surroundings(spooler=Hanging()))
    free.set()
    assert "did not end within 0.05 s" in str(queue.trouble)
    assert demo.trouble is None


def test_a_fault_of_our_own_is_not_taken_for_a_silent_device() -> None:
    def broken() -> int:
        raise ZeroDivisionError

    def late() -> int:
        raise TimeoutError

    for fault in (broken, late):
        with pytest.raises((ZeroDivisionError, TimeoutError)):
            at_once({"a": fault}, 5.0)


def test_serial_ports_are_listed_by_addresses_that_can_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    class Port(tuple[str, str]):
        __slots__ = ()
        device = property(lambda self: self[0])
        description = property(lambda self: self[1])

    ports = [Port(("/dev/ttyUSB0", "FT232R USB UART")), Port(("/dev/ttyS0", "n/a"))]
    monkeypatch.setattr(list_ports, "comports", lambda: ports)
    found = discover([Way.SERIAL], SECONDS, Surroundings())
    assert [(row.address, row.model) for row in found] == [
        ("serial:///dev/ttyS0?baud=9600", ""),
        ("serial:///dev/ttyUSB0?baud=9600", "FT232R USB UART"),
    ]
    registry = DeviceRegistry()
    for row in found:
        registry.kind(row.address)
    registry.close()


def test_ports_that_cannot_be_listed_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[object]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(list_ports, "comports", fail)
    (row,) = discover([Way.SERIAL], SECONDS, Surroundings())
    assert "Permission denied" in str(row.trouble)


def test_the_question_is_what_a_zebra_printer_knows() -> None:
    assert zebra_discovery.QUESTION.hex() == "2e2c3a010000"
    assert zebra_discovery.DISCOVERY_PORT == 4201
