"""One module per format, reading and writing together."""
