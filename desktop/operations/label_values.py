"""What a job prints into the fields of its labels: what all labels share, and the longest of what differs."""

from desktop.labels.layout import Values
from desktop.products.batch import Batch
from desktop.products.details import NO_DETAILS, Details
from desktop.products.job import Job, label_values
from desktop.products.product import Product

SPECIMEN_MARK = "样张 SPECIMEN"
"""Printed on every label that is no merchandise."""

_CODE_DIGITS = 20

SHARED_FIELDS = frozenset(
    {
        *("product", "english", "spec", "form", "package", "approval", "manufacturer", "storage"),
        *("national_number", "gtin", "content_gtin", "content_count"),
        *("lot", "made", "expiry", "level", "total", "specimen"),
    }
)
"""The fields that ``shared_values`` fills."""


def shared_values(
    product: Product, batch: Batch, level: int, details: Details = NO_DETAILS, count: int | None = None
) -> dict[str, str]:
    """Return what is the same on all labels of one level of a batch; what is not known is empty.

    Args:
        product: the version that is printed.
        batch: its lot.
        level: the pack level.
        details: what else is known of the product.
        count: labels of the job; ``total`` is empty without it.
    """
    pack = product.level(level)
    content = None if level == 1 else product.level(level - 1).gtin
    return {
        "product": product.name,
        "english": details.get("english_name"),
        "spec": product.spec,
        "form": product.form,
        "package": product.package_spec,
        "approval": product.authorized_no,
        "manufacturer": details.get("manufacturer"),
        "storage": details.get("storage"),
        "national_number": details.get("national_number"),
        "gtin": pack.gtin.as_14 if pack.gtin else "",
        "content_gtin": content.as_14 if content else "",
        "content_count": str(pack.children) if level > 1 else "",
        "lot": batch.lot,
        "made": batch.made.isoformat(),
        "expiry": batch.expiry.isoformat(),
        "level": str(level),
        "total": "" if count is None else str(count),
        "specimen": SPECIMEN_MARK if batch.specimen else "",
    }


def longest_values(product: Product, job: Job) -> Values:
    """Return values that need the most room of all labels of a job: they decide the size of its symbols.

    All codes of a job are digits of one length behind one prefix, so they all need the same; of the
    numbers of its labels the highest has the most digits.
    """
    code = product.level(job.level).prefix.ljust(_CODE_DIGITS, "0")
    return label_values(code, int("9" * len(str(job.count))))
