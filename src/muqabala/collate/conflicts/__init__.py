"""What accounts say differently of the same thing."""
