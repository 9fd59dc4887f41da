"""What announces a quotation: cues, speakers, headings, and the windows of text that they open."""
