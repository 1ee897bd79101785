"""Any design there can be, for property tests of what is done with documents. Nothing here is laid out."""

import base64
import io
import string
from dataclasses import replace
from functools import cache

from hypothesis import strategies as st
from PIL import Image

from desktop.labels.document import Guide, LabelDesign, Layer, Lock, Title
from desktop.labels.elements import (
    Align,
    Bearer,
    BoxElement,
    CodeBlock,
    Direction,
    Element,
    EllipseElement,
    HriPlace,
    LineElement,
    LinePurpose,
    PictureElement,
    SymbolElement,
    TextElement,
    Tone,
    VerticalAlign,
)
from desktop.labels.fields import FIELD_NAMES, FieldKind, OwnField
from desktop.labels.primitives import Symbology, Turn

PRINTABLE = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
TEXTS = st.text(PRINTABLE, max_size=30)
PLAIN = TEXTS.map(lambda text: text.replace("{", "{{").replace("}", "}}"))
USES = st.sampled_from([*(f"{{{name}}}" for name in FIELD_NAMES), "{expiry:%Y.%m}", "{number:05}", "{own}"])
FIELD_TEXTS = st.lists(PLAIN | USES, max_size=4).map("".join)
PLACES = st.floats(-1000, 1000)
LENGTHS = st.floats(0.1, 1000)
SIZES = st.floats(0.5, 100)
MODULES = st.floats(0.01, 10)
THICKNESSES = st.floats(0.01, 100)
NAMES = st.text(string.ascii_letters + "追溯码_- ", min_size=1, max_size=20).filter(str.strip)
LAYERS = ("", "texts", "codes")
GROUPS = st.sampled_from(["", "", "a", "a/b", "a/b/c", "d", "d/b"])
TURNS = st.sampled_from(Turn)
OWN = OwnField("own", FieldKind.LOT, 12)
ELEMENT_STRINGS = st.sampled_from(
    ["(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}", "(00){sscc}", "(01)06932833600109(10){own}"]
)


@cache
def png(width: int = 3, height: int = 2) -> str:
    """A picture as designs carry it."""
    stream = io.BytesIO()
    Image.new("1", (width, height)).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


def elements(name: str, place: st.SearchStrategy[float] = PLACES) -> st.SearchStrategy[Element]:
    """Elements of every kind, with that name."""
    common = {"name": st.just(name), "x_mm": place, "y_mm": place} | {
        "layer": st.sampled_from(LAYERS),
        "group": GROUPS,
    }
    sized = common | {"width_mm": LENGTHS, "height_mm": LENGTHS}
    framed = sized | {"thickness_mm": THICKNESSES, "filled": st.booleans()}
    symbol = common | {
        "module_mm": MODULES,
        "height_mm": LENGTHS,
        "hri": st.sampled_from(HriPlace),
        "hri_size_mm": SIZES,
        "size": st.sampled_from(["", "26x26", "8x18"]),
        "level": st.sampled_from("LMQH"),
        "bearer": st.sampled_from(Bearer),
        "specification": st.sampled_from(["", "SST6"]),
        "turn": TURNS,
    }
    return st.one_of(
        st.builds(
            TextElement,
            **sized,
            text=FIELD_TEXTS,
            size_mm=SIZES,
            align=st.sampled_from(Align),
            bold=st.booleans(),
            vertical_align=st.sampled_from(VerticalAlign),
            least_size_mm=st.just(0.0) | st.just(0.5),
            wrap=st.booleans(),
            line_spacing=st.floats(0.5, 5),
            turn=TURNS,
        ),
        st.builds(
            CodeBlock,
            **common,
            field=st.just("{code}"),
            module_mm=MODULES,
            height_mm=LENGTHS,
            heading=FIELD_TEXTS,
            heading_size_mm=SIZES,
            grouping=st.sampled_from(["1-6-9-4", "7-13"]),
            hri_size_mm=SIZES,
            gap_mm=st.floats(0, 100),
            quiet_x=st.floats(0, 100),
            turn=TURNS,
        ),
        st.builds(
            SymbolElement,
            **symbol,
            symbology=st.sampled_from([one for one in Symbology if not one.gs1]),
            data=FIELD_TEXTS,
        ),
        st.builds(
            SymbolElement,
            **symbol,
            symbology=st.sampled_from([one for one in Symbology if one.gs1]),
            data=ELEMENT_STRINGS,
        ),
        st.builds(
            LineElement,
            **common,
            length_mm=LENGTHS,
            thickness_mm=THICKNESSES,
            direction=st.sampled_from(Direction),
            purpose=st.sampled_from(LinePurpose),
        ),
        st.builds(BoxElement, **framed),
        st.builds(EllipseElement, **framed),
        st.builds(
            PictureElement,
            **sized,
            png=st.sampled_from([png(), png(9, 9)]),
            tone=st.sampled_from(Tone),
            threshold=st.floats(0, 255),
            keep_shape=st.booleans(),
            turn=TURNS,
        ),
    )


def designs(
    place: st.SearchStrategy[float] = PLACES, least: int = 0, most: int = 4
) -> st.SearchStrategy[LabelDesign]:
    """Designs with elements of every kind, two layers and a field of their own."""
    colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
    return st.builds(
        LabelDesign,
        name=NAMES,
        title=st.builds(Title, TEXTS, TEXTS),
        width_mm=st.floats(5, 220),
        height_mm=st.floats(5, 500),
        elements=st.lists(NAMES, unique=True, min_size=least, max_size=most).flatmap(
            lambda names: st.tuples(*(elements(name, place) for name in names))
        ),
        sample=st.dictionaries(st.sampled_from([*FIELD_NAMES, "own"]), TEXTS).map(
            lambda sample: tuple(sample.items())
        ),
        font_family=TEXTS,
        font_digest=st.sampled_from(["", "0" * 64]),
        layers=st.tuples(
            st.builds(Layer, st.just("texts"), st.booleans(), st.booleans(), st.sampled_from(Lock)),
            st.builds(Layer, st.just("codes"), st.booleans(), st.booleans(), st.sampled_from(Lock)),
        ),
        guides=st.lists(st.builds(Guide, st.sampled_from(Direction), PLACES), max_size=2).map(tuple),
        own_fields=st.just((OWN,)),
        stock=colours,
        ink=colours,
        resolutions=st.sampled_from([(), (8,), (12, 24)]),
        notes=st.builds(Title, TEXTS, TEXTS),
    )


KINDS: tuple[Element, ...] = (
    TextElement("text", 0, 0, 10, 4, "LOT {lot} {{", 2.0),
    CodeBlock("block", 0, 0, "{code}", 0.25, 9, "药品追溯码", 2.5, "1-6-9-4", 2.5),
    SymbolElement("ean", 0, 0, Symbology.EAN_13, "{gtin}", 0.33, 20, hri=HriPlace.BELOW),
    SymbolElement("matrix", 0, 0, Symbology.GS1_DATA_MATRIX, "(01){gtin}(10){own}", 0.5, size="26x26"),
    LineElement("line", 0, 0, 30, 0.25),
    BoxElement("box", 0, 0, 12, 7, 0.3),
    EllipseElement("ellipse", 0, 0, 9, 9, 0.3, filled=True),
    PictureElement("picture", 0, 0, 8, 5, png()),
)


@st.composite
def drawings(
    draw: st.DrawFn, place: st.SearchStrategy[float] = PLACES, least: int = 0, most: int = 6
) -> LabelDesign:
    """Designs whose elements lie anywhere, on layers and in groups; quicker to make than ``designs``."""
    many = st.lists(
        st.tuples(st.sampled_from(KINDS), place, place, st.sampled_from(LAYERS), GROUPS, TURNS),
        min_size=least,
        max_size=most,
    )
    made: list[Element] = []
    for number, (kind, x_mm, y_mm, layer, group, turn) in enumerate(draw(many)):
        turned = {"turn": turn} if hasattr(kind, "turn") else {}
        name = f"{kind.name} {number}"
        made.append(replace(kind, name=name, x_mm=x_mm, y_mm=y_mm, layer=layer, group=group, **turned))
    return LabelDesign(
        "drawing",
        Title("Drawing", "图"),
        100.0,
        60.0,
        tuple(made),
        sample=(("lot", "L02707"), ("own", "A1")),
        layers=(Layer("texts"), Layer("codes", lock=Lock.QA)),
        own_fields=(OWN,),
    )
