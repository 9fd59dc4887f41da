"""Which stretches of several accounts tell the same thing."""
