"""Reads relation files of anybody, element by element: a million codes need no more memory than one.

Nothing is believed: no DOCTYPE, no entities, no depth, no endless values; what the elements mean is judged by
``relation_faults`` or ``relation_compare``.
"""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from desktop.errors import InputError
from desktop.exchange.incoming import UTF_8_MARK, read_some, refuse_other_kinds
from desktop.exchange.xml_encoding import UNDECLARED, declared_encoding
from desktop.texts import say

MAX_DEPTH = 16
"""Elements within each other. A relation file has six levels."""

MAX_CODES = 4_000_000
"""Elements of one file, as of one file of codes."""

_CHUNK = 256 * 1024
_LONGEST = 1024 * 1024
"""Bytes without an element: no line of a relation file comes near."""


class Element(NamedTuple):
    """The beginning of an element.

    Attributes:
        line: in the file, from 1.
        within: name of the element around it, empty for the outermost.
    """

    line: int
    name: str
    within: str
    attributes: dict[str, str]


def relation_elements(stream: BinaryIO, name: str) -> Iterator[Element]:
    """Yield the elements of a relation file as they begin.

    Args:
        stream: at the beginning of the file.
        name: how to call the file.

    Raises:
        InputError: it is no XML, is cut off, is in another encoding than it says, or holds what no relation
            file does; the sentence says where.
        StorageError: the disk failed.
    """
    handler = _Collecting(name)
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    handler.setDocumentLocator(parser)  # which only parse() does by itself
    with _told(name):
        for text in _texts(stream, name):
            parser.feed(text)
            yield from handler.taken(len(text))
        parser.close()
        yield from handler.taken(0)


def _texts(stream: BinaryIO, name: str) -> Iterator[str]:
    head = read_some(stream, _CHUNK, name)
    refuse_other_kinds(head[:65_536], name, say("a relation file"))
    body = head.removeprefix(UTF_8_MARK)
    if not body.lstrip().startswith(b"<"):
        raise InputError(say("{name} is no XML: choose a relation file.", name=name))
    declared = declared_encoding(body[:1024], name)
    label, encoding = declared or (UNDECLARED, UNDECLARED)
    # A text that is handed to the parser is taken as it is, whatever the file declares.
    decoder = codecs.getincrementaldecoder(encoding)()
    reached = len(head) - len(body)
    chunk = body
    while True:
        try:
            yield decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise InputError(
                say(
                    "{name} says that it is {encoding}, but near byte {position} it is not. Save it again in "
                    "that encoding.",
                    name=name,
                    encoding=label.upper(),
                    position=reached + error.start + 1,
                )
            ) from error
        if not chunk:
            return
        reached += len(chunk)
        chunk = read_some(stream, _CHUNK, name)


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except DefusedXmlException as error:
        raise InputError(
            say(
                "{name} holds a DOCTYPE or an entity, which no platform writes; it is refused unread.",
                name=name,
            )
        ) from error
    except SAXParseException as error:
        raise InputError(
            say(
                "{name} is no complete XML: it breaks at line {line}, character {column}. It may be cut off; "
                "get it again from where it was written.",
                name=name,
                line=error.getLineNumber(),
                column=(error.getColumnNumber() or 0) + 1,
            )
        ) from error


class _Collecting(ContentHandler):
    """Collects the elements of what was fed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._path = [""]
        self._found: list[Element] = []
        self._count = 0
        self._silent = 0

    def taken(self, fed: int) -> list[Element]:
        """Return what was found since; ``fed`` characters were given for it."""
        found, self._found = self._found, []
        self._count += len(found)
        self._silent = 0 if found else self._silent + fed
        if self._silent > _LONGEST or self._count > MAX_CODES:
            raise InputError(
                say(
                    "{name} is no relation file that can be read: more than {most} elements, or endless text "
                    "without one. Split it.",
                    name=self._name,
                    most=MAX_CODES,
                )
            )
        return found

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 (SAX's name)
        line = int(self._locator.getLineNumber() or 0)  # type: ignore[attr-defined] # set by the parser
        self._found.append(Element(line, name, self._path[-1], dict(attrs.items())))
        self._path.append(name)
        if len(self._path) > MAX_DEPTH:
            raise InputError(
                say(
                    "{name}: elements stand more than {most} deep in each other at line {line}.",
                    name=self._name,
                    most=MAX_DEPTH,
                    line=line,
                )
            )

    def endElement(self, name: str) -> None:  # noqa: N802 (SAX's name)
        del name
        self._path.pop()
