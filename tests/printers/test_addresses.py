"""An address has one spelling, which names the same device."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from printers.addresses import DeviceAddress


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("tcp://Printer-1.Plant:9100/", "tcp://printer-1.plant:9100"),
        ("tcp://printer-1", "tcp://printer-1"),
        ("tcp://[FE80::1]:9100", "tcp://[fe80::1]:9100"),
        ("ngpcl://Laser", "ngpcl://laser:21000"),
        ("leibinger://192.0.2.7:3000", "leibinger://192.0.2.7:3000"),
        ("usb://99J%2001", "usb://99J%2001"),
        ("serial://COM3", "serial://COM3?baud=9600"),
        ("serial:///dev/ttyUSB0?flow=rtscts&baud=19200", "serial:///dev/ttyUSB0?baud=19200&flow=rtscts"),
        ("zipher+serial://COM3", "zipher+serial://COM3?baud=9600"),
        ("queue://ZDesigner ZT411", "queue://ZDesigner%20ZT411"),
        ("queue://Etiketten", "queue://Etiketten"),
        ("demo://zipher", "demo://zipher"),
    ],
)
def test_an_address_has_one_spelling(typed: str, spelled: str) -> None:
    assert str(DeviceAddress.parse(typed)) == spelled


@given(
    st.sampled_from(
        ["tcp", "zipher", "leibinger", "ngpcl", "wsi", "usb", "serial", "zipher+serial", "queue"]
    ),
    st.text(min_size=1, max_size=20),
    st.sampled_from(["", ":9100", "/", "?baud=19200", ":0", ":99999"]),
)
def test_the_one_spelling_names_the_same_device(scheme: str, place: str, end: str) -> None:
    try:
        found = DeviceAddress.parse(f"{scheme}://{place}{end}")
    except InputError:
        return
    assert DeviceAddress.parse(str(found)) == found
    assert str(DeviceAddress.parse(str(found))) == str(found)


@pytest.mark.parametrize(
    "typed", ["tcp://host:0", "tcp://a b:9100", "tcp://ho\nst:1", "wsi://ho\tst", "tcp://h\0"]
)
def test_what_cannot_stand_in_an_address_is_none(typed: str) -> None:
    with pytest.raises(InputError, match="no address of a device"):
        DeviceAddress.parse(typed)
