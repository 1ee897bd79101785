"""Makes the table of application identifiers. Run it as ``python -m resources.gs1.make DICTIONARY [OUT]``.

DICTIONARY is ``gs1-syntax-dictionary.txt`` of the GS1 Barcode Syntax Dictionary (Apache License 2.0,
repository gs1/gs1-syntax-dictionary). A line of it reads
``AIs [Flags] Specification [Attributes] [# Title]``; a row of ours holds the same facts under names:

    ai          one AI, or the first and last of a range
    title       the data title
    format      the components of the value with their content checks, as the dictionary writes them
    predefined  true: the length is predefined and no separator follows (flag "*")
    query       true: may be a query attribute of a GS1 Digital Link (flag "?")
    requires    alternatives of which one must be on the item ("01+21" means both)
    excludes    AIs that may not be on the same item ("310n": n is any digit)
    qualifiers  present only for Digital Link keys: the sequences of AIs that may follow in the path
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
IDENTIFIERS = 541
NOTE = (
    "Facts of the GS1 Barcode Syntax Dictionary, rewritten as JSON by make.py. "
    "Copyright (c) 2020-2021 BWIPP project, (c) 2020-2021 Zint Project, (c) 2021-2026 GS1 AISBL. "
    "Licensed under the Apache License, Version 2.0: http://www.apache.org/licenses/LICENSE-2.0"
)


def row_of(line: str) -> dict[str, object]:
    """Turn one line of the dictionary into a row."""
    facts, _, title = line.partition("#")
    ai, *words = facts.split()
    flags = words.pop(0) if words[0].strip("*?") == "" else ""
    row: dict[str, object] = {"ai": ai, "title": title.strip()}
    row["format"] = " ".join(word for word in words if "=" not in word and word != "dlpkey")
    row["predefined"] = "*" in flags
    row["query"] = "?" in flags
    for word in words:
        name, _, value = word.partition("=")
        if name == "req":
            if "requires" in row:
                raise ValueError(f"({ai}) has two requirements; the table holds one")
            row["requires"] = value.split(",")
        elif name == "ex":
            row["excludes"] = value.split(",")
        elif name == "dlpkey":
            row["qualifiers"] = [part.split(",") for part in value.split("|") if part]
    return row


def table_of(dictionary: str) -> str:
    """Return the JSON text of the table."""
    lines = [line for line in dictionary.splitlines() if line.strip() and not line.startswith("#")]
    rows = ",\n".join("  " + json.dumps(row_of(line), ensure_ascii=False) for line in lines)
    return f'{{"note": {json.dumps(NOTE)},\n"identifiers": [\n{rows}\n]}}\n'


def count(table: str) -> int:
    """Count the identifiers, ranges at full length."""
    total = 0
    for row in json.loads(table)["identifiers"]:
        first, _, last = row["ai"].partition("-")
        total += int(last or first) - int(first) + 1
    return total


def main() -> None:
    """Write ``application_identifiers.json``."""
    source = Path(sys.argv[1])
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE / "application_identifiers.json"
    table = table_of(source.read_text(encoding="utf-8"))
    if count(table) != IDENTIFIERS:
        raise SystemExit(
            f"expected {IDENTIFIERS} identifiers, found {count(table)}; is it the newest edition?"
        )
    out.write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
