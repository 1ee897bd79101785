"""The house itself: packaging, environment, databases."""
