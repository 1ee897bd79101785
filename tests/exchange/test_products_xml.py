"""Reading the platform's products.xml."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.exchange import products_xml
from desktop.exchange.products_xml import read_products, read_products_file
from desktop.products.packing import Reading
from desktop.products.product import PackLevel, Product
from desktop.texts import CHINESE
from tests.refusals import refusal_of

DECLARED = '<?xml version="1.0" encoding="utf-8"?>\n'


def level(number: str = "1", text: str = "100021", ratio: str = "1:50", version: str = "8") -> str:
    return f'<resCode codeVersion="{version}" codeLevel="{number}" pkgRatio="{ratio}">{text}</resCode>\n'


LEVELS = level() + level("2", "100022")


def sub_type(levels: str = LEVELS, type_no: str = "1005203001", attributes: str = "") -> str:
    return (
        f'<subType typeNo="{type_no}" authorizedNo="国药准字Z44023408" type="颗粒剂"\n'
        f'  spec="每袋装10g(含糖型)" packageSpec="20袋/包" packUnit="包" physicDetailType=""{attributes}>\n'
        f"<resProdCodes>\n{levels}</resProdCodes>\n</subType>\n"
    )


def product(inner: str | None = None, code: str = "1005203", name: str = "板蓝根颗粒") -> str:
    inner = sub_type() if inner is None else inner
    return f'<product productCode="{code}" productName="{name}" comment="">\n{inner}</product>\n'


def document(inner: str | None = None, declared: str = DECLARED, version: str = ' version="3.0"') -> str:
    inner = product() if inner is None else inner
    return (
        f'{declared}<productList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"{version}>\n'
        f"{inner}</productList>\n"
    )


GRANULES = Product(
    code="1005203",
    type_no="1005203001",
    name="板蓝根颗粒",
    authorized_no="国药准字Z44023408",
    form="颗粒剂",
    spec="每袋装10g(含糖型)",
    package_spec="20袋/包",
    pack_unit="包",
    levels=(PackLevel(1, "8100021", 1), PackLevel(2, "8100022", 50)),
)


def told(content: str | bytes) -> str:
    """Return the refusal of ``content``."""
    data = content.encode() if isinstance(content, str) else content
    return refusal_of(lambda: read_products(data), InputError)


def test_a_product_is_read_with_all_that_the_platform_says() -> None:
    assert read_products(document().encode()) == (GRANULES,)


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("UTF-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("GB2312", "gb2312"),
        ("gb2312", "gb18030"),
        ("GBK", "gbk"),
        ("gb18030", "gb18030"),
    ],
)
@pytest.mark.parametrize("quote", ['"', "'"])
def test_the_declared_encoding_is_used(label: str, encoding: str, quote: str) -> None:
    content = document(declared=f"<?xml version='1.0' encoding={quote}{label}{quote} ?>")
    assert read_products(content.encode(encoding)) == (GRANULES,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb2312", "gb18030"])
@pytest.mark.parametrize("declared", ["", '<?xml version="1.0"?>\n'])
def test_an_encoding_that_is_not_declared_is_found(encoding: str, declared: str) -> None:
    assert read_products(document(declared=declared).encode(encoding)) == (GRANULES,)


def test_line_ends_may_be_those_of_windows() -> None:
    assert read_products(document().replace("\n", "\r\n").encode()) == (GRANULES,)


def test_attributes_may_stand_in_any_order() -> None:
    levels = (
        '<resCode pkgRatio="1:50" codeLevel="1" codeVersion="8">100021</resCode>'
        '<resCode codeLevel="2" codeVersion="8" pkgRatio="1:50">100022</resCode>'
    )
    assert read_products(document(product(sub_type(levels))).encode()) == (GRANULES,)


def test_what_is_not_known_is_passed_over() -> None:
    inner = product(
        sub_type(LEVELS + "<note><deep>8100021</deep></note>", attributes=' later="x"') + "<other/>"
    )
    assert read_products(document("<!-- a --><head>x</head>" + inner).encode()) == (GRANULES,)


def test_levels_may_stand_in_any_order() -> None:
    content = document(product(sub_type(level("2", "100022") + level())))
    assert read_products(content.encode()) == (GRANULES,)


@pytest.mark.parametrize(
    ("version", "text"), [("8", "100021"), ("81", "00021"), ("", "8100021"), ("8", " 100021\n")]
)
def test_only_the_joined_prefix_counts(version: str, text: str) -> None:
    content = document(product(sub_type(level("1", text, version=version) + level("2", "100022"))))
    assert read_products(content.encode()) == (GRANULES,)


def test_several_products_and_pack_configurations_are_read_in_their_order() -> None:
    inner = product(
        sub_type() + sub_type(level("1", "100031") + level("2", "100032"), "1005203002")
    ) + product(sub_type(level("1", "100041") + level("2", "100042"), "1005204001"), "1005204", "蒙脱石散")
    found = read_products(document(inner).encode())
    assert [(one.type_no, one.name, one.level(2).prefix) for one in found] == [
        ("1005203001", "板蓝根颗粒", "8100022"),
        ("1005203002", "板蓝根颗粒", "8100032"),
        ("1005204001", "蒙脱石散", "8100042"),
    ]


def test_the_ratio_is_cumulative_unless_nested_is_chosen() -> None:
    levels = "".join(level(number, f"10002{number}", "1:2:10") for number in "123")
    data = document(product(sub_type(levels))).encode()
    assert [one.children for one in read_products(data)[0].levels] == [1, 5, 2]
    assert [one.children for one in read_products(data, Reading.NESTED)[0].levels] == [1, 10, 2]


def test_a_missing_version_is_taken() -> None:
    assert read_products(document(version="").encode()) == (GRANULES,)


CLIENT = "Export it again from the platform client."


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("", "products.xml is empty: expected the platform's products.xml."),
        ("81000210157090217447", "products.xml is no XML: choose the products.xml of the platform."),
        (
            b"PK\x03\x04abc",
            (
                "products.xml is a ZIP archive or an Excel workbook, not the platform's products.xml: "
                "decrypt or export it in the platform client first."
            ),
        ),
        (
            document().encode("utf-16"),
            "products.xml is UTF-16 text: save it as UTF-8 or GB18030 and try again.",
        ),
        (
            document(declared='<?xml version="1.0" encoding="big5"?>'),
            "products.xml: encoding big5, expected UTF-8, GB2312 or GB18030.",
        ),
        (
            "<Document/>",
            (
                "products.xml: the outermost element is Document, expected productList. "
                "Is it another file of the platform?"
            ),
        ),
        (document(version=' version="4.0"'), "products.xml: version 4.0, expected 3.0."),
        (document(""), "products.xml holds no product."),
        (document(product("")), "products.xml holds no product."),
    ],
)
def test_what_is_no_products_xml_is_refused_by_what_it_is(content: str | bytes, text: str) -> None:
    assert told(content) == text


@pytest.mark.parametrize(
    "content", [document()[:-30], document() + "<more/>", document().replace("/>", ">", 1) + "<"]
)
def test_broken_xml_is_refused_with_its_place(content: str) -> None:
    assert told(content).startswith("products.xml is no complete XML: it breaks at line ")


def test_the_place_of_broken_xml_is_right() -> None:
    assert told("<productList>\n <product>\n</productList>") == (
        "products.xml is no complete XML: it breaks at line 3, character 3. "
        "It may be cut off; export it again from the platform client."
    )


def test_an_encoding_that_is_not_the_declared_one_is_refused_with_the_byte() -> None:
    before = len(document().partition("板")[0])
    assert told(document().encode("gb18030")) == (
        f"products.xml says that it is UTF-8, but byte {before + 1} is 0xB0, which is none."
    )


def test_bytes_of_no_encoding_are_refused_with_their_place() -> None:
    data = document(declared="").encode()
    assert told(data + b"\xff") == (
        f"products.xml: byte {len(data) + 1} is 0xFF, which is neither UTF-8 nor GB18030 text."
    )


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE productList>",
        '<!DOCTYPE productList SYSTEM "http://192.0.2.1/p.dtd">',
        '<!DOCTYPE productList [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        f'<!DOCTYPE productList [<!ENTITY l0 "ha">{BOMB}]>',
        '<!DOCTYPE productList [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    ],
)
def test_any_doctype_is_refused_unread(declaration: str) -> None:
    content = document(product(name="&l9;"), declared=DECLARED + declaration)
    assert told(content) == (
        "products.xml holds a DOCTYPE or an entity, which the platform never writes; it is refused unread. "
        "Export it again from the platform client."
    )


def test_an_entity_without_a_doctype_is_broken_xml() -> None:
    assert told(document(product(name="&f;"))).startswith("products.xml is no complete XML")


def test_elements_that_stand_too_deep_are_refused() -> None:
    assert told(document("<a>" * 40 + "</a>" * 40)) == (
        "products.xml: elements stand more than 32 deep in each other at line 3."
    )


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(products_xml, "MAX_SIZE", 1024 * 1024)
    path = tmp_path / "p.xml"
    path.write_bytes(b" " * (1024 * 1024 + 1))
    assert refusal_of(lambda: read_products_file(path), InputError) == (
        "products.xml is larger than 1 MB: split it."
    )


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "p.xml"
    path.write_text(document(), encoding="utf-8")
    assert read_products_file(path) == (GRANULES,)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.xml"
    assert refusal_of(lambda: read_products_file(path), InputError) == f"{path}: there is no such file."


@pytest.mark.parametrize(
    ("inner", "problem"),
    [
        (product(code=""), "Line 4: Product 板蓝根颗粒: the product code is missing."),
        (product(name=""), "Line 4: Product 1005203001: the product name is missing."),
        (product(sub_type(type_no="")), "Line 4: Product 板蓝根颗粒: the type number is missing."),
        (
            product(sub_type("")),
            "Line 4: Product 板蓝根颗粒: no resCode in resProdCodes, so no code prefix is known.",
        ),
        (
            product("<subType typeNo='1005203001'/>"),
            "Line 4: Product 板蓝根颗粒: no resCode in resProdCodes, so no code prefix is known.",
        ),
        (
            product(sub_type(level("1", "10002") + level("2", "100022"))),
            "Line 7: code prefix '810002' (codeVersion and the text of resCode), expected 7 digits.",
        ),
        (
            product(sub_type(level("1", "10002X") + level("2", "100022"))),
            "Line 7: code prefix '810002X' (codeVersion and the text of resCode), expected 7 digits.",
        ),
        (
            product(sub_type(level() + level("2", "100021"))),
            (
                "Line 4: Product 板蓝根颗粒: pack levels 1 and 2 have the same code prefix 8100021; "
                "each level needs its own."
            ),
        ),
        (
            product(sub_type(level() + level("2", "100022", "1:40"))),
            (
                "Line 8: pkgRatio 1:40 of 板蓝根颗粒 differs from 1:50 in line 7; "
                "all levels of a product have the same."
            ),
        ),
        (
            product(sub_type(level("0") + level("2", "100022"))),
            "Line 7: codeLevel '0', expected 1 (smallest pack) to 5.",
        ),
        (
            product(sub_type(level() + level("2", "100022") + level("3", "100023"))),
            (
                "Line 4: Product 板蓝根颗粒: pack ratio 1:50 has 2 levels, "
                "but the code prefixes are for level 1, 2, 3."
            ),
        ),
        (
            product(sub_type(level() + level("1", "100022"))),
            (
                "Line 4: Product 板蓝根颗粒: pack ratio 1:50 has 2 levels, "
                "but the code prefixes are for level 1, 1."
            ),
        ),
        (
            product(sub_type(level(ratio="1:4:10"))),
            (
                "Line 4: Pack ratio 1:4:10: 10 packs do not fill 4 packs evenly. "
                "If 10 go into each of the 4, choose the nested reading."
            ),
        ),
        (
            product(sub_type(level(ratio="") + level("2", "100022", ""))),
            "Line 4: No pack ratio was given: expected one like 1:10:100.",
        ),
    ],
)
def test_a_wrong_product_is_named_with_its_line(inner: str, problem: str) -> None:
    assert told(document(inner)) == f"products.xml: {problem}"


def test_a_product_or_type_that_stands_twice_is_refused() -> None:
    twice = product() + product(sub_type(level("1", "100031") + level("2", "100032")))
    assert told(document(twice)) == (
        "products.xml has 2 problems; nothing of it was taken.\n"
        "Line 12: productCode 1005203 stands in line 3 already.\n"
        "Line 13: typeNo 1005203001 stands in line 4 already."
    )


def test_a_prefix_of_two_products_is_refused_with_both() -> None:
    twice = product() + product(sub_type(type_no="1005204001"), "1005204", "蒙脱石散")
    assert told(document(twice)) == (
        "products.xml has 2 problems; nothing of it was taken.\n"
        "Line 16: code prefix 8100021 of 蒙脱石散 (1005204001) is that of 板蓝根颗粒 (1005203001) in line 7; "
        "each product and pack level needs its own.\n"
        "Line 17: code prefix 8100022 of 蒙脱石散 (1005204001) is that of 板蓝根颗粒 (1005203001) in line 8; "
        "each product and pack level needs its own."
    )


def test_all_problems_of_a_product_are_told_at_once() -> None:
    levels = level("9", "10", "1:5") + level("2", "20", "1:6")
    assert told(document(product(sub_type(levels)))).splitlines() == [
        "products.xml has 4 problems; nothing of it was taken.",
        "Line 7: codeLevel '9', expected 1 (smallest pack) to 5.",
        "Line 7: code prefix '810' (codeVersion and the text of resCode), expected 7 digits.",
        "Line 8: code prefix '820' (codeVersion and the text of resCode), expected 7 digits.",
        (
            "Line 8: pkgRatio 1:6 of 板蓝根颗粒 differs from 1:5 in line 7; "
            "all levels of a product have the same."
        ),
    ]


def test_problems_are_told_in_chinese() -> None:
    with pytest.raises(InputError) as caught:
        read_products(document(product(sub_type(level("1", "10002") + level("2", "100022")))).encode())
    assert caught.value.in_language(CHINESE) == (
        "products.xml：第 7 行：追溯码前缀（codeVersion 加 resCode 内容）为“810002”，应为 7 位数字。"
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_products_or_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read_products(data)


@given(st.integers(0, len(document().encode()) - 1))
def test_a_file_that_was_cut_off_anywhere_is_refused(length: int) -> None:
    data = document().encode()[:length]
    if data.rstrip().endswith(b"</productList>"):
        return
    with pytest.raises(InputError):
        read_products(data)
