"""Speaks to machines: transports move bytes, protocols know commands, emulators stand in for devices."""
