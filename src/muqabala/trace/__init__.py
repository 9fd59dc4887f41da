"""Quotations: seeds, chains, alignment, judgement, acceptance; cues and citations. `pipeline` reads as the whole story."""
