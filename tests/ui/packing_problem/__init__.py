"""Tests of what is done about a problem at a packing line."""
