"""What people call the fields of labels: in menus, and at the head of their tables."""

from collections.abc import Mapping

from desktop.texts import LANGUAGES, Text, say


def field_title(name: str) -> Text:
    """Word the field ``name``; a design's own field is called by its name."""
    return _titles().get(name) or say("{name}", name=name)


def headings() -> Mapping[str, str]:
    """Return what the heading of a table's column may be, in small letters, and the field it means.

    Those are the fields' names, their titles in both languages, and what else plants write in Chinese.
    """
    known = {
        title.in_language(language).casefold(): name
        for name, title in _titles().items()
        for language in LANGUAGES
    }
    return known | dict(_SYNONYMS) | {name: name for name in _titles()}


_SYNONYMS = (
    ("追溯码", "code"),
    ("药品追溯码", "code"),
    ("电子监管码", "code"),
    ("监管码", "code"),
    ("序列号", "serial"),
    ("系列号", "serial"),
    ("物流单元代码", "sscc"),
    ("序号", "number"),
    ("总数", "total"),
    ("品名", "product"),
    ("药品名称", "product"),
    ("产品名称", "product"),
    ("通用名称", "product"),
    ("英文名称", "english"),
    ("规格", "spec"),
    ("剂型", "form"),
    ("包装规格", "package"),
    ("批准文号", "approval"),
    ("生产企业", "manufacturer"),
    ("生产厂家", "manufacturer"),
    ("贮藏", "storage"),
    ("储存条件", "storage"),
    ("商品条码", "gtin"),
    ("批号", "lot"),
    ("产品批号", "lot"),
    ("生产批号", "lot"),
    ("batch", "lot"),
    ("生产日期", "made"),
    ("有效期", "expiry"),
    ("有效期至", "expiry"),
    ("失效日期", "expiry"),
    ("包装级别", "level"),
    ("重量", "weight"),
    ("收货地", "destination"),
    ("目的地", "destination"),
    ("订单号", "order"),
    ("原产国", "origin"),
)


def _titles() -> Mapping[str, Text]:
    return {
        "code": say("Drug code"),
        "serial": say("Serial number"),
        "sscc": say("Pallet number (SSCC)"),
        "number": say("Number of the label in its job"),
        "trace": say("Trace code"),
        "crypto_key": say("Verification key"),
        "crypto_sign": say("Verification signature"),
        "total": say("Labels in the job"),
        "product": say("Product"),
        "english": say("English name"),
        "spec": say("Strength"),
        "form": say("Dosage form"),
        "package": say("Package"),
        "approval": say("Approval number"),
        "manufacturer": say("Manufacturer"),
        "storage": say("Storage"),
        "gtin": say("GTIN"),
        "content_gtin": say("GTIN of the contents"),
        "content_count": say("Packs in it"),
        "national_number": say("National number"),
        "weight": say("Net weight"),
        "order": say("Order number"),
        "destination": say("Destination"),
        "origin": say("Country of origin"),
        "lot": say("Lot"),
        "made": say("Date of manufacture"),
        "expiry": say("Expiry date"),
        "level": say("Pack level"),
        "specimen": say("Specimen mark"),
    }
