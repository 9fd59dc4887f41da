"""References as texts write them: to suras and verses, to books of hadith; in words, figures, labels and notes."""
