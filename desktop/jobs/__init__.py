"""Running print jobs under the laws of serialised printing."""
