"""Tests of desktop.codes."""
