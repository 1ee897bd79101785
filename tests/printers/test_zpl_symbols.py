"""Every symbology and turn in ZPL, drawn by others: an independent renderer, and the emulated printer."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.labels.layout import FilledLabel, LabelPlan
from desktop.labels.primitives import Area, Bars, Matrix, Picture, Symbol, Symbology, Turn
from desktop.symbols.code128 import decode
from desktop.symbols.encoder import encode
from desktop.symbols.matrix_size import MatrixSize, sizes
from printers.emulators.zpl_graphics import code_128_modules
from printers.emulators.zpl_interpreter import FormatReader, Memory
from printers.emulators.zpl_stream import ItemKind, ZplStream
from printers.zebra.proof import proof_data, read_proof
from printers.zebra.symbols import characters
from printers.zebra.zpl import ZplLanguage
from tests.labels.symbol_samples import DATA, ELEMENTS, moved, read, said_by, symbol
from tests.printers.plans import (
    Dots,
    Profile,
    dots_by_zplkit,
    dots_of_label,
    dots_of_rows,
    filled,
    plan,
    slot_of,
    text_run,
)

PROFILES = ("zd621", "specification")
KINDS = pytest.mark.parametrize(("symbology", "data"), DATA)
TURNS = pytest.mark.parametrize("turn", Turn)


def plan_with(*symbols: Symbol, fixed: tuple[Symbol, ...] = ()) -> LabelPlan:
    """A label that these symbols just fit on."""
    areas = [one.area for one in (*symbols, *fixed)]
    return plan(
        width=max(area.right for area in areas) + 40,
        height=max(area.bottom for area in areas) + 40,
        static=fixed,
        slots=tuple(map(slot_of, symbols)),
    )


def stream_of(own: LabelPlan, *labels: FilledLabel) -> bytes:
    language = ZplLanguage()
    return language.stored_format(own) + b"".join(map(language.label, labels))


def by_emulator(stream: bytes, own: LabelPlan) -> list[Dots]:
    memory, complaints = Memory(own.width_dots, own.height_dots), list[str]()
    read_items = [item.text for item in ZplStream().feed(stream) if item.kind is ItemKind.FORMAT]
    recipes = [FormatReader(memory, complaints.append).read(text) for text in read_items]
    assert complaints == []
    return [
        dots_of_rows(recipe.draw().to_bytes(), own.width_dots, own.height_dots)
        for recipe in recipes
        if recipe is not None
    ]


@KINDS
@TURNS
def test_a_symbol_that_differs_is_drawn_dot_for_dot(symbology: Symbology, data: str, turn: Turn) -> None:
    drawn = symbol(symbology, data, turn=turn)
    own, label = plan_with(drawn), FilledLabel((drawn,))
    stream = stream_of(own, label)
    expected = dots_of_label(own, label)
    for profile in PROFILES:
        (dots,) = dots_by_zplkit(stream, profile, own)  # type: ignore[arg-type]
        assert np.array_equal(dots, expected)
    (dots,) = by_emulator(stream, own)
    assert np.array_equal(dots, expected)


@KINDS
@TURNS
def test_a_symbol_that_all_labels_share_is_drawn_dot_for_dot(
    symbology: Symbology, data: str, turn: Turn
) -> None:
    drawn = symbol(symbology, data, turn=turn)
    own, label = plan_with(fixed=(drawn,)), FilledLabel(())
    stream = stream_of(own, label)
    expected = dots_of_label(own, label)
    (dots,) = dots_by_zplkit(stream, "zd621", own)
    assert np.array_equal(dots, expected)
    (dots,) = by_emulator(stream, own)
    assert np.array_equal(dots, expected)


@KINDS
def test_what_comes_out_of_the_emulated_printer_reads_as_planned(symbology: Symbology, data: str) -> None:
    drawn = symbol(symbology, data)
    own = plan_with(drawn)
    (dots,) = by_emulator(stream_of(own, FilledLabel((drawn,))), own)
    assert read(dots) == {said_by(drawn)}


@pytest.mark.parametrize("size", sizes(Symbology.GS1_DATA_MATRIX), ids=str)
def test_every_size_of_data_matrix_is_drawn_dot_for_dot(size: MatrixSize) -> None:
    drawn = symbol(Symbology.DATA_MATRIX, "8", size=size, module_dots=2)
    own, label = plan_with(drawn), FilledLabel((drawn,))
    (dots,) = dots_by_zplkit(stream_of(own, label), "zd621", own)
    assert np.array_equal(dots, dots_of_label(own, label))


def test_a_symbol_of_more_dots_than_one_graphic_field_holds_is_split() -> None:
    drawn = symbol(Symbology.DATA_MATRIX, "8", size=MatrixSize.parse("144x144"), module_dots=8, x=3, y=5)
    own, label = plan_with(drawn), FilledLabel((drawn,))
    stream = stream_of(own, label)
    counts = [int(count) for count in re.findall(rb"\^GFA,(\d+),", stream)]
    assert len(counts) == 2
    assert max(counts) <= 99_999
    (dots,) = dots_by_zplkit(stream, "zd621", own)
    assert np.array_equal(dots, dots_of_label(own, label))


def test_a_picture_is_drawn_dot_for_dot() -> None:
    dots = np.random.default_rng(5).random((90, 121)) < 0.4
    picture = Picture("logo", Area(7, 9, 121, 90), np.packbits(dots, axis=1).tobytes())
    own = plan(static=(picture,))
    stream = stream_of(own, filled())
    for profile in PROFILES:
        (drawn,) = dots_by_zplkit(stream, profile, own)  # type: ignore[arg-type]
        assert np.array_equal(drawn, dots_of_label(own, filled()))


@st.composite
def patterns(draw: st.DrawFn) -> Bars:
    """Bars that are no symbology's, the first and the last of them longer."""
    modules = "1" + draw(st.text("01", max_size=60)) + "1"
    longer = draw(st.integers(0, 9))
    first, last = (modules + "0").index("0"), ("0" + modules).rindex("0")
    long = ((0, first), (last, len(modules))) if longer else ()
    return Bars(
        "any",
        Symbology.EAN_13,
        draw(st.integers(0, 50)),
        draw(st.integers(0, 50)),
        draw(st.integers(1, 12)),
        draw(st.integers(1, 90)),
        modules,
        "",
        draw(st.sampled_from(Turn)),
        long,
        longer,
    )


@settings(max_examples=60)
@given(patterns(), st.sampled_from(PROFILES))
def test_any_pattern_of_bars_is_drawn_dot_for_dot(bars: Bars, profile: Profile) -> None:
    own, label = plan_with(fixed=(bars,)), FilledLabel(())
    (dots,) = dots_by_zplkit(stream_of(own, label), profile, own)
    assert np.array_equal(dots, dots_of_label(own, label))


@settings(max_examples=60)
@given(st.integers(1, 9), st.integers(1, 40), st.integers(1, 40), st.integers(0), st.sampled_from(PROFILES))
def test_any_pattern_of_modules_is_drawn_dot_for_dot(
    module_dots: int, columns: int, rows: int, seed: int, profile: Profile
) -> None:
    cells = np.random.default_rng(seed).random((rows, columns)) < 0.5
    matrix = Matrix(
        "any",
        Symbology.QR,
        5,
        5,
        module_dots,
        tuple("".join("01"[cell] for cell in row) for row in cells * 1),
        "",
    )
    own, label = plan_with(fixed=(matrix,)), FilledLabel(())
    (dots,) = dots_by_zplkit(stream_of(own, label), profile, own)
    assert np.array_equal(dots, dots_of_label(own, label))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_field_data_name_the_very_characters_of_the_modules(text: str) -> None:
    modules = encode(Symbology.CODE_128, text).modules  # type: ignore[union-attr]
    data = characters(decode(modules)[0])
    if data is not None:
        assert code_128_modules(data) == modules


def test_a_symbol_that_renderers_are_known_to_draw_otherwise_is_sent_as_dots() -> None:
    for data, by_printer in (
        ("Lot", True),
        ("o", False),
        ("1234567", False),
        ("Lot123456", False),
        ("a\tb", False),
    ):
        drawn = symbol(Symbology.CODE_128, data)
        stream = stream_of(plan_with(drawn), FilledLabel((drawn,)))
        assert (b"^BC" in stream) is by_printer
        assert (b"^GF" in stream) is not by_printer


def test_two_symbols_that_differ_are_both_drawn() -> None:
    first = symbol(Symbology.GS1_DATA_MATRIX, ELEMENTS)
    second = symbol(Symbology.EAN_13, "6901234567892", x=300, turn=Turn.LEFT)
    own, label = plan_with(first, second), FilledLabel((first, second))
    (dots,) = dots_by_zplkit(stream_of(own, label), "zd621", own)
    assert np.array_equal(dots, dots_of_label(own, label))


def test_a_label_without_a_drug_code_is_named_by_the_data_of_its_first_symbol() -> None:
    drawn = symbol(Symbology.GS1_DATA_MATRIX, ELEMENTS)
    own, label = plan_with(drawn), FilledLabel((drawn,))
    language = ZplLanguage()
    language.stored_format(own)
    sent = language.label(label)
    assert language.proof(label) == ELEMENTS
    assert b"^FN2^FD010693283360010917270131" in sent
    assert b"^FH_^HV2," in sent
    assert b"\x1d" not in sent


def test_a_label_with_a_drug_code_and_another_symbol_is_named_by_the_code() -> None:
    code, other = filled().slots[0], symbol(Symbology.DATA_MATRIX, "7", x=400)
    assert isinstance(code, Bars)
    language = ZplLanguage()
    language.stored_format(plan(slots=(slot_of(other), slot_of(code))))
    label = FilledLabel((other, code))
    assert language.proof(label) == code.data
    assert b"^HV2,22," in language.label(label)


def test_a_label_whose_symbols_are_the_same_on_all_labels_has_no_name() -> None:
    language = ZplLanguage()
    run = text_run("serial", "12", 9, 9)
    own = plan(static=(symbol(Symbology.DATA_MATRIX, "7"),), slots=plan().slots[1:])
    stored = language.stored_format(own)
    assert language.proof(FilledLabel((run,))) is None
    assert b"^HV" not in stored + language.label(FilledLabel((run,)))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_whatever_the_data_are_the_printer_can_name_them(data: str) -> None:
    drawn = Matrix("m", Symbology.QR, 0, 0, 1, ("1",), data)
    language = ZplLanguage()
    language.stored_format(plan(slots=(slot_of(drawn),)))
    label = FilledLabel((drawn,))
    carried = re.search(rb"\^FN2\^FD([^^~]*)\^FS\^FH_\^HV2,(\d+),", language.label(label))
    assert carried is not None
    assert len(carried[1]) == int(carried[2]) <= 256
    assert read_proof(carried[1].decode() + " ") == language.proof(label)


def test_data_too_long_to_be_repeated_are_named_by_a_digest_that_tells_them_apart() -> None:
    one, other = (Matrix("m", Symbology.QR, 0, 0, 1, ("1",), "药" * 100 + last) for last in "ab")
    assert len(proof_data(one)) < 60
    assert proof_data(one) != proof_data(other)


@pytest.mark.parametrize("place", [(-1, 5), (5, -1)])
def test_a_symbol_that_begins_outside_the_label_is_refused(place: tuple[int, int]) -> None:
    for symbology, data in DATA:
        drawn = moved(symbol(symbology, data), *place)
        own = plan(slots=(slot_of(drawn),))
        with pytest.raises(InputError, match="begins outside"):
            stream_of(own, FilledLabel((drawn,)))


def test_a_symbol_at_another_place_than_its_slot_is_refused() -> None:
    drawn = symbol(Symbology.GS1_DATA_MATRIX, ELEMENTS)
    with pytest.raises(InputError, match="not where the stored format has it"):
        stream_of(plan_with(drawn), FilledLabel((moved(drawn, 41, 40),)))
