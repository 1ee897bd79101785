"""The same labels drawn by a second independent renderer; collected only where it is installed."""

import numpy as np
import pytest

import label_templates
from desktop.labels.layout import FilledLabel, LabelPlan
from desktop.labels.primitives import Turn
from printers.zebra.zpl import ZplLanguage
from tests.labels.symbol_samples import DATA, symbol
from tests.printers.plans import dots_of_label, filled, plan, slot_of
from tests.printers.test_agreement import image, laid_out, part, symbols
from tests.printers.zebra_streams import STREAMS, Stream, drawn_by_zebrash
from tests.printers.zebrash import dots_by_zebrash


def drawn(own: LabelPlan, label: FilledLabel) -> tuple[bytes, LabelPlan]:
    language = ZplLanguage()
    return language.stored_format(own) + language.label(label), own


def test_a_second_renderer_draws_every_symbol_and_turn_dot_for_dot() -> None:
    cases = []
    for symbology, data in DATA:
        for turn in Turn:
            one = symbol(symbology, data, turn=turn)
            own = plan(
                width=one.area.right + 40, height=one.area.bottom + 40, static=(), slots=(slot_of(one),)
            )
            cases.append((own, FilledLabel((one,))))
    pictures = dots_by_zebrash([drawn(own, label) for own, label in cases])
    for (own, label), (dots,) in zip(cases, pictures, strict=True):
        assert np.array_equal(dots, dots_of_label(own, label)), label


def test_a_second_renderer_draws_a_drug_code_dot_for_dot() -> None:
    own = plan(static=())
    ((dots,),) = dots_by_zebrash([drawn(own, filled())])
    assert np.array_equal(dots, dots_of_label(own, filled()))


def test_a_second_renderer_draws_the_symbols_of_every_template_dot_for_dot() -> None:
    cases = [laid_out(name, dots_per_mm) for name in label_templates.names() for dots_per_mm in (8, 12, 24)]
    pictures = dots_by_zebrash([drawn(own, label) for own, label in cases])
    for (own, label), (dots,) in zip(cases, pictures, strict=True):
        expected = image(own, label)
        for one in symbols(own, label):
            assert np.array_equal(part(dots, one), part(expected, one)), (own.design.name, one.element)


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.template)
def test_a_second_renderer_draws_a_sample_of_a_stream_dot_for_dot(stream: Stream) -> None:
    for dots, expected in drawn_by_zebrash(stream, 2):
        assert np.array_equal(dots, expected)
