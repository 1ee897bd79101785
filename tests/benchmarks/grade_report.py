"""How long a grade report takes: ``python -m tests.benchmarks.grade_report``.

One label with a Code 128 and a DataMatrix, measured once; then its report is written in both languages. The
first one loads the typeface, which each start of the program does once. Pictures are drawn here.
"""

from datetime import UTC, datetime
from time import perf_counter

from desktop.exchange.grade_report import GradeReport, ReportedPicture, grade_report_pdf
from desktop.grading.grader import grade_picture
from desktop.grading.model import Calibration
from desktop.grading.picture import image_of
from tests.grading.pictures import sheet, symbol

CODE = "81234561234567891234"
CARD = Calibration(0, 100, 0, 1, "card", "Li", "2026-11-22")


def main() -> None:
    """Print seconds and sizes."""
    drawn = sheet(
        (symbol(CODE, "Code128", 5)[:200], 100, 100),
        (symbol(CODE, "DataMatrix", 14), 100, 500),
        size=(1280, 1024),
    )
    image = image_of(drawn, px_per_mm=20.0, calibration=CARD)
    symbols = grade_picture(image)
    for name, found in (("one symbol", symbols[:1]), ("two symbols", symbols)):
        picture = ReportedPicture("label.png", "0" * 64, image, found, ())
        report = GradeReport((picture,), 1.5, datetime.now(UTC), "benchmark")
        for language in ("en", "zh_CN", "en"):
            begin = perf_counter()
            pdf = grade_report_pdf(report, language)
            print(f"{name:12} {language:6} {perf_counter() - begin:6.3f} s  {len(pdf) // 1000:5} kB")


if __name__ == "__main__":
    main()
