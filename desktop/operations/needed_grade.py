"""The print grade that a symbol needs, and who asks for it: the rule, or the plant for this product."""

from dataclasses import dataclass

from desktop.operations.plant import Plant
from desktop.products.quality import minimum_grade
from desktop.storage import jobs, product_versions
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class NeededGrade:
    """The stricter of what the rule and the product ask for.

    Attributes:
        rule: the least grade that the rule lets pass.
        product: what the plant asks of the product (``Details.least_grade``); 0: nothing.

    >>> NeededGrade.of("Code 128", product=2.5).least, NeededGrade.of("Code 128", product=0.5).least
    (2.5, 1.5)
    """

    rule: float
    product: float = 0.0

    @classmethod
    def of(cls, symbology: str, product: float = 0.0) -> "NeededGrade":
        """Return what a symbol of a product needs; see ``minimum_grade`` for its rule."""
        return cls(minimum_grade(symbology), product)

    @property
    def least(self) -> float:
        """The least grade that passes."""
        return max(self.rule, self.product)

    @property
    def stricter(self) -> bool:
        """Whether it is the product that asks for it: more than the rule does."""
        return self.product > self.rule

    @property
    def sentence(self) -> Text:
        """What is needed, and who asks for it."""
        if self.stricter:
            return say(
                "The product asks for {minimum}, more than the rule's {rule}.",
                minimum=f"{self.product:.1f}",
                rule=f"{self.rule:.1f}",
            )
        return say("The rule asks for {minimum}.", minimum=f"{self.rule:.1f}")

    def met_by(self, grade: float | None) -> bool:
        """Tell whether a grade is good enough; one that is not known is not."""
        return grade is not None and grade >= self.least


def asked_of(plant: Plant, job_id: int | None) -> float:
    """Return what the plant asks of what a job prints; 0: of nothing, or the rule alone says what is needed.

    Raises:
        InputError: there is no such job.
    """
    if job_id is None:
        return 0.0
    with plant.store.read() as connection:
        return product_versions.least_grade(connection, jobs.get(connection, job_id))
