"""Markem-Imaje coders: the NGPCL language and the driver."""
