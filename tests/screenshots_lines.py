"""Pictures of the packing lines and their dialogs, for ``tests.screenshots``."""

from desktop.operations import labels, lines, printers
from desktop.operations.lines import StationDraft
from desktop.operations.plant import Plant
from desktop.packing.wedge import GS, SHEET
from desktop.products.job import CoderOrder
from printers.emulators.scanner import ScannerEmulator
from tests.screenshots_designer import Camera
from ui.dialogs.edit_printer import EditPrinter
from ui.dialogs.edit_station import EditStation
from ui.dialogs.find_printers import FindPrinters
from ui.dialogs.name_line import NameLine
from ui.dialogs.new_job import NewJob
from ui.dialogs.scanner_check import ScannerCheck
from ui.dialogs.wedge_check import WedgeCheck

_ORDER = CoderOrder("PACKMARK", (("CODE", "{code}"), ("EXP", "{expiry:%y%m%d}"), ("LOT", "{lot}")))


def set_up_lines(plant: Plant) -> None:
    """Set up a line with a label printer and a coder, and a second one that is not ready yet."""
    zebra, _ = printers.add_printer(plant, "Zebra ZT411", "demo://zebra")
    coder, _ = printers.add_printer(plant, "Videojet 1580", "demo://zipher")
    printers.add_printer(plant, "Office", "queue://office")
    label = labels.list_templates(plant)[0].name
    first, second = (lines.add_line(plant, name)[0].line.id for name in ("1 号线", "2 号线"))
    for draft in (
        StationDraft(None, first, "小盒赋码", printer_id=zebra.id, label=label, camera="demo://zebra"),
        StationDraft(None, first, "中包喷码", level=2, printer_id=coder.id, label=label, coder=_ORDER),
        StationDraft(None, second, "托盘标签", level=4),
    ):
        lines.save_station(plant, draft)


def photograph_lines(camera: Camera) -> None:
    """Take the pages and dialogs of lines and printers."""
    work, window = camera.work, camera.window
    first = lines.overview(work.plant)[0]
    camera.page("lines", first.line.id)
    camera.take("lines")
    camera.page("lines", "demo://zipher")
    camera.take("printers")
    rows = printers.list_printers(work.plant)
    unit, coded = (view.station for view in first.stations)
    camera.take_dialog(NameLine(work, first.line, window), "line-name")
    camera.take_dialog(EditStation(work, first.line, coded, window), "station")
    _photograph_scanners(camera)
    camera.take_dialog(EditPrinter(work, next(row for row in rows if row.stations), window), "printer")
    camera.take_dialog(FindPrinters(work, rows, window), "find-printers")
    camera.take_dialog(NewJob(work, window, station_id=unit.id), "new-job-at-station")
    more = NewJob(work, window, station_id=coded.id)
    more.show()
    camera.settle()
    more.more.click()
    camera.take_dialog(more, "new-job-coder")


def _photograph_scanners(camera: Camera) -> None:
    work, window = camera.work, camera.window
    wedge = WedgeCheck(work, window)
    wedge.show()
    camera.settle()
    wedge.take(f"{SHEET[0].data}\r")
    wedge.take(SHEET[1].data.replace(GS, ""))
    camera.take_dialog(wedge, "scanner-keyboard")
    with ScannerEmulator(identifier="]C1") as scanner:
        check = ScannerCheck(work, scanner.address, window)
        check.show()
        scanner.wait_connected()
        camera.settle()
        scanner.scan("81250531278265838370")
        camera.settle()
        camera.take_dialog(check, "scanner-network")
