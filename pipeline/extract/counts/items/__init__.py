"""What a figure counts, in words of the text: its noun, whose it is, what is said of it or taken up."""
