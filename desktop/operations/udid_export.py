"""Devices for the national UDI database, from the newest version of each product's master data."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.changes import Changes, Kind
from desktop.exchange.udid_table import Device, device_of, udid_xlsx
from desktop.exchange.udid_xml import udid_xml
from desktop.operations.plant import Plant
from desktop.storage import kept_files, product_versions
from desktop.storage.kept_files import FileKind, FileOwner, KeptFile, NewKeptFile


class UdidFormat(StrEnum):
    """What devices are written as; the value is the ending of the name."""

    XLSX = "xlsx"
    XML = "xml"


@dataclass(frozen=True, slots=True)
class UdidFile:
    """A file of devices; each device tells by its ``gaps`` what is missing yet.

    Attributes:
        kept: it among the files that are kept for ever, with the products it tells of.
    """

    name: str
    content: bytes
    devices: tuple[Device, ...]
    kept: KeptFile


def export_udid(plant: Plant, product_ids: Sequence[int], how: UdidFormat) -> tuple[UdidFile, Changes]:
    """Write devices with their packing lists, and keep the file.

    Where nothing changed since these products were written last, the same file is given again.

    Raises:
        InputError: there is no such product.
        Refused: one carries no UDI, or has no GTIN on its smallest pack.
    """
    with plant.store.change(plant.actor, "udid.export", "products") as change:
        versions = [product_versions.newest(change.connection, one) for one in product_ids]
        devices = tuple(device_of(version.master) for version in versions)
        content = udid_xlsx(devices) if how is UdidFormat.XLSX else udid_xml(devices)
        name = f"UDID_{change.at.astimezone():%Y%m%d%H%M%S}.{how}"
        new = NewKeptFile.of(FileKind.UDID, name, content, profile=how.value)
        change.subject = "products " + ", ".join(map(str, product_ids))
        kept = kept_files.newest_same(change.connection, new, product_ids)
        if kept is None:
            (kept,) = kept_files.insert(change, FileOwner(product_ids=tuple(product_ids)), (new,))
        change.new = {"file": kept.name, "sha256": kept.sha256}
    return UdidFile(kept.name, content, devices, kept), Changes.of(Kind.PRODUCTS)
