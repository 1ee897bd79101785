"""What a coder is given: the fields that all its prints share, and those that each record fills anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.errors import InputError
from desktop.labels.fields import FieldText, parse_fields
from desktop.products.job import VARYING_FIELDS, CoderOrder, JobCode
from desktop.texts import say


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a job.

    Attributes:
        job: the coder's own job.
        shared: field in the coder and its value, the same in all prints.
        varying: field in the coder and the text that each record fills.
    """

    job: str
    shared: Mapping[str, str]
    varying: Mapping[str, FieldText]

    @classmethod
    def build(cls, order: CoderOrder, values: Mapping[str, str]) -> "Records":
        """Fill the fields that all prints share.

        Args:
            order: what the coder is told.
            values: of all fields that do not change from label to label.

        Raises:
            InputError: a text has a fault, or names a field that ``values`` has not.
        """
        texts = {name: parse_fields(text) for name, text in order.fields}
        return cls(
            order.job,
            {name: text.word(values) for name, text in texts.items() if not text.names & VARYING_FIELDS},
            {name: text.bound(values) for name, text in texts.items() if text.names & VARYING_FIELDS},
        )

    def of(self, code: JobCode) -> dict[str, str]:
        """Return the fields of one record."""
        return {name: text.word(code.values) for name, text in self.varying.items()}

    def refuse_missing(self, known: Sequence[str]) -> None:
        """Refuse records with fields that the coder's job has not.

        Args:
            known: the fields that it has.

        Raises:
            InputError: one is not among them.
        """
        for name in self.varying:
            if name not in known:
                raise InputError(
                    say(
                        "The coder's job “{job}” has no field “{name}”. Its fields are: {known}. Order the "
                        "job anew with one of them.",
                        job=self.job,
                        name=name,
                        known=", ".join(known),
                    )
                )
