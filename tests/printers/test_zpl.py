import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import label_templates
from desktop.errors import InputError
from desktop.labels import codec
from desktop.labels.layout import FilledLabel, LabelPlan, plan_labels
from desktop.labels.primitives import Area, Bars, Box, Glyph, PlacedGlyph, Symbology, TextRun
from desktop.symbols.code128 import encode_digits
from desktop.units import PRINTER_RESOLUTIONS, Resolution
from printers.zebra.zpl import ZplLanguage
from tests.printers.plans import CODE, Profile, bars, dots_by_zplkit, dots_of_label, filled, plan, text_run

PROFILES = ("zd621", "specification")
OTHER = "81234567890123456701"

codes = st.from_regex(r"8[0-9]{19}", fullmatch=True)


def template_plan(name: str, dots_per_mm: int) -> tuple[LabelPlan, dict[str, str]]:
    design = codec.load(label_templates.read_text(name))
    values = dict(design.sample)
    shared = {key: value for key, value in values.items() if key != "code"}
    return plan_labels(design, Resolution(dots_per_mm), shared), values


def test_a_stored_format_has_these_very_bytes() -> None:
    simple = plan(static=(Box("rule", Area(4, 6, 500, 2)), bars("0693", x=9, y=30, module_dots=1, height=20)))
    stored = ZplLanguage().stored_format(simple)
    assert re.sub(rb"R:[A-Z2-7]{8}", b"R:NAME", stored) == (
        b"^XA^JZN^XZ\n"
        b"^XA^DFR:NAME.ZPL^FS^CI28^LH0,0^PW603^LL240"
        b"^FO4,6^GB500,2,2^FS"
        b"^FO9,30^BY1^BCN,20,N,N,N,N^FD>;0693^FS"
        b"^FO40,60^BY3^BCN,90,N,N,N,N^FN1^FS^XZ\n"
    )


def test_a_label_is_its_code_its_digits_and_the_order_to_say_when_it_is_printed() -> None:
    language = ZplLanguage()
    name = re.search(rb"R:(\w+)", language.stored_format(plan()))
    assert name is not None
    one = FilledLabel((bars(), text_run("hri", "8", 41, 161)))
    first, second = language.label(one), language.label(one)
    glyph_name = re.match(rb"~DGR:(\w{8})\.GRF,34,2,[0-9A-F]{68}\n", first)
    assert glyph_name is not None
    assert second == (
        b"^XA^XFR:" + name[1] + b".ZPL^FS"
        b"^FN1^FD>;81234567890123456789^FS"
        b"^FO41,161^XGR:" + glyph_name[1] + b".GRF,1,1^FS"
        b"^FH_^HV1,22,PRT[,]_0D_0A,L^FS^PQ1^XZ\n"
    )
    assert first == glyph_name[0] + second


@pytest.mark.parametrize("profile", PROFILES)
def test_an_independent_renderer_draws_every_dot_as_planned(profile: Profile) -> None:
    own, language = plan(), ZplLanguage()
    labels = [filled(), filled(OTHER), filled()]
    stream = language.stored_format(own) + b"".join(language.label(label) for label in labels)
    drawn = dots_by_zplkit(stream, profile, own)
    assert len(drawn) == 3
    for dots, label in zip(drawn, labels, strict=True):
        assert np.array_equal(dots, dots_of_label(own, label))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("dots_per_mm", PRINTER_RESOLUTIONS[1:])
@pytest.mark.parametrize("name", label_templates.names())
def test_an_independent_renderer_draws_the_templates_as_planned(
    name: str, dots_per_mm: int, profile: Profile
) -> None:
    own, values = template_plan(name, dots_per_mm)
    language = ZplLanguage()
    label = own.fill(values)
    (dots,) = dots_by_zplkit(language.stored_format(own) + language.label(label), profile, own)
    assert np.array_equal(dots, dots_of_label(own, label))


@settings(max_examples=30)
@given(st.lists(codes, min_size=1, max_size=4))
def test_whatever_the_code_is_the_renderer_draws_it_as_planned(numbers: list[str]) -> None:
    own, language = plan(), ZplLanguage()
    stream = language.stored_format(own) + b"".join(language.label(filled(number)) for number in numbers)
    for dots, number in zip(dots_by_zplkit(stream, "zd621", own), numbers, strict=True):
        assert np.array_equal(dots, dots_of_label(own, filled(number)))


def test_another_design_has_another_format_name_and_the_same_design_the_same() -> None:
    names = {
        re.search(rb"R:(\w+)", ZplLanguage().stored_format(own))[1]  # type: ignore[index]
        for own in (plan(), plan(), plan(height=241), plan(static=()))
    }
    assert len(names) == 3


def test_a_new_stream_brings_its_glyphs_again() -> None:
    own, language = plan(), ZplLanguage()
    language.stored_format(own)
    first, second = language.label(filled()), language.label(filled())
    language.stored_format(own)
    assert language.label(filled()) == first
    assert first.count(b"~DG") == 10
    assert second.count(b"~DG") == 0


def test_a_big_picture_is_split_below_the_limit_of_one_graphic_field() -> None:
    dots = np.add.outer(np.arange(1500) // 70, np.arange(1000) // 90) % 3 == 0
    big = Glyph("big", 1000, 1500, np.packbits(dots, axis=1).tobytes())
    poster = TextRun("poster", "big", Area(7, 3, 1000, 1500), (PlacedGlyph(7, 3, big),))
    own = plan(width=1100, height=1600, static=(poster,))
    language = ZplLanguage()
    stream = language.stored_format(own) + language.label(filled())
    sizes = [int(size) for size in re.findall(rb"\^GFA,(\d+),", stream)]
    assert sum(sizes) == 1500 * 125
    assert max(sizes) <= 99_999
    (drawn,) = dots_by_zplkit(stream, "zd621", own)
    assert np.array_equal(drawn, dots_of_label(own, filled()))


def test_glyphs_beyond_the_printers_share_travel_with_the_label() -> None:
    own, language = plan(static=()), ZplLanguage()
    many = [Glyph(chr(0x4E00 + i), 16, 4, (i * 2654435761).to_bytes(8, "big")) for i in range(1, 540)]
    stream = language.stored_format(own)
    labels: list[FilledLabel] = []
    for start in range(0, len(many), 30):
        placed = tuple(PlacedGlyph(17 * i, 170, each) for i, each in enumerate(many[start : start + 30]))
        labels.append(FilledLabel((bars(), TextRun("hri", "", Area(0, 170, 510, 4), placed))))
        stream += language.label(labels[-1])
    assert stream.count(b"~DG") == 512
    for dots, label in zip(dots_by_zplkit(stream, "zd621", own), labels, strict=True):
        assert np.array_equal(dots, dots_of_label(own, label))


def test_the_printer_never_counts_reprints_or_uses_its_own_fonts() -> None:
    own, language = plan(), ZplLanguage()
    stream = language.stored_format(own) + language.label(filled())
    for command in (b"^SN", b"^SF", b"^A", b"^JZY"):
        assert command not in stream.replace(b"^XA", b"")


@pytest.mark.parametrize("data", ["8123^", "81~2", "81>2", "12345", "", "８１", "12\r4", "AB12", "8" * 260])
def test_data_that_subset_c_cannot_carry_are_refused(data: str) -> None:
    language = ZplLanguage()
    language.stored_format(plan())
    modules = encode_digits("12").modules
    symbol = Bars("code", Symbology.CODE_128, 40, 60, 3, 90, modules, data)
    with pytest.raises(InputError, match="pairs of digits"):
        language.label(FilledLabel((symbol, text_run("hri", "1", 41, 161))))


def test_a_pattern_that_is_not_its_datas_is_refused_in_the_shared_part() -> None:
    wrong = Bars("code", Symbology.CODE_128, 9, 9, 1, 9, encode_digits("12").modules, "34")
    with pytest.raises(InputError, match="says '12', not '34'"):
        ZplLanguage().stored_format(plan(static=(wrong,)))


def test_a_module_wider_than_the_printer_draws_is_sent_as_dots() -> None:
    own, language = plan(static=(), module_dots=11, width=1800), ZplLanguage()
    label = FilledLabel((bars(module_dots=11), text_run("hri", CODE, 41, 161)))
    stream = language.stored_format(own) + language.label(label)
    assert b"^BC" not in stream
    (dots,) = dots_by_zplkit(stream, "zd621", own)
    assert np.array_equal(dots, dots_of_label(own, label))


@pytest.mark.parametrize("box", [Area(-1, 4, 9, 9), Area(4, -1, 9, 9)])
def test_what_begins_outside_the_label_is_refused(box: Area) -> None:
    with pytest.raises(InputError, match="begins outside the label"):
        ZplLanguage().stored_format(plan(static=(Box("frame", box),)))


def test_a_label_of_another_plan_is_refused() -> None:
    language = ZplLanguage()
    with pytest.raises(InputError, match="variable fields"):
        language.label(filled())
    language.stored_format(plan())
    moved = FilledLabel((bars(x=41), text_run("hri", CODE, 41, 161)))
    for label in (FilledLabel((bars(),)), moved, FilledLabel((text_run("hri", "1", 4, 1), bars()))):
        with pytest.raises(InputError):
            language.label(label)
