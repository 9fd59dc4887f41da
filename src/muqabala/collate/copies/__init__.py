"""Where accounts go word by word with each other."""
