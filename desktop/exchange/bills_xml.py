"""Bills as the platform's terminal interface takes them (schema 3.0), and as a table.

Source: two public writers of the XML (codes.md B5), whose spelling is kept: ``DataMaping``,
``DestoryWareHouseOut``. What stands in ``DataDesc`` none of them shows, so it is empty.
That the company is ``FromCorpID`` where goods come in follows from ``ToCorpID`` and is in no public file.
"""

from collections.abc import Iterable
from datetime import timedelta, timezone
from xml.sax.saxutils import quoteattr

from desktop.exchange.csv_writer import csv_bytes
from desktop.packing.bills import PARTNER_ID, Bill, BillLine, field_name
from desktop.texts import Text, say

VERSION = "3.0"
SCHEMA = "终端接口XML Schema-3.0.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_CHINA = timezone(timedelta(hours=8))


def bill_xml(bill: Bill, lines: Iterable[BillLine]) -> bytes:
    """Write a bill in UTF-8 without a byte order mark, one pack a line, in the order of scanning."""
    rule = bill.rule
    partner = _partner(bill)
    names = ["CorpOrderID", "Actor", "ActDate", *partner, "Code"]
    mapping = "".join(f"<ActionData>{name}</ActionData>" for name in names)
    out = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<Document xmlns:xsi="{_INSTANCE}" xsi:noNamespaceSchemaLocation="{SCHEMA}" Version="{VERSION}">',
        "  <Events>",
        f'    <Event Name="{rule.event}" MainAction="{rule.main_action}">',
        "      <ActionMapping>",
        f'        <Action Name="{rule.main_action}">{mapping}</Action>',
        "      </ActionMapping>",
        "      <DataMaping>",
        *(f'        <MetaData Name="{name}" Type="String"/>' for name in names),
        "      </DataMaping>",
        "      <DataDesc/>",
        "      <DataField>",
        *(_data(bill, line, partner) for line in lines),
        "      </DataField>",
        "    </Event>",
        "  </Events>",
        "</Document>",
        "",
    ]
    return "\n".join(out).encode()


def bill_csv(bill: Bill, lines: Iterable[BillLine], language: str) -> bytes:
    """Write a bill as a table: one pack a row, with the fields of the bill beside it."""
    titles: list[Text] = [say("Code"), say("Pack level"), say("Bill"), say("Kind of bill")]
    titles += [say("Number of the kind"), say("Scanned at"), say("Scanned by")]
    titles += [field_name(key) for key, _ in bill.values]
    fields = [value for _, value in bill.values]
    return csv_bytes(
        [one.in_language(language) for one in titles],
        (
            [
                line.code,
                line.level,
                bill.number,
                bill.rule.event,
                bill.rule.type_code,
                _moment(line),
                line.by,
                *fields,
            ]
            for line in lines
        ),
    )


def file_name(bill: Bill) -> str:
    """Return the name of its file without the ending: kind, number and day, as the older interface has it."""
    day = bill.get("receipt_date") or bill.get("dispatch_date")
    return f"{bill.rule.event}_{bill.number}_{day.replace('-', '')}"


def _partner(bill: Bill) -> tuple[str, ...]:
    if not bill.get(PARTNER_ID):
        return ()
    return ("FromCorpID",) if bill.rule.incoming else ("ToCorpID",)


def _data(bill: Bill, line: BillLine, partner: tuple[str, ...]) -> str:
    attributes = {
        "Code": line.code,
        "CorpOrderID": bill.number,
        "Actor": line.by,
        "ActDate": _moment(line),
        "WrongCode": "False",
    } | dict.fromkeys(partner, bill.get(PARTNER_ID))
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    return f"        <Data {written}/>"


def _moment(line: BillLine) -> str:
    return line.at.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M:%S")
