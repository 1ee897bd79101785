"""Zebra label printers: the language ZPL II, their answers, and the driver."""
