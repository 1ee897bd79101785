"""Tests of the page of work orders and its sides."""
