"""How fast symbols are drawn and read back, on one core: ``python -m tests.benchmarks.symbols``."""

import time

from desktop.symbols.decode_back import verified
from desktop.symbols.encoder import encode
from desktop.symbols.symbology import GS, Symbology

ROUNDS = 5_000
CASES = (
    (Symbology.CODE_128, "812505312782{n:08}"),
    (Symbology.CODE_128, "Lot-{n:08}aB"),
    (Symbology.GS1_128, f"010693283360010910L02707{GS}21{{n:08}}A"),
    (Symbology.EAN_13, "6932833600109"),
    (Symbology.EAN_8, "12345670"),
    (Symbology.UPC_A, "614141007349"),
    (Symbology.ITF_14, "16932833600106"),
    (Symbology.DATA_MATRIX, "812505312782{n:08}"),
    (Symbology.GS1_DATA_MATRIX, f"01069328336001091720013110L02707{GS}21812505312782{{n:08}}"),
    (Symbology.QR, "https://example.com/812505312782{n:08}"),
    (Symbology.GS1_QR, f"01069328336001091720013110L02707{GS}21812505312782{{n:08}}"),
)


def main() -> None:
    """Print microseconds for drawing alone, and for drawing and reading back; and symbols a second."""
    for symbology, pattern in CASES:
        data = [pattern.format(n=n) for n in range(ROUNDS)]
        start = time.perf_counter()
        for one in data:
            encode(symbology, one)
        drawn = (time.perf_counter() - start) / ROUNDS
        start = time.perf_counter()
        for one in data:
            verified(encode(symbology, one))
        checked = (time.perf_counter() - start) / ROUNDS
        print(
            f"{symbology.value:14} {len(data[0]):3} characters: drawn {drawn * 1e6:5.0f} us, "
            f"drawn and read back {checked * 1e6:5.0f} us = {1 / checked:7,.0f}/s"
        )


if __name__ == "__main__":
    main()
