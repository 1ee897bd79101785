"""GS1 Digital Link: element strings as a web address, such as https://id.gs1.org/01/06932833600109/10/L02707?17=200131.

The key and its qualifiers stand in the path, in the order of the dictionary; all else stands in the query.
Only AIs in digits are keys; the words of earlier editions ("gtin", "lot") are none.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from desktop.codes.gs1.faults import Fault, FaultCode, Located, Severity
from desktop.codes.gs1.source import Source
from desktop.codes.gs1.table import Identifier, Partners, identifiers
from desktop.errors import InputError
from desktop.texts import say

LINK = re.compile(r"https?://[^/?#]+", re.IGNORECASE)
CANONICAL = "https://id.gs1.org"
KEY_ORDER = (
    "01", "8006", "8013", "8010", "414", "415", "417", "8017", "8018", "255", "00", "253", "401", "402",
    "8003", "8004",
)  # fmt: skip
"""Which key goes into the path when an element string holds several (order of biip)."""

_GTIN_SHORTER = frozenset({8, 12, 13})
_NUMBER = re.compile(r"[0-9]{2,4}")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")

Part = tuple[int, int]
"""Start and end of a piece of the address."""


def read_link(source: Source) -> tuple[list[Located], list[Fault]]:
    """Take a Digital Link apart.

    Raises:
        InputError: there is no GS1 key in its path.
    """
    data = source.data
    host = LINK.match(data)
    assert host is not None
    path_end = _first_of(data, "?#", host.end())
    segments = list(_pieces(data, host.end() + 1, path_end, "/"))
    first = _key_segment(data, segments)
    if first is None:
        raise InputError(
            say(
                "Not a GS1 Digital Link: no key stands in the path, such as /01/ before a GTIN of 14 digits "
                "or /00/ before an SSCC."
            )
        )
    found: list[Located] = []
    faults: list[Fault] = []
    for key, value in zip(segments[first::2], segments[first + 1 :: 2], strict=True):
        _take(source, key, value, found, faults)
    if found:
        faults += _path_faults(found)
        faults += _padded(found)
    if path_end < len(data) and data[path_end] == "?":
        _query(source, path_end + 1, _first_of(data, "#", path_end), found, faults)
    return found, faults


def _first_of(data: str, signs: str, start: int) -> int:
    places = [place for place in (data.find(sign, start) for sign in signs) if place >= 0]
    return min(places, default=len(data))


def _pieces(data: str, start: int, end: int, sign: str) -> Iterator[Part]:
    while start <= end:
        stop = data.find(sign, start, end)
        if stop < 0:
            stop = end
        if stop > start:
            yield start, stop
        start = stop + 1


def _key_segment(data: str, segments: Sequence[Part]) -> int | None:
    """Find the first segment that is a key and before which no pair is left over."""
    for index in range(len(segments) % 2, len(segments), 2):
        names = [data[start:end] for start, end in segments[index::2]]
        known = identifiers().get(names[0])
        if known is not None and known.qualifiers is not None and all(map(_NUMBER.fullmatch, names)):
            return index
    return None


def _take(source: Source, key: Part, value: Part, found: list[Located], faults: list[Fault]) -> None:
    ai = source.data[key[0] : key[1]]
    identifier = identifiers().get(ai)
    if identifier is None:
        faults.append(
            Fault(
                FaultCode.UNKNOWN_AI,
                say("({ai}) is no application identifier (AI) of GS1.", ai=ai),
                source.places[key[0]],
                source.places[key[1]],
            )
        )
        return
    decoded, edges, wrong = _decoded(source, *value)
    faults += wrong
    found.append(Located(identifier, decoded, source.places[key[0]], edges))


def _decoded(source: Source, start: int, end: int) -> tuple[str, list[int], list[Fault]]:
    """Undo percent-encoding and remember where each character came from."""
    data, places = source.data, source.places
    characters = bytearray()
    edges: list[int] = []
    faults: list[Fault] = []
    at = start
    while at < end:
        code = _PERCENT.match(data, at, end)
        if data[at] == "%" and code is None:
            faults.append(_wrong_percent(source, at, end))
        piece = bytes.fromhex(code.group(1)) if code else data[at].encode("utf-8", "surrogatepass")
        edges += [places[at]] * len(piece)
        characters += piece
        at = code.end() if code else at + 1
    value = characters.decode("utf-8", "replace")
    if len(value) != len(characters):
        edges = _edges_of_characters(value, edges)
    return value, [*edges, places[end]], faults


def _edges_of_characters(value: str, byte_edges: list[int]) -> list[int]:
    """Keep the edge of each character's first byte; what cannot be decoded keeps the byte's own."""
    edges: list[int] = []
    at = 0
    for character in value:
        edges.append(byte_edges[min(at, len(byte_edges) - 1)])
        at += 1 if character == "\ufffd" else len(character.encode())
    return edges


def _wrong_percent(source: Source, at: int, end: int) -> Fault:
    stop = min(at + 3, end)
    return Fault(
        FaultCode.LINK_ENCODING,
        say(
            "Position {position}: after % two hexadecimal digits must follow; a percent sign itself is %25.",
            position=source.places[at] + 1,
        ),
        source.places[at],
        source.places[stop],
        "%25" + source.data[at + 1 : stop],
    )


def _path_faults(found: Sequence[Located]) -> Iterator[Fault]:
    """Check that behind the key stand only its qualifiers, and in their order."""
    key = found[0].identifier
    assert key.qualifiers is not None
    given = tuple(one.ai for one in found[1:])
    if not given or any(_in_order(given, sequence) for sequence in key.qualifiers):
        return
    for one in found[1:]:
        if not any(one.ai in sequence for sequence in key.qualifiers):
            yield _not_a_qualifier(key, one)
            return
    allowed = " | ".join("".join(f"/{ai}" for ai in sequence) for sequence in key.qualifiers)
    yield Fault(
        FaultCode.LINK_PATH,
        say(
            "In the path behind /{key} this order is needed: {allowed}; found {given}.",
            key=key.ai,
            allowed=allowed,
            given="".join(f"/{ai}" for ai in given),
        ),
        found[1].ai_start,
        found[-1].end,
    )


def _not_a_qualifier(key: Identifier, one: Located) -> Fault:
    return Fault(
        FaultCode.LINK_PATH,
        say(
            "({ai}) {title} does not belong into the path behind /{key}; "
            "write it into the query: ?{ai}={value}.",
            ai=one.ai,
            title=one.identifier.title,
            key=key.ai,
            value=quote(one.value, safe=""),
        ),
        one.ai_start,
        one.end,
    )


def _in_order(given: Partners, sequence: Partners) -> bool:
    rest = iter(sequence)
    return all(ai in rest for ai in given)


def _padded(found: list[Located]) -> Iterator[Fault]:
    """Fill a shorter GTIN up to 14 digits, as readers of Digital Links do."""
    one = found[0]
    if one.ai != "01" or len(one.value) not in _GTIN_SHORTER:
        return
    value = one.value.zfill(14)
    edges = [*[one.start] * (14 - len(one.value)), *one.edges]
    found[0] = Located(one.identifier, value, one.ai_start, edges)
    yield Fault(
        FaultCode.LINK_PATH,
        say(
            "(01) GTIN: {value} has {found} digits and was filled up to {wanted}.",
            value=one.value,
            found=len(one.value),
            wanted=value,
        ),
        one.start,
        one.end,
        value,
        Severity.WARNING,
    )


def _query(source: Source, start: int, end: int, found: list[Located], faults: list[Fault]) -> None:
    for key_start, stop in _pieces(source.data, start, end, "&"):
        equals = source.data.find("=", key_start, stop)
        if equals < 0 or not source.data[key_start:equals].isdecimal():
            continue  # a parameter of the website's own, such as linkType=...
        before = len(found)
        _take(source, (key_start, equals), (equals + 1, stop), found, faults)
        if len(found) > before and not found[-1].identifier.query:
            faults.append(_not_in_query(found[-1]))


def _not_in_query(one: Located) -> Fault:
    return Fault(
        FaultCode.LINK_QUERY,
        say(
            "({ai}) {title} may not stand in the query of a Digital Link; "
            "it belongs into the path behind its key.",
            ai=one.ai,
            title=one.identifier.title,
        ),
        one.ai_start,
        one.end,
    )


def write_link(pairs: Sequence[tuple[str, str]], domain: str = CANONICAL) -> str:
    """Write elements as a Digital Link.

    Args:
        pairs: AIs and values, valid as an element string.
        domain: scheme, host and, if wanted, the beginning of a path.

    Raises:
        InputError: the elements cannot be written as one.
    """
    values = dict(pairs)
    key = next((ai for ai in KEY_ORDER if ai in values), None)
    if key is None:
        raise InputError(
            say("No Digital Link: none of these elements is a key for its path, such as (01) or (00).")
        )
    in_path = (key, *_qualifiers(identifiers()[key], values))
    in_query = sorted(ai for ai in values if ai not in in_path)
    for ai in in_query:
        if not identifiers()[ai].query:
            raise InputError(
                say(
                    "No Digital Link: ({ai}) {title} has no place in it beside ({key}).",
                    ai=ai,
                    title=identifiers()[ai].title,
                    key=key,
                )
            )
    path = "".join(f"/{ai}/{quote(values[ai], safe='')}" for ai in in_path)
    query = "&".join(f"{ai}={quote(values[ai], safe='')}" for ai in in_query)
    return domain.rstrip("/") + path + ("?" + query if query else "")


def _qualifiers(key: Identifier, values: dict[str, str]) -> Partners:
    """Choose the sequence of qualifiers that takes the most elements."""
    chosen: Partners = ()
    for sequence in key.qualifiers or ():
        present = tuple(ai for ai in sequence if ai in values)
        if len(present) > len(chosen):
            chosen = present
    return chosen
