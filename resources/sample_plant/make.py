"""Makes the sample plant's files. Run it as ``python -m resources.sample_plant.make [FOLDER]``.

The product is the montmorillonite powder of source document S001 (table 3). What the source does not
say, and above all the codes, is marked as specimen: prefixes 8999901 to 8999903 and the last four
digits are made up. The last four come from a seeded generator and follow no rule, as those of real
codes follow none that could be known here.

Every run writes the same bytes; a test compares them with the files that are kept.
"""

import random
import sys
from collections.abc import Sequence
from pathlib import Path

MARK = "样张 SPECIMEN"
PRODUCT_CODE = "9990001"
TYPE_NO = "9990001001"
RATIO = "1:10:100"
FIRST_SERIAL = 100_000_001
LEVELS = ((1, "8999901", 10_000), (2, "8999902", 1_000), (3, "8999903", 100))
"""(pack level, code prefix, codes)"""
PREFIXES = tuple(prefix for _, prefix, _ in LEVELS)

_SEED = 20160201


def products_xml(ratio: str = RATIO, prefixes: Sequence[str] = PREFIXES) -> str:
    """Return products.xml in the platform's structure, with a prefix for each level of the ratio."""
    levels = "\n        ".join(
        f'<resCode codeVersion="{prefix[0]}" codeLevel="{level}" pkgRatio="{ratio}">{prefix[1:]}</resCode>'
        for level, prefix in enumerate(prefixes, start=1)
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<productList version="3.0">
  <product productCode="{PRODUCT_CODE}" productName="蒙脱石散" comment="{MARK}">
    <subType typeNo="{TYPE_NO}" authorizedNo="{MARK}" type="散剂" spec="{MARK}"
             packageSpec="{MARK}" packUnit="盒" physicDetailType="散剂">
      <resProdCodes>
        {levels}
      </resProdCodes>
    </subType>
  </product>
</productList>
"""


def codes(prefix: str, count: int) -> list[str]:
    """Return ``count`` specimen codes of ``prefix`` with consecutive serial numbers."""
    generator = random.Random(_SEED + int(prefix))  # noqa: S311 (samples, and the same every time)
    serials = range(FIRST_SERIAL, FIRST_SERIAL + count)
    # Of all its methods, Python promises the same sequence in every version for random() alone.
    return [f"{prefix}{serial:09d}{int(generator.random() * 10_000):04d}" for serial in serials]


def code_file(level: int, prefix: str, count: int) -> str:
    """Return the code file of one pack level: a header, then a code a line."""
    issued = codes(prefix, count)
    header = ("SPECIMEN", "样张", prefix[1:], TYPE_NO, str(level), issued[0], issued[-1], prefix[0])
    return "\n".join(("#".join(header), *issued, ""))


def files() -> dict[str, bytes]:
    """Return all files by name."""
    texts = {"products.xml": products_xml()}
    for level, prefix, count in LEVELS:
        texts[f"codes_level{level}.txt"] = code_file(level, prefix, count)
    return {name: text.encode() for name, text in texts.items()}


def main(folder: Path) -> None:
    """Write all files into ``folder``."""
    for name, data in files().items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
