"""Named officials: names, titles, bodies, and the shapes in which reports put them together."""
