"""Word documents (.docx, ECMA-376): read with the way back to every letter, and given back with comments and tracked changes."""
