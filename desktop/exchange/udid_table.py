"""Devices as the national UDI database asks for them, from the master data: rows for its tables and its XML.

Source of the fields: UDID's own data set and interface (codes.md B9), which share the names. What the master
data do not hold stays empty, and is told: a person fills it in there or in the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.codes.udi import NO, YES, Agency
from desktop.errors import Refused
from desktop.exchange.table_writer import Sheet, xlsx_bytes
from desktop.products.details import Details
from desktop.products.product import PackLevel, Product
from desktop.products.schemes import CodeScheme
from desktop.products.version import Master
from desktop.texts import say

_WORDS = {"yes": YES, "no": NO, "": ""}


@dataclass(frozen=True, slots=True)
class UdidField:
    """A field of a device.

    Attributes:
        name: as the interface calls it.
        title: as the table of UDID calls it.
        required: whether a device cannot be filed without it (YY/T 1752, the fields without a condition).
    """

    name: str
    title: str
    required: bool = False


FIELDS = (
    UdidField("zxxsdycpbs", "最小销售单元产品标识", required=True),
    UdidField("cpbsbmtxmc", "医疗器械唯一标识编码体系名称", required=True),
    UdidField("cpbsfbrq", "产品标识发布日期", required=True),
    UdidField("zxxsdyzsydydsl", "最小销售单元中使用单元的数量", required=True),
    UdidField("sydycpbs", "使用单元产品标识"),
    UdidField("bszt", "标识载体", required=True),
    UdidField("sfyzcbayz", "是否与注册/备案产品标识一致", required=True),
    UdidField("zcbacpbs", "注册/备案产品标识"),
    UdidField("sfybtzjbs", "是否有本体直接标识", required=True),
    UdidField("btcpbsyzxxsdycpbssfyz", "本体产品标识与最小销售单元产品标识是否一致"),
    UdidField("btcpbs", "本体产品标识"),
    UdidField("cpmctymc", "产品名称/通用名称", required=True),
    UdidField("spmc", "商品名称"),
    UdidField("ggxh", "规格型号", required=True),
    UdidField("sfwblztlcp", "是否为包类/组套类产品", required=True),
    UdidField("cpms", "产品描述", required=True),
    UdidField("cphhhbh", "产品货号或编号"),
    UdidField("yflbm", "原分类编码"),
    UdidField("qxlb", "器械类别", required=True),
    UdidField("flbm", "分类编码", required=True),
    UdidField("tyshxydm", "统一社会信用代码", required=True),
    UdidField("zczbhhzbapzbh", "注册证编号或者备案凭证编号", required=True),
    UdidField("ylqxzcrbarmc", "医疗器械注册人/备案人名称", required=True),
    UdidField("ylqxzcrbarywmc", "医疗器械注册人/备案人英文名称"),
    UdidField("ybbm", "医保耗材分类编码"),
    UdidField("cplb", "产品类别", required=True),
    UdidField("cgzmraqxgxx", "磁共振（MR）安全相关信息", required=True),
    UdidField("sfbjwycxsy", "是否标记为一次性使用", required=True),
    UdidField("zdcfsycs", "最大重复使用次数"),
    UdidField("sfwwjbz", "是否为无菌包装", required=True),
    UdidField("syqsfxyjxmj", "使用前是否需要进行灭菌", required=True),
    UdidField("mjfs", "灭菌方式"),
    UdidField("qtxxdwzlj", "其他信息的网址链接"),
    UdidField("tsrq", "退市日期"),
    UdidField("scbssfbhph", "生产标识是否包含批号", required=True),
    UdidField("scbssfbhxlh", "生产标识是否包含序列号", required=True),
    UdidField("scbssfbhscrq", "生产标识是否包含生产日期", required=True),
    UdidField("scbssfbhsxrq", "生产标识是否包含失效日期", required=True),
    UdidField("tscchcztj", "特殊储存或操作条件"),
    UdidField("tsccsm", "特殊尺寸说明"),
)
"""In the order of the data set."""

PACKING_FIELDS = (
    UdidField("bzcpbs", "包装产品标识", required=True),
    UdidField("cpbzjb", "产品包装级别", required=True),
    UdidField("bznhxyjcpbssl", "本级包装内包含小一级相同产品标识的包装数量", required=True),
    UdidField("bznhxyjbzcpbs", "包装内含小一级产品标识", required=True),
)
"""One row for each larger pack with an identifier of its own (packingList)."""


@dataclass(frozen=True, slots=True)
class Device:
    """One device with its packing list.

    Attributes:
        values: in the order of ``FIELDS``.
        packing: rows in the order of ``PACKING_FIELDS``, the smaller packs first.
    """

    values: tuple[str, ...]
    packing: tuple[tuple[str, ...], ...]

    @property
    def di(self) -> str:
        """The identifier of the smallest sales unit."""
        return self.values[0]

    @property
    def gaps(self) -> tuple[UdidField, ...]:
        """Return the required fields that are empty."""
        return tuple(
            row for row, value in zip(FIELDS, self.values, strict=True) if row.required and not value
        )


def device_of(master: Master) -> Device:
    """Make the record of a product.

    Raises:
        Refused: it carries no UDI, or its smallest pack has no GTIN.
    """
    product, details = master.product, master.details
    if CodeScheme.UDI not in details.schemes:
        raise Refused(
            say(
                "{product} carries no UDI: choose the code scheme UDI for it under Products first.",
                product=product.name,
            )
        )
    unit = product.level(1).gtin
    if unit is None:
        raise Refused(
            say(
                "{product} has no GTIN on its smallest pack, which is its identifier in UDID: enter it under "
                "Products first.",
                product=product.name,
            )
        )
    values = _values(product, details) | {"zxxsdycpbs": unit.as_14, "cpbsbmtxmc": Agency.GS1.value}
    return Device(tuple(values.get(row.name, "") for row in FIELDS), _packing(product))


def _values(product: Product, details: Details) -> dict[str, str]:
    flags = {
        "sfwblztlcp": "kit",
        "scbssfbhph": "udi_lot",
        "scbssfbhxlh": "udi_serial",
        "scbssfbhscrq": "udi_made",
        "scbssfbhsxrq": "udi_expiry",
    }
    return {name: _WORDS[details.get(key)] for name, key in flags.items()} | {
        "zxxsdyzsydydsl": details.get("units_of_use"),
        "sydycpbs": details.get("unit_of_use_di"),
        "cpmctymc": product.name,
        "spmc": details.get("brand"),
        "ggxh": product.spec,
        "cphhhbh": product.type_no,
        "tyshxydm": details.get("organisation_code"),
        "zczbhhzbapzbh": product.authorized_no,
        "ylqxzcrbarmc": details.get("licence_holder") or details.get("manufacturer"),
        "tscchcztj": details.get("storage"),
    }


def _packing(product: Product) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    below = product.level(1).gtin
    count = 1
    for level in product.levels[1:]:
        count *= level.children
        if level.gtin is not None and below is not None:
            rows.append((level.gtin.as_14, _level_word(level, product), str(count), below.as_14))
            below, count = level.gtin, 1
    return tuple(rows)


def _level_word(level: PackLevel, product: Product) -> str:
    if level.level >= 4:
        return "托盘" if level.level == 4 else f"{level.level}级包装"
    return "箱" if level.level == 3 or level.level == len(product.levels) else "中包装"


def udid_xlsx(devices: Sequence[Device]) -> bytes:
    """Write a workbook: devices on the first sheet, their packing list on the second."""
    packing = [(device.di, *row) for device in devices for row in device.packing]
    return xlsx_bytes(
        Sheet("产品信息", [row.title for row in FIELDS], [device.values for device in devices]),
        Sheet("包装标识", [FIELDS[0].title, *(row.title for row in PACKING_FIELDS)], packing),
    )
