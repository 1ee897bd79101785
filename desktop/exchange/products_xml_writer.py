"""Writes products in the structure of the platform's products.xml, which ``products_xml`` reads again."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from desktop.errors import Refused
from desktop.exchange.products_xml import VERSION
from desktop.products.packing import Packing
from desktop.products.product import PackLevel, Product
from desktop.texts import say


def products_xml(products: Sequence[Product]) -> bytes:
    """Return products.xml in UTF-8; what the platform does not know (GTIN, shelf life ...) is not in it.

    Raises:
        Refused: a pack level has no code prefix, or one product code has two names: the structure has no
            place for either.
    """
    by_code: dict[str, list[Product]] = {}
    for product in products:
        _require_prefixes(product)
        same = by_code.setdefault(product.code, [])
        if same and same[0].name != product.name:
            raise Refused(
                say(
                    "Product code {code} has two names, {name} and {other}; products.xml holds one. Export a "
                    "CSV or XLSX table instead.",
                    code=product.code,
                    name=same[0].name,
                    other=product.name,
                )
            )
        same.append(product)
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<productList version="{VERSION}">']
    for code, same in by_code.items():
        lines.append(f"  <product productCode={quoteattr(code)} productName={quoteattr(same[0].name)}>")
        for product in same:
            lines += _sub_type(product)
        lines.append("  </product>")
    lines += ["</productList>", ""]
    return "\n".join(lines).encode()


def _require_prefixes(product: Product) -> None:
    bare = next((level for level in product.levels if not level.prefix), None)
    if bare is not None:
        raise Refused(
            say(
                "Level {level} of {product} has no code prefix, so products.xml cannot hold it. Export a CSV "
                "or XLSX table instead.",
                level=bare.level,
                product=product.name,
            )
        )


def _sub_type(product: Product) -> list[str]:
    attributes = {
        "typeNo": product.type_no,
        "authorizedNo": product.authorized_no,
        "type": product.form,
        "spec": product.spec,
        "packageSpec": product.package_spec,
        "packUnit": product.pack_unit,
    }
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    ratio = Packing.of(product.levels).ratio()
    return [
        f"    <subType {written}>",
        "      <resProdCodes>",
        *(_level(level, ratio) for level in product.levels),
        "      </resProdCodes>",
        "    </subType>",
    ]


def _level(level: PackLevel, ratio: str) -> str:
    return (
        f'        <resCode codeVersion="{level.prefix[0]}" codeLevel="{level.level}" '
        f'pkgRatio="{ratio}">{escape(level.prefix[1:])}</resCode>'
    )
