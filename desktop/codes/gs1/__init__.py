"""GS1 element strings: read in any form, checked against the GS1 Syntax Dictionary, explained, written."""

from desktop.codes.gs1.element_string import Element, ElementString, build, check_item
from desktop.codes.gs1.explain import ExplainedElement, Explanation, explain, parse
from desktop.codes.gs1.faults import Fault, FaultCode, Severity
from desktop.codes.gs1.partners import ItemFault

__all__ = [
    "Element",
    "ElementString",
    "ExplainedElement",
    "Explanation",
    "Fault",
    "FaultCode",
    "ItemFault",
    "Severity",
    "build",
    "check_item",
    "explain",
    "parse",
]
