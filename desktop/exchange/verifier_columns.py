"""Under which headings verifiers export what they measured."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """What a column of a verifier's table holds, as far as it is taken over."""

    DATA = "data"
    GRADE = "grade"
    FORMAL = "formal"
    SYMBOLOGY = "symbology"
    EDITION = "edition"
    APERTURE = "aperture"
    WAVELENGTH = "wavelength"
    DATE = "date"
    TIME = "time"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Headings:
    """Headings of one column, plain: small letters and digits only, or Chinese."""

    column: Column
    names: tuple[str, ...]
    source: str


_COGNEX = "Cognex DM8072V manual, Main tab: Data, Overall Grade, Formal Grade, Symbology"
_OMRON = "Omron AutoVISION verification reports: Final Grade, Aperture, Wavelength"
_USUAL = "words of ISO/IEC 15416 and GB/T 14258, and what tables are usually headed with"
HEADINGS = (
    Headings(
        Column.DATA, ("data", "decodeddata", "decodedtext", "symboldata", "barcodedata", "code"), _COGNEX
    ),
    Headings(Column.DATA, ("数据", "译码数据", "条码数据", "条码内容", "内容"), _USUAL),
    Headings(Column.GRADE, ("overallgrade", "overall", "overallsymbolgrade"), _COGNEX),
    Headings(Column.GRADE, ("finalgrade", "grade", "symbolgrade", "isograde"), _OMRON),
    Headings(Column.GRADE, ("等级", "符号等级", "总等级", "综合等级"), _USUAL),
    Headings(Column.FORMAL, ("formalgrade", "formal", "gradestring"), _COGNEX),
    Headings(Column.FORMAL, ("等级表示", "正式等级"), _USUAL),
    Headings(Column.SYMBOLOGY, ("symbology", "symboltype", "codetype", "barcodetype"), _COGNEX),
    Headings(Column.SYMBOLOGY, ("码制", "条码类型"), _USUAL),
    Headings(Column.EDITION, ("edition", "standard", "标准", "标准版本", "检测标准"), _USUAL),
    Headings(Column.APERTURE, ("aperture", "apertureref", "孔径", "测量孔径"), _OMRON),
    Headings(Column.WAVELENGTH, ("wavelength", "wavelengthnm", "波长"), _OMRON),
    Headings(
        Column.DATE, ("date", "datetime", "timestamp", "measuredat", "日期", "检测日期", "检测时间"), _USUAL
    ),
    Headings(Column.TIME, ("time", "时间"), _USUAL),
    Headings(
        Column.DEVICE, ("device", "verifier", "serialnumber", "serial", "仪器", "设备", "序列号"), _USUAL
    ),
)


def plain(heading: str) -> str:
    """Return a heading without what tables vary in: case, spaces, signs, width of characters.

    >>> plain("Overall Grade "), plain("Wavelength (nm)")
    ('overallgrade', 'wavelengthnm')
    """
    return "".join(one for one in unicodedata.normalize("NFKC", heading).lower() if one.isalnum())


def column_of(heading: str) -> Column | None:
    """Return what a column with this heading holds, None if that is not known."""
    wanted = plain(heading)
    return next((one.column for one in HEADINGS if wanted in one.names), None)
