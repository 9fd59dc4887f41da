"""What was written, and what is compared: folding with its offset map, words, the letters and marks of a word."""
