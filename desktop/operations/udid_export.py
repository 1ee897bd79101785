"""Devices for the national UDI database, from the newest version of each product's master data."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from desktop.changes import Changes, Kind
from desktop.exchange.udid_table import Device, device_of, udid_xlsx
from desktop.exchange.udid_xml import udid_xml
from desktop.operations.plant import Plant
from desktop.storage import product_versions


class UdidFormat(StrEnum):
    """What devices are written as; the value is the ending of the name."""

    XLSX = "xlsx"
    XML = "xml"


@dataclass(frozen=True, slots=True)
class UdidFile:
    """A file of devices; each device tells by its ``gaps`` what is missing yet."""

    name: str
    content: bytes
    devices: tuple[Device, ...]


def export_udid(plant: Plant, product_ids: Sequence[int], how: UdidFormat) -> tuple[UdidFile, Changes]:
    """Write devices with their packing lists; the audit trail keeps the digest of the file.

    Raises:
        InputError: there is no such product.
        Refused: one carries no UDI, or has no GTIN on its smallest pack.
    """
    with plant.store.change(plant.actor, "udid.export", "products") as change:
        versions = [product_versions.newest(change.connection, one) for one in product_ids]
        devices = tuple(device_of(version.master) for version in versions)
        content = udid_xlsx(devices) if how is UdidFormat.XLSX else udid_xml(devices)
        name = f"UDID_{change.at.astimezone():%Y%m%d%H%M%S}.{how}"
        change.subject = "products " + ", ".join(map(str, product_ids))
        change.new = {"file": name, "sha256": sha256(content).hexdigest()}
    return UdidFile(name, content, devices), Changes.of(Kind.PRODUCTS)
