"""Printers and cameras: transports, printer languages, drivers, and emulators that ship."""
