"""The sample plant: a product, codes and batches to try everything with. All of it is marked specimen."""

from desktop.changes import Changes
from desktop.operations.plant import Plant


def is_loaded(plant: Plant) -> bool:
    """Tell whether the sample plant's product is already known."""
    raise NotImplementedError


def load(plant: Plant) -> Changes:
    """Import the sample plant's products.xml and code files through the same operations as any."""
    raise NotImplementedError
