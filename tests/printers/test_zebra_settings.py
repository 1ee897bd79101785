"""What one printer is told beside its labels: offset, darkness, speed; and what is known of its model."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.devices import AS_SET, PrinterSettings
from desktop.errors import InputError
from desktop.labels.layout import FilledLabel, LabelPlan, TextSlot
from desktop.labels.primitives import Area, Box, Symbology, TextRun
from printers.emulators.zebra import ZebraEmulator
from printers.registry import DeviceRegistry
from printers.zebra.profiles import PROFILES, REMEMBERED, print_width_mm, profile_of
from printers.zebra.zpl import ZplLanguage
from tests.labels.symbol_samples import symbol
from tests.printers.plans import (
    Dots,
    dots_by_zplkit,
    dots_of_label,
    dots_of_picture,
    filled,
    plan,
    slot_of,
    text_run,
)
from tests.printers.scripted import scripted
from tests.printers.test_agreement import laid_out
from tests.printers.test_zebra_printer import PREPARED, printer_of

WIDTH, HEIGHT = 700, 320


def roomy(*extra: Box) -> LabelPlan:
    """A label with 2 mm of room around everything."""
    return plan(
        width=WIDTH,
        height=HEIGHT,
        static=(Box("frame", Area(24, 30, 500, 3)), text_run("heading", "药品 追溯码", 60, 40), *extra),
    )


def stream_of(own: LabelPlan, told: PrinterSettings, *labels: FilledLabel) -> bytes:
    language = ZplLanguage(told)
    return language.stored_format(own) + b"".join(language.label(label) for label in labels)


def shifted(dots: Dots, right: int, down: int) -> Dots:
    return np.roll(dots, (down, right), axis=(0, 1))


def test_what_is_left_as_set_changes_no_byte() -> None:
    own = plan()
    assert stream_of(own, AS_SET, filled()) == stream_of(own, PrinterSettings(scale_x=1.01), filled())
    assert stream_of(own, AS_SET).startswith(b"^XA^JZN^XZ\n^XA^DFR:")


def test_darkness_and_speed_are_said_in_these_very_bytes_before_the_format() -> None:
    own = plan()
    plain = stream_of(own, AS_SET)
    head = b"^XA^JZN^XZ\n"
    assert plain.startswith(head)
    rest = plain.removeprefix(head)
    both = stream_of(own, PrinterSettings(darkness=5, speed_ips=12))
    assert both == head + b"~SD05\n^XA^PR12^XZ\n" + rest
    assert stream_of(own, PrinterSettings(darkness=30)) == head + b"~SD30\n" + rest
    assert stream_of(own, PrinterSettings(darkness=0)) == head + b"~SD00\n" + rest
    assert stream_of(own, PrinterSettings(speed_ips=1)) == head + b"^XA^PR1^XZ\n" + rest


@pytest.mark.parametrize(
    ("dots_per_mm", "x_mm", "y_mm", "right", "down"),
    [(12, 0.5, -0.25, 6, -3), (8, 0.5, -0.25, 4, -2), (12, 0.04, 0.05, 0, 1), (24, -0.5, 0.02, -12, 0)],
)
def test_an_offset_moves_every_field_by_whole_dots(
    dots_per_mm: int, x_mm: float, y_mm: float, right: int, down: int
) -> None:
    own = plan(dots_per_mm=dots_per_mm, width=WIDTH, height=HEIGHT, static=roomy().static)
    plain = stream_of(own, AS_SET, filled()).decode()
    moved = stream_of(own, PrinterSettings(offset_x_mm=x_mm, offset_y_mm=y_mm), filled()).decode()
    places = re.compile(r"\^FO(\d+),(\d+)")
    before = [(int(x) + right, int(y) + down) for x, y in places.findall(plain)]
    assert [(int(x), int(y)) for x, y in places.findall(moved)] == before
    names = re.compile(r"R:[A-Z2-7]{8}")
    assert places.sub("", names.sub("", plain)) == places.sub("", names.sub("", moved))


@settings(max_examples=25)
@given(st.floats(-2, 2), st.floats(-2, 2))
def test_renderers_and_the_printer_see_the_label_moved(x_mm: float, y_mm: float) -> None:
    own, told = roomy(), PrinterSettings(offset_x_mm=x_mm, offset_y_mm=y_mm)
    expected = shifted(dots_of_label(own, filled()), round(x_mm * 12), round(y_mm * 12))
    for profile in ("zd621", "specification"):
        (dots,) = dots_by_zplkit(stream_of(own, told, filled()), profile, own)
        assert np.array_equal(dots, expected)


@pytest.mark.parametrize("symbology", [Symbology.GS1_DATA_MATRIX, Symbology.GS1_128, Symbology.QR])
def test_a_symbol_that_is_sent_as_dots_is_moved_too(symbology: Symbology) -> None:
    one = symbol(symbology, "010693283360010917270131")
    own = plan(width=one.area.right + 40, height=one.area.bottom + 40, static=(), slots=(slot_of(one),))
    label = FilledLabel((one,))
    told = PrinterSettings(offset_x_mm=1.0, offset_y_mm=-2.0)
    (dots,) = dots_by_zplkit(stream_of(own, told, label), "zd621", own)
    assert np.array_equal(dots, shifted(dots_of_label(own, label), 12, -24))
    with pytest.raises(InputError, match=rf"^{one.element} would stand 0\.67 mm over the right edge"):
        stream_of(own, PrinterSettings(offset_x_mm=4.0), label)


@pytest.mark.parametrize(
    ("told", "side", "mm"),
    [
        (PrinterSettings(offset_x_mm=-2.5), "left", "0.50"),
        (PrinterSettings(offset_y_mm=-3.0), "upper", "0.50"),
        (PrinterSettings(offset_x_mm=10.0), "right", "0.33"),
        (PrinterSettings(offset_y_mm=5.0), "lower", "0.33"),
    ],
)
def test_an_element_that_the_offset_would_push_off_the_label_is_named_before_anything_is_sent(
    told: PrinterSettings, side: str, mm: str
) -> None:
    box = {
        "left": Area(24, 100, 9, 9),
        "upper": Area(100, 30, 9, 9),
        "right": Area(WIDTH - 125, 100, 9, 9),
        "lower": Area(100, HEIGHT - 64, 9, 8),
    }[side]
    own = plan(width=WIDTH, height=HEIGHT, static=(Box("stamp", box),))
    sentence = rf"^stamp would stand {mm} mm over the {side} edge of the label.*{told.offset_x_mm:.2f} mm"
    with scripted(*PREPARED) as script, pytest.raises(InputError, match=sentence):
        printer_of(script, told).prepare(own)


def test_what_stood_over_the_edge_all_the_time_is_no_fault_of_the_offset() -> None:
    own = plan(width=WIDTH, height=HEIGHT, static=(Box("bleed", Area(690, 0, 30, HEIGHT)),))
    assert stream_of(own, PrinterSettings(offset_x_mm=-1.0))
    with pytest.raises(InputError, match="bleed"):
        stream_of(own, PrinterSettings(offset_x_mm=1.0))


def test_a_drug_code_or_a_text_that_would_leave_the_label_is_refused_with_its_first_label() -> None:
    own = plan(width=500, height=HEIGHT, static=())
    language = ZplLanguage(PrinterSettings(offset_x_mm=3.0))
    language.stored_format(own)
    with pytest.raises(InputError, match=r"^code would stand .* right edge"):
        language.label(filled())
    texts = plan(width=300, height=HEIGHT, static=(), slots=(TextSlot("hri", Area(0, 0, 300, 17)),))
    told = PrinterSettings(offset_x_mm=1.0)
    assert stream_of(texts, told, FilledLabel((text_run("hri", "0123", 4, 4),)))
    with pytest.raises(InputError, match=r"^hri would stand .* right edge"):
        stream_of(texts, told, FilledLabel((text_run("hri", "0123", 240, 4),)))


@pytest.mark.parametrize(
    ("told", "side"),
    [(PrinterSettings(offset_x_mm=-8.0), "left"), (PrinterSettings(offset_x_mm=8.0), "right")],
)
def test_a_drug_code_that_would_leave_the_label_is_refused_before_there_is_a_code(
    told: PrinterSettings, side: str
) -> None:
    own, _ = laid_out("drug_code_b", 12)
    with scripted(*PREPARED) as script, pytest.raises(InputError, match=rf"over the {side} edge"):
        printer_of(script, told).prepare(own)


def test_blanks_at_the_end_of_a_text_may_leave_the_label() -> None:
    own = plan(width=WIDTH, height=HEIGHT, static=(text_run("heading", "8   ", WIDTH - 60, 40),))
    assert stream_of(own, PrinterSettings(offset_x_mm=2.0))
    assert isinstance(own.static[0], TextRun)


def test_a_printer_that_is_opened_with_settings_prints_by_them() -> None:
    told = PrinterSettings(offset_x_mm=0.5, offset_y_mm=1.0, darkness=17, speed_ips=3)
    with ZebraEmulator() as emulator:
        printer = DeviceRegistry(2.0).printer(emulator.address, told)
        own = roomy()
        printer.prepare(own)
        printer.send(filled(), "one")
        assert list(printer.confirmed(10.0)) == ["one"]
        printer.close()
        assert (emulator.machine.darkness, emulator.machine.speed_ips) == (17, 3)
        dots = dots_of_picture(emulator.physical[0].picture)
        assert np.array_equal(dots, shifted(dots_of_label(own, filled()), 6, 12))
        assert not emulator.complaints


def test_a_model_is_known_by_the_beginning_of_its_name() -> None:
    for name, model in (
        ("ZT411-300dpi", "ZT411"),
        ("GK420t-200dpi", "GK420"),
        ("105SLPlus-300dpi", "105SLPlus"),
    ):
        profile = profile_of(name)
        assert profile is not None
        assert profile.model == model
    assert profile_of("ACME 3000") is None


def test_a_width_that_is_only_remembered_refuses_nothing() -> None:
    assert print_width_mm("ZT411-300dpi") == 104
    assert print_width_mm("ZT421-300dpi") is None
    for row in PROFILES:
        assert not (row.width_is_read and row.source == REMEMBERED)
        assert set(row.dots_per_mm) <= {6, 8, 12, 24}


def test_every_models_row_can_be_reached() -> None:
    for row in PROFILES:
        assert profile_of(row.model) is row
