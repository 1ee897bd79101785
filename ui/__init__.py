"""The windows. All of Qt is here, and no business."""
