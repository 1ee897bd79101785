"""Products as they stand in products.xml, not yet known to be right, and what they must fulfil."""

from dataclasses import dataclass, field

from desktop.codes.characters import are_digits
from desktop.codes.drug_code import PREFIX_LENGTH
from desktop.errors import InputError
from desktop.exchange.problems import Problems
from desktop.products.packing import Packing, Reading
from desktop.products.product import MAX_LEVELS, PackLevel, Product
from desktop.texts import say


@dataclass(slots=True)
class DraftLevel:
    """A ``resCode`` element: attributes and text as they stand there."""

    line: int
    attributes: dict[str, str]
    text: str = ""

    @property
    def prefix(self) -> str:
        """The seven digits; the split between codeVersion and text is free."""
        return self.attributes.get("codeVersion", "").strip() + self.text.strip()

    @property
    def ratio(self) -> str:
        """The pack ratio, the same on all levels of a product."""
        return self.attributes.get("pkgRatio", "").strip()

    @property
    def number(self) -> int | None:
        """The pack level, or None if it is none."""
        text = self.attributes.get("codeLevel", "").strip()
        return int(text) if are_digits(text) and 1 <= int(text[:9]) <= MAX_LEVELS else None


@dataclass(slots=True)
class DraftProduct:
    """A ``subType`` element with the code and name of the ``product`` around it."""

    line: int
    code: str
    name: str
    attributes: dict[str, str]
    levels: list[DraftLevel] = field(default_factory=list)

    @property
    def type_no(self) -> str:
        """typeNo, or empty."""
        return self.attributes.get("typeNo", "")


class Drafts:
    """All products of one file. What is wrong with them goes to the problems, with the line."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._drafts: list[DraftProduct] = []
        self._codes: dict[str, int] = {}

    def product(self, code: str, line: int) -> None:
        """Take note of a ``product`` element."""
        earlier = self._codes.setdefault(code, line)
        if earlier != line and code:
            self._problems.add(
                say(
                    "Line {line}: productCode {code} stands in line {earlier} already.",
                    line=line,
                    code=code,
                    earlier=earlier,
                )
            )

    def add(self, draft: DraftProduct) -> None:
        """Take a product whose levels are still to come."""
        self._drafts.append(draft)

    def built(self, reading: Reading) -> tuple[Product, ...]:
        """Make products of the drafts, in the order of the file; those that are wrong are told."""
        self._tell_repeated_types()
        self._tell_repeated_prefixes()
        products = [self._build(draft, reading) for draft in self._drafts]
        return tuple(product for product in products if product is not None)

    def _tell_repeated_types(self) -> None:
        seen: dict[str, int] = {}
        for draft in self._drafts:
            earlier = seen.setdefault(draft.type_no, draft.line)
            if earlier != draft.line and draft.type_no:
                self._problems.add(
                    say(
                        "Line {line}: typeNo {type_no} stands in line {earlier} already.",
                        line=draft.line,
                        type_no=draft.type_no,
                        earlier=earlier,
                    )
                )

    def _tell_repeated_prefixes(self) -> None:
        """Two levels of one product are told by the product itself."""
        seen: dict[str, tuple[DraftProduct, DraftLevel]] = {}
        for draft in self._drafts:
            for level in draft.levels:
                other, first = seen.setdefault(level.prefix, (draft, level))
                if other is not draft and len(level.prefix) == PREFIX_LENGTH:
                    self._problems.add(
                        say(
                            "Line {line}: code prefix {prefix} of {name} ({type_no}) is that of {other} "
                            "({other_type_no}) in line {earlier}; each product and pack level needs its own.",
                            line=level.line,
                            prefix=level.prefix,
                            name=draft.name,
                            type_no=draft.type_no,
                            other=other.name,
                            other_type_no=other.type_no,
                            earlier=first.line,
                        )
                    )

    def _build(self, draft: DraftProduct, reading: Reading) -> Product | None:
        try:
            return self._product(draft, reading)
        except InputError as error:
            self._problems.add(say("Line {line}: {problem}", line=draft.line, problem=error.text))
            return None

    def _product(self, draft: DraftProduct, reading: Reading) -> Product | None:
        levels = self._levels(draft, reading)
        if levels is None:
            return None
        attributes = draft.attributes
        return Product(
            code=draft.code,
            type_no=draft.type_no,
            name=draft.name,
            authorized_no=attributes.get("authorizedNo", ""),
            form=attributes.get("type", ""),
            spec=attributes.get("spec", ""),
            package_spec=attributes.get("packageSpec", ""),
            pack_unit=attributes.get("packUnit", ""),
            levels=levels,
        )

    def _levels(self, draft: DraftProduct, reading: Reading) -> tuple[PackLevel, ...] | None:
        """Return the pack levels, or None if something is wrong with them that is told already."""
        if not draft.levels:
            raise InputError(
                say(
                    "Product {name}: no resCode in resProdCodes, so no code prefix is known.",
                    name=draft.name or draft.type_no,
                )
            )
        checked = [self._is_sound(draft, level) for level in draft.levels]
        if not all(checked):
            return None
        numbered = sorted(draft.levels, key=lambda level: level.number or 0)
        numbers = [level.number for level in numbered]
        packing = Packing.parse(numbered[0].ratio, reading)
        if numbers != list(range(1, len(packing.children) + 1)):
            raise InputError(
                say(
                    "Product {name}: pack ratio {ratio} has {expected} levels, but the code prefixes are for "
                    "level {found}.",
                    name=draft.name,
                    ratio=numbered[0].ratio,
                    expected=len(packing.children),
                    found=", ".join(map(str, numbers)),
                )
            )
        return tuple(
            PackLevel(number, level.prefix, children)
            for number, (level, children) in enumerate(zip(numbered, packing.children, strict=True), start=1)
        )

    def _is_sound(self, draft: DraftProduct, level: DraftLevel) -> bool:
        """Tell whether a level is right by itself; what is wrong with it becomes a problem."""
        faults = []
        if level.number is None:
            faults.append(
                say(
                    "Line {line}: codeLevel '{found}', expected 1 (smallest pack) to {most}.",
                    line=level.line,
                    found=level.attributes.get("codeLevel", ""),
                    most=MAX_LEVELS,
                )
            )
        if len(level.prefix) != PREFIX_LENGTH or not are_digits(level.prefix):
            faults.append(
                say(
                    "Line {line}: code prefix '{found}' (codeVersion and the text of resCode), "
                    "expected {expected} digits.",
                    line=level.line,
                    found=level.prefix,
                    expected=PREFIX_LENGTH,
                )
            )
        if level.ratio != draft.levels[0].ratio:
            faults.append(
                say(
                    "Line {line}: pkgRatio {found} of {name} differs from {expected} in line {earlier}; "
                    "all levels of a product have the same.",
                    line=level.line,
                    found=level.ratio or "-",
                    name=draft.name,
                    expected=draft.levels[0].ratio or "-",
                    earlier=draft.levels[0].line,
                )
            )
        for fault in faults:
            self._problems.add(fault)
        return not faults
