"""The platform's products.xml: products, pack configurations and the code prefix of each pack level.

Structure (read in four independent importers; the platform publishes none)::

    productList version
        product productCode productName comment
            subType typeNo authorizedNo type spec packageSpec packUnit
                resProdCodes
                    resCode codeVersion codeLevel pkgRatio      text: rest of the 7-digit prefix

The order of attributes is free, elements and attributes that are not named here are passed over.
codeLevel 1 is the smallest pack. One exporter writes GB2312.
"""

from io import BytesIO
from pathlib import Path
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, InputSource

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from desktop.errors import InputError
from desktop.exchange.incoming import (
    UTF_8_MARK,
    decode,
    decode_as,
    open_incoming,
    read_some,
    refuse_other_kinds,
)
from desktop.exchange.problems import Problems
from desktop.exchange.products_draft import DraftLevel, DraftProduct, Drafts
from desktop.exchange.xml_encoding import declared_encoding
from desktop.products.packing import Reading
from desktop.products.product import Product
from desktop.texts import say

MAX_SIZE = 64 * 1024 * 1024
"""Bytes. A hundred thousand pack configurations need about half of it."""

MAX_DEPTH = 32
"""Elements within each other. products.xml has five levels."""

VERSION = "3.0"

_NAME = "products.xml"


def read_products_file(path: Path, reading: Reading = Reading.CUMULATIVE) -> tuple[Product, ...]:
    """Read products.xml from a file; see `read_products`.

    Raises:
        InputError: there is no such file, it is too large, or what `read_products` raises.
        StorageError: the disk failed.
    """
    return read_products(read_products_bytes(path), reading)


def read_products_bytes(path: Path) -> bytes:
    """Return the content of a products.xml, up to what `read_products` refuses as too large.

    Raises:
        InputError: there is no such file.
        StorageError: the disk failed.
    """
    with open_incoming(path) as stream:
        return read_some(stream, MAX_SIZE + 1, path.name)


def read_products(data: bytes, reading: Reading = Reading.CUMULATIVE) -> tuple[Product, ...]:
    """Read all products of the platform's products.xml, all or none.

    Args:
        data: the file.
        reading: what the numbers of its pack ratios count.

    Raises:
        InputError: it is no products.xml, or products in it are wrong; each problem is a detail with its
            line.
    """
    if len(data) > MAX_SIZE:
        raise InputError(
            say("{name} is larger than {most} MB: split it.", name=_NAME, most=MAX_SIZE // 1024 // 1024)
        )
    refuse_other_kinds(data[:65_536], _NAME, say("the platform's products.xml"))
    text = _as_utf_8(data)
    if not text.lstrip().startswith(b"<"):
        raise InputError(say("{name} is no XML: choose the products.xml of the platform.", name=_NAME))
    problems = Problems(_NAME)
    handler = _Handler(problems)
    _parse(text, handler)
    products = handler.drafts.built(reading)
    problems.refuse_if_any()
    if not products:
        raise InputError(say("{name} holds no product.", name=_NAME))
    return products


def _as_utf_8(data: bytes) -> bytes:
    """Bring the file into the one encoding that every XML parser reads, by what it declares."""
    declared = declared_encoding(data.removeprefix(UTF_8_MARK)[:1024], _NAME)
    if declared is None:
        return decode(data, _NAME)[0].encode()
    label, encoding = declared
    return decode_as(data, encoding, _NAME).replace(label, "utf-8", 1).encode()


def _parse(data: bytes, handler: ContentHandler) -> None:
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    source = InputSource()
    source.setByteStream(BytesIO(data))
    try:
        parser.parse(source)
    except DefusedXmlException as error:
        raise InputError(
            say(
                "{name} holds a DOCTYPE or an entity, which the platform never writes; it is refused unread. "
                "Export it again from the platform client.",
                name=_NAME,
            )
        ) from error
    except SAXParseException as error:
        raise InputError(
            say(
                "{name} is no complete XML: it breaks at line {line}, character {column}. "
                "It may be cut off; export it again from the platform client.",
                name=_NAME,
                line=error.getLineNumber(),
                column=(error.getColumnNumber() or 0) + 1,
            )
        ) from error


class _Handler(ContentHandler):
    """Collects drafts of products with their lines; what they must fulfil is said by the drafts."""

    def __init__(self, problems: Problems) -> None:
        super().__init__()
        self.drafts = Drafts(problems)
        self._problems = problems
        self._path: list[str] = []
        self._product: tuple[str, str] = ("", "")
        self._draft: DraftProduct | None = None
        self._level: DraftLevel | None = None

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 (SAX's name)
        if not self._path:
            self._require_root(name, attrs)
        self._path.append(name)
        if len(self._path) > MAX_DEPTH:
            raise InputError(
                say(
                    "{name}: elements stand more than {most} deep in each other at line {line}.",
                    name=_NAME,
                    most=MAX_DEPTH,
                    line=self._line,
                )
            )
        match self._path:
            case ["productList", "product"]:
                self._start_product(attrs)
            case ["productList", "product", "subType"]:
                self._start_sub_type(attrs)
            case ["productList", "product", "subType", "resProdCodes", "resCode"]:
                self._start_level(attrs)

    def characters(self, content: str) -> None:
        if self._level is not None:
            self._level.text += content

    def endElement(self, name: str) -> None:  # noqa: N802 (SAX's name)
        self._path.pop()
        if name == "resCode":
            self._level = None

    @property
    def _line(self) -> int:
        locator = self._locator  # type: ignore[attr-defined] # set by the parser, not in the stubs
        return int(locator.getLineNumber() or 0)

    def _require_root(self, name: str, attrs: AttributesImpl) -> None:
        if name != "productList":
            raise InputError(
                say(
                    "{name}: the outermost element is {found}, expected productList. "
                    "Is it another file of the platform?",
                    name=_NAME,
                    found=name,
                )
            )
        version = attrs.get("version", VERSION)
        if version != VERSION:
            raise InputError(
                say(
                    "{name}: version {found}, expected {expected}.",
                    name=_NAME,
                    found=version,
                    expected=VERSION,
                )
            )

    def _start_product(self, attrs: AttributesImpl) -> None:
        self._product = (attrs.get("productCode", ""), attrs.get("productName", ""))
        self.drafts.product(self._product[0], self._line)

    def _start_sub_type(self, attrs: AttributesImpl) -> None:
        code, name = self._product
        self._draft = DraftProduct(self._line, code, name, dict(attrs.items()))
        self.drafts.add(self._draft)

    def _start_level(self, attrs: AttributesImpl) -> None:
        assert self._draft is not None, "a resCode is looked for within a subType only"
        self._level = DraftLevel(self._line, dict(attrs.items()))
        self._draft.levels.append(self._level)
