"""What stands around the canvas: properties, findings, layers, elements, history, values, fonts, tracing."""
