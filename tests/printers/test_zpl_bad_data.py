"""Data that could be commands to a printer are printed exactly, or refused before a byte is sent."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import SymbolElement, TextElement
from desktop.labels.layout import FilledLabel, LabelPlan, plan_labels
from desktop.labels.primitives import Bars, Matrix, Symbology
from desktop.units import Resolution
from printers.emulators.zebra import ZebraEmulator
from printers.tcp import TcpTransport
from printers.zebra.printer import ZebraPrinter
from printers.zebra.zpl import ZplLanguage
from tests.labels.symbol_samples import read, said_by, symbol
from tests.printers.plans import dots_by_zplkit, dots_of_label, dots_of_picture, slot_of
from tests.printers.plans import plan as made_by_hand

GTIN = "06932833600109"
NASTY = "^~>|{}\\\r\x1d\n\0_\"',;:%,!#&*/ 09Az药é€\u00a0\u200b"
nasty = st.text(st.sampled_from(NASTY), min_size=1, max_size=12)
CARRIERS = (
    (Symbology.CODE_128, "{product}", "product"),
    (Symbology.DATA_MATRIX, "{product}", "product"),
    (Symbology.QR, "{product}", "product"),
    (Symbology.GS1_128, "(01){gtin}(21){serial}", "serial"),
    (Symbology.GS1_DATA_MATRIX, "(01){gtin}(10){lot}(21){serial}", "lot"),
    (Symbology.GS1_QR, "(01){gtin}(21){serial}", "serial"),
)
COMMANDS = ("^XA^XZ", "~JA", "~DGR:A,1,1", ">;12", ">6", "_5E", "^FS^FDx", "A^FNB", ">", "\\&", "|1", "{}")


@pytest.fixture(scope="module")
def emulator() -> Iterator[ZebraEmulator]:
    with ZebraEmulator(width_mm=168, model="ZT421") as running:
        yield running
        assert not running.complaints


def design_of(symbology: Symbology, content: str, field: str) -> LabelDesign:
    return LabelDesign(
        "nasty",
        Title("Nasty", "刁难"),
        140.0,
        50.0,
        (
            SymbolElement("symbol", 8.0, 6.0, symbology, content, 0.34),
            TextElement("text", 8.0, 38.0, 120.0, 8.0, f"{{{field}}}", 3.0),
        ),
    )


def laid_out(
    symbology: Symbology, content: str, field: str, value: str, *, shared: bool
) -> tuple[LabelPlan, FilledLabel]:
    values = {"gtin": GTIN, "lot": "L1", "serial": "S1"} | {field: value}
    given_once = {name: one for name, one in values.items() if shared or name != field}
    plan = plan_labels(
        design_of(symbology, content, field), Resolution(12), given_once, worst={} if shared else values
    )
    return plan, plan.fill(values)


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "varying"])
@pytest.mark.parametrize(("symbology", "content", "field"), CARRIERS, ids=lambda one: str(one))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nasty)
@example("^XA~JA^XZ")
@example(">;>8\\")
@example("|{}~1_1")
@example("药品\x1d")
def test_it_prints_as_it_stands_or_is_refused_before_it_is_sent(
    emulator: ZebraEmulator, symbology: Symbology, content: str, field: str, shared: bool, value: str
) -> None:
    try:
        plan, label = laid_out(symbology, content, field, value, shared=shared)
        language = ZplLanguage()
        stream = language.stored_format(plan) + language.label(label)
    except InputError:
        return
    expected = dots_of_label(plan, label)
    (drawn,) = (one for one in plan.primitives(label) if isinstance(one, Bars | Matrix))
    assert value in drawn.data
    for profile in ("zd621", "specification"):
        (dots,) = dots_by_zplkit(stream, profile, plan)
        assert np.array_equal(dots, expected)
    assert said_by(drawn) in read(expected)
    assert_the_printer_prints(emulator, plan, label, named=not shared)


def assert_the_printer_prints(
    emulator: ZebraEmulator, plan: LabelPlan, label: FilledLabel, *, named: bool
) -> None:
    """Send it over a socket; where the symbol is the label's own, the printer must name it rightly."""
    before = emulator.odometer
    with ZebraPrinter(TcpTransport.connect(emulator.host, emulator.port), 5.0) as printer:
        printer.prepare(plan)
        if named:
            printer.send(label, "this one")
            assert list(printer.confirmed(10.0)) == ["this one"]
        else:
            language = ZplLanguage()
            language.stored_format(plan)
            printer._transport.write(language.label(label))
            assert emulator.wait_printed(before + 1)
    assert emulator.odometer == before + 1
    assert np.array_equal(dots_of_picture(emulator.physical[-1].picture), dots_of_label(plan, label))


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "varying"])
@pytest.mark.parametrize(
    "symbology", [Symbology.CODE_128, Symbology.DATA_MATRIX, Symbology.QR, Symbology.GS1_DATA_MATRIX]
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nasty)
@example("a\r\x1db")
@example("\0")
def test_the_driver_alone_prints_whatever_a_symbol_can_hold(
    emulator: ZebraEmulator, symbology: Symbology, shared: bool, value: str
) -> None:
    """No rule for fields stands in front of it here."""
    try:
        one = symbol(symbology, f"10{value}" if symbology.gs1 else value)
    except InputError:
        return
    own = made_by_hand(
        width=one.area.right + 40,
        height=one.area.bottom + 40,
        static=(one,) if shared else (),
        slots=() if shared else (slot_of(one),),
    )
    label = FilledLabel(() if shared else (one,))
    language = ZplLanguage()
    stream = language.stored_format(own) + language.label(label)
    for profile in ("zd621", "specification"):
        (dots,) = dots_by_zplkit(stream, profile, own)
        assert np.array_equal(dots, dots_of_label(own, label))
    assert_the_printer_prints(emulator, own, label, named=not shared)


@pytest.mark.parametrize("value", COMMANDS)
@pytest.mark.parametrize("shared", [True, False], ids=["shared", "varying"])
def test_what_looks_like_a_command_is_printed_as_text_and_read_as_data(
    emulator: ZebraEmulator, value: str, shared: bool
) -> None:
    for symbology in (Symbology.CODE_128, Symbology.DATA_MATRIX):
        plan, label = laid_out(symbology, "{product}", "product", value, shared=shared)
        assert_the_printer_prints(emulator, plan, label, named=not shared)
        assert any(said == value for _, said in read(dots_of_label(plan, label)))
