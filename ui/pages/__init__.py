"""The pages of the main window; each owns itself and is imported when it is first shown."""
