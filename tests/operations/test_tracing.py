"""An old label is traced: its picture on a locked layer that is never printed, its codes as elements."""

import base64
from dataclasses import replace
from datetime import date

import pytest

from desktop.errors import InputError
from desktop.labels import codec
from desktop.labels.document import LabelDesign, Lock, Title
from desktop.labels.elements import CodeBlock, PictureElement, SymbolElement, TextElement
from desktop.labels.layout import plan_labels
from desktop.labels.primitives import Bars, Symbology, Turn
from desktop.operations import tracing
from desktop.operations.tracing import LAYER, Offered, offers, with_old_label, without_old_label
from desktop.reading.photos import Corner, FoundSymbol, Photo
from desktop.units import Resolution

TODAY = date(2026, 11, 22)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTjTtgAAAABJRU5ErkJggg=="
)
ELEMENTS = "0106932833600109" + "17300131" + "10L02707\x1d" + "2181250531278265838370"
DESIGN = LabelDesign(
    "carton", Title("Carton", "纸盒"), 60.0, 40.0, (TextElement("lot", 1, 1, 20, 4, "{lot}", 2.5),)
)


def corners(x: float, y: float, width: float, height: float) -> tuple[Corner, Corner, Corner, Corner]:
    """Corners of a symbol that is not turned."""
    return (x, y), (x + width, y), (x + width, y + height), (x, y + height)


def photo(*symbols: FoundSymbol, dpi: float = 300.0) -> Photo:
    return Photo(1200, 600, dpi, PNG, symbols)


def offered(identifier: str, text: str, *, with_fields: bool = True) -> Offered:
    """The offer for one symbol in a picture of 100 x 50 mm: 36.25 x 10 mm at (10, 5) mm."""
    symbol = FoundSymbol(identifier, text, corners(0.1, 0.1, 0.3625, 0.2))
    (one,) = offers(photo(symbol), 100.0, TODAY, with_fields=with_fields)
    return one


def test_a_scan_says_how_wide_it_is() -> None:
    assert tracing.width_by_dpi(photo()) == pytest.approx(101.6)


def test_a_telephone_does_not_say_how_wide_its_photo_is() -> None:
    assert tracing.width_by_dpi(photo(dpi=72)) is None


def test_two_places_and_their_distance_give_the_width() -> None:
    assert tracing.width_by_points(photo(), (0.25, 0.5), (0.75, 0.5), 30.0) == pytest.approx(60.0)


@pytest.mark.parametrize(("second", "mm"), [((0.25, 0.5), 30.0), ((0.75, 0.5), 0.0), ((0.75, 0.5), 2000.0)])
def test_one_place_or_no_distance_give_no_width(second: Corner, mm: float) -> None:
    with pytest.raises(InputError, match="Two places apart"):
        tracing.width_by_points(photo(), (0.25, 0.5), second, mm)


def test_a_drug_code_becomes_a_code_block_whose_bars_lie_where_they_were() -> None:
    one = offered("]C0", "81234561234567891234")
    block = one.element
    assert isinstance(block, CodeBlock)
    assert block.field == "{code}"
    assert one.sample == (("code", "81234560000000000000"),)
    plan = plan_labels(
        replace(DESIGN, elements=(replace(block, module_mm=0.25),)), Resolution(12), dict(one.sample)
    )
    assert block.module_mm == pytest.approx(0.25)
    (bars,) = (one for one in plan.static if isinstance(one, Bars))
    assert (bars.x, bars.y) == (10 * 12, 5 * 12)


def test_an_element_string_becomes_fields_with_its_values_as_samples() -> None:
    one = offered("]d2", ELEMENTS)
    assert isinstance(one.element, SymbolElement)
    assert one.element.symbology is Symbology.GS1_DATA_MATRIX
    assert one.element.data == "(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}"
    assert dict(one.sample) == {
        "gtin": "06932833600109",
        "expiry": "2030-01-31",
        "lot": "L02707",
        "serial": "81250531278265838370",
    }


def test_the_data_stay_as_they_are_where_a_person_wants_no_fields() -> None:
    one = offered("]d2", ELEMENTS, with_fields=False)
    assert isinstance(one.element, SymbolElement)
    assert one.element.data == "(01)06932833600109(17)300131(10)L02707(21)81250531278265838370"
    assert one.sample == ()


def test_a_date_without_a_day_stays_as_it_is() -> None:
    one = offered("]d2", "010693283360010917300100")
    assert isinstance(one.element, SymbolElement)
    assert one.element.data == "(01){gtin}(17)300100"


def test_braces_in_the_data_are_no_fields() -> None:
    one = offered("]d1", "a{lot}b")
    assert isinstance(one.element, SymbolElement)
    assert one.element.data == "a{{lot}}b"


def test_a_symbol_that_reads_downwards_is_turned() -> None:
    symbol = FoundSymbol("]d1", "AB", ((0.5, 0.2), (0.5, 0.4), (0.4, 0.4), (0.4, 0.2)))
    (one,) = offers(photo(symbol), 100.0, TODAY)
    assert isinstance(one.element, SymbolElement)
    assert one.element.turn is Turn.RIGHT
    assert (one.element.x_mm, one.element.y_mm) == (40.0, 10.0)


def test_a_symbol_of_a_foreign_kind_is_told_and_not_offered() -> None:
    one = offered("]L0", "PDF417")
    assert one.element is None
    assert str(one.why_not) == "Labels of this program carry no such symbol."


def test_an_element_string_that_is_none_is_told_and_not_offered() -> None:
    one = offered("]d2", "0106932833600108")
    assert one.element is None
    assert one.why_not is not None


def test_the_picture_lies_below_all_on_a_locked_layer_that_is_not_printed() -> None:
    traced = with_old_label(DESIGN, photo(), 100.0)
    assert (traced.layers[0].name, traced.layers[0].printed, traced.layers[0].lock) == (
        LAYER,
        False,
        Lock.ALL,
    )
    picture = traced.elements[0]
    assert isinstance(picture, PictureElement)
    assert (picture.width_mm, picture.height_mm) == (100.0, 50.0)
    assert codec.load(codec.dump(traced)) == traced


def test_the_chosen_codes_are_added_with_names_and_samples_of_their_own() -> None:
    one = offered("]d1", "AB")
    assert one.element is not None
    other = replace(one, sample=(("lot", "L1"),))
    traced = with_old_label(DESIGN, photo(), 100.0, [one, other])
    assert [element.name for element in traced.elements][2:] == ["DataMatrix 1", "DataMatrix 1 2"]
    assert dict(traced.sample) == {"lot": "L1"}


def test_a_sample_that_the_design_has_stays() -> None:
    one = offered("]d1", "AB")
    known = replace(DESIGN, sample=(("lot", "MINE"),))
    traced = with_old_label(known, photo(), 100.0, [replace(one, sample=(("lot", "L1"),))])
    assert dict(traced.sample) == {"lot": "MINE"}


def test_tracing_again_replaces_the_picture() -> None:
    twice = with_old_label(with_old_label(DESIGN, photo(), 100.0), photo(), 50.0)
    assert [layer.name for layer in twice.layers] == [LAYER]
    assert [element.width_mm for element in twice.elements if isinstance(element, PictureElement)] == [50.0]


def test_the_design_without_the_old_label_is_as_it_was() -> None:
    assert without_old_label(with_old_label(DESIGN, photo(), 100.0)) == DESIGN
