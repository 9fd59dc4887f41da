"""Where in a work words stand and how they differ from it: seeds, chains, alignment, judgement, acceptance, the references beside them."""
