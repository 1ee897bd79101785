"""GS1 Digital Links."""

import pytest
from biip.gs1_digital_link_uris import GS1DigitalLinkURI

from desktop.codes.gs1 import explain, parse
from tests.codes.gs1.samples import GTIN, SSCC
from tests.refusals import refusal_of

LINKS = [
    (f"(01){GTIN}", f"https://id.gs1.org/01/{GTIN}"),
    (
        f"(01){GTIN}(17)200131(10)L02707(21)81250531278265838370",
        f"https://id.gs1.org/01/{GTIN}/10/L02707/21/81250531278265838370?17=200131",
    ),
    (
        f"(01){GTIN}(10)A/B+C%&?=(17)280700",
        f"https://id.gs1.org/01/{GTIN}/10/A%2FB%2BC%25%26%3F%3D?17=280700",
    ),
    (f"(01){GTIN}(235)TPX1", f"https://id.gs1.org/01/{GTIN}/235/TPX1"),
    (f"(01){GTIN}(22)V(21)S(10)L", f"https://id.gs1.org/01/{GTIN}/22/V/10/L/21/S"),
    (f"(00){SSCC}(02){GTIN}(37)400", f"https://id.gs1.org/00/{SSCC}?02={GTIN}&37=400"),
    ("(414)6932833000015(254)DOCK1", "https://id.gs1.org/414/6932833000015/254/DOCK1"),
    (f"(01){GTIN}(11)190131(17)200131(240)X", f"https://id.gs1.org/01/{GTIN}?11=190131&17=200131&240=X"),
]


@pytest.mark.parametrize(("text", "link"), LINKS)
def test_an_element_string_is_written_as_a_link_and_read_again(text: str, link: str) -> None:
    string = parse(text)
    assert string.digital_link() == link
    assert set(parse(link).elements) == set(string.elements)
    assert explain(link).digital_link == link
    assert explain(link).faults == ()


@pytest.mark.parametrize(("text", "link"), LINKS)
def test_biip_writes_the_same_link(text: str, link: str) -> None:
    assert GS1DigitalLinkURI.parse(link).as_canonical_uri() == link


def test_a_link_has_another_domain_on_request() -> None:
    assert (
        parse(f"(01){GTIN}").digital_link("https://trace.example.com/p/")
        == f"https://trace.example.com/p/01/{GTIN}"
    )


@pytest.mark.parametrize(
    "link",
    [
        f"http://example.com/01/{GTIN}",
        f"HTTPS://EXAMPLE.COM/01/{GTIN}",
        f"https://example.com/some/path/01/{GTIN}",
        f"https://example.com:8080/01/{GTIN}/?linkType=all&lang=zh#top",
        f"]Q1https://example.com/01/{GTIN}",
        f"]d1https://example.com/01/{GTIN}",
        f"https://example.com/01/{GTIN}?",
    ],
)
def test_host_prefix_and_foreign_parameters_do_not_matter(link: str) -> None:
    assert parse(link).hri == f"(01){GTIN}"


def test_a_gtin_of_13_digits_is_filled_up_and_said_so() -> None:
    found = explain("https://example.com/01/6932833600109")
    assert (found.hri, found.valid) == (f"(01){GTIN}", True)
    assert [str(fault.message) for fault in found.faults] == [
        f"(01) GTIN: 6932833600109 has 13 digits and was filled up to {GTIN}."
    ]
    assert found.elements[0].value == GTIN
    assert parse("https://example.com/01/6932833600109").hri == f"(01){GTIN}"


WRONG = [
    (
        f"https://id.gs1.org/01/{GTIN}/21/S/10/L",
        "In the path behind /01 this order is needed: /22/10/21 | /235; found /21/10.",
        "21/S/10/L",
    ),
    (
        f"https://id.gs1.org/01/{GTIN}/17/200131",
        (
            "(17) USE BY or EXPIRY does not belong into the path behind /01; "
            "write it into the query: ?17=200131."
        ),
        "17/200131",
    ),
    (
        f"https://id.gs1.org/01/{GTIN}?21=S",
        "(21) SERIAL may not stand in the query of a Digital Link; it belongs into the path behind its key.",
        "21=S",
    ),
    (f"https://id.gs1.org/01/{GTIN}?05=1", "(05) is no application identifier (AI) of GS1.", "05"),
    (
        f"https://id.gs1.org/01/{GTIN}/10/A%2",
        "Position 42: after % two hexadecimal digits must follow; a percent sign itself is %25.",
        "%2",
    ),
    (
        f"https://id.gs1.org/01/{GTIN}/10/A%20B",
        (
            "(10) BATCH/LOT: character 2 is a space; allowed are digits, letters without accents and "
            "!\"%&'()*+,-./:;<=>?_."
        ),
        "%20",
    ),
    (
        f"https://id.gs1.org/01/{GTIN}/10/%E8%8D%AFB",
        (
            "(10) BATCH/LOT: character 1 is '药'; allowed are digits, letters without accents and "
            "!\"%&'()*+,-./:;<=>?_."
        ),
        "%E8%8D%AF",
    ),
    (f"https://id.gs1.org/01/{GTIN[:-1]}8", "(01) GTIN: check digit is 8, must be 9.", "8"),
]


@pytest.mark.parametrize(("link", "sentence", "part"), WRONG)
def test_what_is_wrong_in_a_link_is_shown_in_it(link: str, sentence: str, part: str) -> None:
    found = explain(link)
    assert not found.valid
    (fault,) = found.faults
    assert str(fault.message) == sentence
    assert link[fault.start : fault.end] == part
    assert refusal_of(lambda: parse(link)) == sentence


def test_elements_without_a_key_are_no_link() -> None:
    string = parse("(10)A", whole_item=False)
    assert refusal_of(string.digital_link) == (
        "No Digital Link: none of these elements is a key for its path, such as (01) or (00)."
    )
    assert explain("(10)A", whole_item=False).digital_link is None


def test_an_element_that_has_no_place_in_a_link_is_named() -> None:
    string = parse(f"(01){GTIN}(8200)EXAMPLE.COM")
    assert refusal_of(string.digital_link) == (
        "No Digital Link: (8200) PRODUCT URL has no place in it beside (01)."
    )
