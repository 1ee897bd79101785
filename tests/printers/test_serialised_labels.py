"""Labels whose serial number stands in a DataMatrix: named one by one by the printer, as drug codes are."""

from collections.abc import Iterator

import numpy as np
import pytest

from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import SymbolElement, TextElement
from desktop.labels.layout import FilledLabel, LabelPlan, plan_labels
from desktop.labels.primitives import Symbology
from desktop.units import Resolution
from printers.emulators.zebra import ZebraEmulator
from printers.tcp import TcpTransport
from printers.zebra.printer import ZebraPrinter
from tests.labels.symbol_samples import read
from tests.printers.plans import dots_of_label, dots_of_picture
from tests.printers.test_zebra_emulator import collect

GTIN = "06932833600109"
DESIGN = LabelDesign(
    "carton",
    Title("Carton", "纸盒"),
    40.0,
    20.0,
    (
        SymbolElement(
            "matrix",
            3.0,
            3.0,
            Symbology.GS1_DATA_MATRIX,
            "(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}",
            0.4,
        ),
        TextElement("serial", 20.0, 5.0, 18.0, 3.0, "SN {serial}", 2.0),
    ),
)


@pytest.fixture
def emulator() -> Iterator[ZebraEmulator]:
    with ZebraEmulator() as running:
        yield running
        assert not running.complaints


def carton() -> LabelPlan:
    return plan_labels(DESIGN, Resolution(12), {"gtin": GTIN, "expiry": "2030-01-31", "lot": "L/07"})


def element_string(serial: str) -> str:
    return f"01{GTIN}1730013110L/07\x1d21{serial}"


def label_of(plan: LabelPlan, serial: str) -> FilledLabel:
    return plan.fill({"serial": serial})


def test_each_serialised_label_is_confirmed_and_its_symbol_reads_as_sent(emulator: ZebraEmulator) -> None:
    serials = [f"A{number:07}" for number in range(12)]
    plan = carton()
    with ZebraPrinter(TcpTransport.connect(emulator.host, emulator.port), 5.0) as printer:
        printer.prepare(plan)
        for serial in serials:
            printer.send(label_of(plan, serial), serial)
        assert collect(printer, len(serials)) == serials
    for serial, paper in zip(serials, emulator.physical, strict=True):
        assert read(dots_of_picture(paper.picture)) == {("]d2", element_string(serial))}


def test_a_label_of_an_earlier_connection_is_named_by_its_element_string(emulator: ZebraEmulator) -> None:
    plan = carton()
    emulator.faults.pause = True
    connection = TcpTransport.connect(emulator.host, emulator.port)
    with ZebraPrinter(connection, 5.0) as printer:
        printer.prepare(plan)
        printer.send(label_of(plan, "A1"), "A1")
        printer._in_flight.clear()  # as if another program had sent it
        emulator.faults.pause = False
        assert collect(printer, 1) == [element_string("A1")]


def test_nothing_but_the_label_is_printed(emulator: ZebraEmulator) -> None:
    plan = carton()
    with ZebraPrinter(TcpTransport.connect(emulator.host, emulator.port), 5.0) as printer:
        printer.prepare(plan)
        printer.send(label_of(plan, "A1"), "A1")
        collect(printer, 1)
    paper = dots_of_picture(emulator.physical[0].picture)
    assert np.array_equal(paper, dots_of_label(plan, label_of(plan, "A1")))
