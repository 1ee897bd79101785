"""100 000 drug-code labels to a ZPL stream on one core: every field resolved, every symbol decoded back.

``python -m tests.benchmarks.zpl_stream [LABELS]``
"""

import os
import resource
import sys
import time

import label_templates
from desktop.labels import codec
from desktop.labels.layout import plan_labels
from desktop.units import Resolution
from printers.zebra.zpl import ZplLanguage

TEMPLATE = "drug_code_b"
DOTS_PER_MM = 12
BLOCK = 10_000


def peak_mib() -> float:
    """The most memory that the process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> None:
    labels = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    design = codec.load(label_templates.read_text(TEMPLATE))
    shared = {name: value for name, value in design.sample if name != "code"}
    plan = plan_labels(design, Resolution(DOTS_PER_MM), shared)
    language = ZplLanguage()
    filling = writing = 0.0
    with open(os.devnull, "wb") as stream:  # noqa: PTH123 (a device, not a file of ours)
        size = stream.write(language.stored_format(plan))
        first_peak = 0.0
        for start in range(0, labels, BLOCK):
            codes = [f"81234567{number:012}" for number in range(start, min(start + BLOCK, labels))]
            for code in codes:
                begun = time.perf_counter()
                label = plan.fill({"code": code})
                filled = time.perf_counter()
                size += stream.write(language.label(label))
                writing += time.perf_counter() - filled
                filling += filled - begun
            first_peak = first_peak or peak_mib()
    seconds = filling + writing
    print(
        f"{labels} labels of {TEMPLATE} at {DOTS_PER_MM} dots/mm: {labels / seconds:.0f} labels/s on one core"
    )
    print(f"  fill and decode {filling / labels * 1e6:.1f} us, write {writing / labels * 1e6:.1f} us a label")
    print(f"  {size / labels:.0f} bytes a label")
    print(f"  peak memory {first_peak:.0f} MiB after {BLOCK} labels, {peak_mib():.0f} MiB at the end")


if __name__ == "__main__":
    main()
