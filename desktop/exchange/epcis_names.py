"""How EPCIS names a pack: a URI made of its code.

A drug code of 20 digits has no EPC URN of its own, so it stands in a namespace of the plant. Where the
product has a GTIN and the plant writes the code as serial number behind it (source S001), the name may be an
SGTIN or a GS1 Digital Link instead.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.codes.company_prefix import CompanyPrefix
from desktop.codes.gtin import Gtin
from desktop.errors import InputError
from desktop.texts import say

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_DIGITAL_LINK = "https://id.gs1.org/01/"
"""GS1 Digital Link standard: the resolver of GS1 itself, which every company may use."""


class NameStyle(StrEnum):
    """What a pack is called."""

    CODE = "code"
    """In a namespace of one's own."""
    SGTIN = "sgtin"
    """``urn:epc:id:sgtin``, where the level has a GTIN (EPC Tag Data Standard); else as ``CODE``."""
    DIGITAL_LINK = "digital link"
    """``https://id.gs1.org/01/.../21/...``, where the level has a GTIN; else as ``CODE``."""


@dataclass(frozen=True, slots=True)
class EpcisProfile:
    """What a receiver of EPCIS files wants.

    Attributes:
        style: of the names.
        host: of the plant's own namespace, such as ``trace.example.com``; empty: ``urn:x-edmc:``.
        company_prefix: GS1 company prefix, which an SGTIN needs.
        location: URI of the place where all this happens, such as an SGLN; empty: not told.
    """

    style: NameStyle = NameStyle.CODE
    host: str = ""
    company_prefix: CompanyPrefix | None = None
    location: str = ""

    def __post_init__(self) -> None:
        if self.host and _HOST.fullmatch(self.host) is None:
            raise InputError(
                say(
                    "“{found}” is no name of a host: expected one like trace.example.com, without https://.",
                    found=self.host,
                )
            )
        if self.style is NameStyle.SGTIN and self.company_prefix is None:
            raise InputError(
                say("SGTINs need the GS1 company prefix of the plant: its length is part of the name.")
            )
        if self.location and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+", self.location):
            raise InputError(
                say(
                    "“{found}” is no URI of a place: expected one like urn:epc:id:sgln:6932833.00001.0.",
                    found=self.location,
                )
            )


@dataclass(frozen=True, slots=True)
class PackNames:
    """Names the packs of one product.

    Attributes:
        profile: how.
        gtins: of its levels, those that have one.
    """

    profile: EpcisProfile
    gtins: Mapping[int, Gtin] = field(default_factory=dict)

    def __post_init__(self) -> None:
        prefix = self.profile.company_prefix
        for gtin in self.gtins.values() if self.profile.style is NameStyle.SGTIN else ():
            if prefix is not None and not prefix.owns(gtin):
                raise InputError(
                    say(
                        "GTIN {gtin} is not built on company prefix {prefix}.",
                        gtin=gtin.as_14,
                        prefix=prefix.value,
                    )
                )

    def uri(self, code: str, level: int) -> str:
        """Name a pack.

        >>> PackNames(EpcisProfile(host="trace.example.com")).uri("81000210157090217447", 1)
        'https://trace.example.com/edmc/81000210157090217447'
        """
        gtin = self.gtins.get(level)
        if gtin is not None and self.profile.style is NameStyle.DIGITAL_LINK:
            return f"{_DIGITAL_LINK}{gtin.as_14}/21/{code}"
        prefix = self.profile.company_prefix
        if gtin is not None and prefix is not None and self.profile.style is NameStyle.SGTIN:
            indicator, body = gtin.as_14[0], gtin.as_14[1:-1]
            return f"urn:epc:id:sgtin:{prefix.value}.{indicator}{body.removeprefix(prefix.value)}.{code}"
        return f"https://{self.profile.host}/edmc/{code}" if self.profile.host else f"urn:x-edmc:{code}"
