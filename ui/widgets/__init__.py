"""Widgets that show one thing and know no page."""
