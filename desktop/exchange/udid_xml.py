"""Devices as the XML of the national UDI database (codes.md B9): ``udid/devices/device`` with packingList."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from desktop.exchange.udid_table import FIELDS, PACKING_FIELDS, Device, UdidField

VERSION = "1.0"


def udid_xml(devices: Sequence[Device]) -> bytes:
    """Write a file in UTF-8; a field without a value is an empty element."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<udid version="{VERSION}">', "  <devices>"]
    for device in devices:
        lines.append("    <device>")
        lines += _elements(FIELDS, device.values, 6)
        lines.append("      <packingList>")
        for row in device.packing:
            lines += ["        <packing>", *_elements(PACKING_FIELDS, row, 10), "        </packing>"]
        lines += ["      </packingList>", "    </device>"]
    lines += ["  </devices>", "</udid>", ""]
    return "\n".join(lines).encode()


def _elements(fields: Sequence[UdidField], values: Sequence[str], indent: int) -> list[str]:
    return [
        f"{' ' * indent}<{field.name}>{escape(value)}</{field.name}>"
        for field, value in zip(fields, values, strict=True)
    ]
