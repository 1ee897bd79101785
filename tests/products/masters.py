"""A product with everything, to be changed in one place by each test."""

from desktop.codes.gtin import Gtin
from desktop.products.details import Details
from desktop.products.product import PackLevel, Product
from desktop.products.version import Master

POWDER = Product(
    code="8021762",
    type_no="8021762001",
    name="蒙脱石散",
    authorized_no="国药准字H20000690",
    form="散剂",
    spec="3g",
    package_spec="10袋/盒",
    pack_unit="盒",
    levels=(
        PackLevel(1, "8021762", 1, Gtin("6932833600109")),
        PackLevel(2, "8121762", 10, Gtin("16932833600106")),
        PackLevel(3, "8221762", 10),
    ),
    shelf_life_months=48,
)

DETAILS = Details.build({"manufacturer": "示例制药有限公司", "standard_code": "86904879000126"})

MASTER = Master(POWDER, DETAILS)
