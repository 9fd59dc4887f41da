"""The same kernel over many documents."""
