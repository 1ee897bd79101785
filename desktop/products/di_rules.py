"""When a device identifier (UDI-DI) stays and when a new one is needed: rules, and a short dialogue.

Source of the rules: S004, "UDI-DI 编码分配原则", whose own numbers stand in the rows (codes.md A9).
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from desktop.errors import InputError
from desktop.products.product import Product
from desktop.products.version import Master
from desktop.texts import Text, say


class Decision(StrEnum):
    """What becomes of the device identifier."""

    KEEP = "keep"
    NEW = "new"
    ASK = "ask"
    """The rules leave it to the regulator and the issuing agency."""
    RELAUNCH = "relaunch"
    """The identifier of the withdrawn product is used again, with its reason on record."""


class DiChange(StrEnum):
    """What can have changed."""

    NAME = "name"
    BRAND = "brand"
    KIND = "kind"
    SPEC = "spec"
    QUANTITY = "quantity"
    PACK_TYPE = "pack_type"
    REGISTRATION = "registration"
    AGENCY = "agency"
    ORIGIN = "origin"
    PRODUCTION = "production"
    RELAUNCH = "relaunch"


@dataclass(frozen=True, slots=True)
class DiRule:
    """One row of the decision table. ``rule``: its number in codes.md A9."""

    change: DiChange
    decision: Decision
    rule: int


RULES: tuple[DiRule, ...] = (
    DiRule(DiChange.NAME, Decision.NEW, 4),
    DiRule(DiChange.BRAND, Decision.NEW, 4),
    DiRule(DiChange.KIND, Decision.NEW, 4),
    DiRule(DiChange.SPEC, Decision.NEW, 3),
    DiRule(DiChange.QUANTITY, Decision.NEW, 3),
    DiRule(DiChange.PACK_TYPE, Decision.NEW, 4),
    DiRule(DiChange.REGISTRATION, Decision.NEW, 7),
    DiRule(DiChange.AGENCY, Decision.NEW, 7),
    DiRule(DiChange.ORIGIN, Decision.ASK, 3),
    DiRule(DiChange.RELAUNCH, Decision.RELAUNCH, 8),
    DiRule(DiChange.PRODUCTION, Decision.KEEP, 6),
)
"""The first row that applies decides: NEW goes before ASK, ASK before RELAUNCH, RELAUNCH before KEEP."""


class Circumstance(StrEnum):
    """What is asked beside the changes, as it adds further identifiers."""

    KIT = "kit"
    SEVERAL_UNITS = "several_units"


Question = DiChange | Circumstance

QUESTIONS: tuple[Question, ...] = (*Circumstance, *(row.change for row in RULES))
"""In the order in which the dialogue asks them."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with the identifier, why, where that stands, and what else to mind."""

    decision: Decision
    because: Text
    source: Text
    notes: tuple[Text, ...] = ()

    @property
    def sentence(self) -> Text:
        """The verdict in one sentence."""
        match self.decision:
            case Decision.NEW:
                return say("A new device identifier is needed, because {because}.", because=self.because)
            case Decision.ASK:
                return say(
                    "Ask the regulator and the issuing agency, because {because}.", because=self.because
                )
            case Decision.RELAUNCH:
                return say(
                    "Use the earlier device identifier again, because {because}.", because=self.because
                )
        return say("Keep the device identifier, because {because}.", because=self.because)


def judge(changes: Collection[DiChange], circumstances: Collection[Circumstance] = ()) -> Verdict:
    """Decide by everything that changed. Nothing changed: the identifier stays.

    >>> judge([DiChange.ORIGIN, DiChange.SPEC]).decision
    <Decision.NEW: 'new'>
    """
    notes = tuple(_note(one) for one in Circumstance if one in circumstances)
    row = next((row for row in RULES if row.change in changes), None)
    if row is None:
        return Verdict(Decision.KEEP, say("none of its features changed"), _source(6), notes)
    return Verdict(row.decision, _because(row.change), _source(row.rule), notes)


@dataclass(frozen=True, slots=True)
class DiDialogue:
    """The questions that were answered so far. An answer that decides ends the dialogue."""

    answers: tuple[bool, ...] = ()

    @property
    def question(self) -> Question | None:
        """The next question, or None when the verdict is clear."""
        done = len(self.answers) == len(QUESTIONS) or any(row.decision is Decision.NEW for row in self._rules)
        return None if done else QUESTIONS[len(self.answers)]

    def answer(self, given: str) -> "DiDialogue":
        """Return the dialogue with the next question answered ``"yes"`` or ``"no"``.

        Raises:
            InputError: it is another word, or nothing is asked any more.
        """
        if given not in {"yes", "no"} or self.question is None:
            raise InputError(
                say("Answer yes or no to a question that was asked; found “{found}”.", found=given)
            )
        return DiDialogue((*self.answers, given == "yes"))

    def back(self) -> "DiDialogue":
        """Return the dialogue without the last answer; at its beginning, itself."""
        return DiDialogue(self.answers[:-1])

    @property
    def answered(self) -> tuple[tuple[Question, str], ...]:
        """The questions with their answers."""
        given = ("yes" if answer else "no" for answer in self.answers)
        return tuple(zip(QUESTIONS, given, strict=False))

    @property
    def verdict(self) -> Verdict | None:
        """What follows from the answers, or None while a question is open."""
        if self.question is not None:
            return None
        circumstances = [one for one in Circumstance if (one, "yes") in self.answered]
        return judge([row.change for row in self._rules], circumstances)

    @property
    def _rules(self) -> list[DiRule]:
        said_yes = {question for question, answer in self.answered if answer == "yes"}
        return [row for row in RULES if row.change in said_yes]


def changes_between(old: Master, new: Master, level: int) -> frozenset[DiChange]:
    """Return the differences in what the identifier of one pack level stands for.

    How many cases go on a pallet is no feature of the smallest pack, but of the case and the pallet.
    """
    pairs: tuple[tuple[DiChange, object, object], ...] = (
        (DiChange.NAME, old.product.name, new.product.name),
        (DiChange.BRAND, old.details.get("brand"), new.details.get("brand")),
        (DiChange.KIND, old.product.form, new.product.form),
        (DiChange.SPEC, old.product.spec, new.product.spec),
        (DiChange.QUANTITY, _quantities(old.product, level), _quantities(new.product, level)),
        (DiChange.QUANTITY, old.product.package_spec, new.product.package_spec),
        (DiChange.PACK_TYPE, old.product.pack_unit, new.product.pack_unit),
        (DiChange.REGISTRATION, old.product.authorized_no, new.product.authorized_no),
    )
    return frozenset(change for change, was, becomes in pairs if was != becomes)


def _quantities(product: Product, level: int) -> tuple[int, ...]:
    return tuple(row.children for row in product.levels[:level])


def question_text(question: Question) -> Text:
    """Return the question that is put to the person."""
    return {
        Circumstance.KIT: say("Is the product a kit of several devices?"),
        Circumstance.SEVERAL_UNITS: say("Does the smallest sales unit hold several identical units of use?"),
        DiChange.NAME: say("Did the product's name change?"),
        DiChange.BRAND: say("Did the brand change?"),
        DiChange.KIND: say("Did the kind or form of the product change?"),
        DiChange.SPEC: say("Did the specification or model change?"),
        DiChange.QUANTITY: say("Did the quantity in the pack or the pack configuration change?"),
        DiChange.PACK_TYPE: say("Did the type of packaging change?"),
        DiChange.REGISTRATION: say(
            "Did a registered or filed feature change, or does the regulator ask for it?"
        ),
        DiChange.AGENCY: say("Did the issuing agency or its rules change?"),
        DiChange.ORIGIN: say("Is it made at another place of origin?"),
        DiChange.PRODUCTION: say("Did only the lot, the serial number or dates change?"),
        DiChange.RELAUNCH: say("Was the product withdrawn, and does it come back unchanged?"),
    }[question]


def _because(change: DiChange) -> Text:
    return {
        DiChange.NAME: say("the name is a feature that the identifier stands for"),
        DiChange.BRAND: say("the brand is a feature that the identifier stands for"),
        DiChange.KIND: say("the kind is a feature that the identifier stands for"),
        DiChange.SPEC: say("each specification or model has its own identifier"),
        DiChange.QUANTITY: say("each pack configuration has its own identifier"),
        DiChange.PACK_TYPE: say("the type of packaging is a feature that the identifier stands for"),
        DiChange.REGISTRATION: say("a registered feature changed or the regulator asks for it"),
        DiChange.AGENCY: say("identifiers follow the rules of the issuing agency that gave them"),
        DiChange.ORIGIN: say("products of different origin may, but need not, have different identifiers"),
        DiChange.PRODUCTION: say("lot, serial number and dates belong to the production identifier"),
        DiChange.RELAUNCH: say("the same product comes back unchanged"),
    }[change]


def _note(circumstance: Circumstance) -> Text:
    return {
        Circumstance.KIT: say(
            "The kit has one identifier of its own. Devices in it that can be used alone may have theirs; "
            "those that cannot are not reported to the UDI database (rule 9)."
        ),
        Circumstance.SEVERAL_UNITS: say(
            "The unit of use gets an identifier of its own beside that of the smallest sales unit (rule 5)."
        ),
    }[circumstance]


def _source(rule: int) -> Text:
    return say("GS1 China, rules for giving device identifiers (UDI-DI), rule {rule}", rule=rule)
