"""Quantitative statements: number and unit, what is counted, when, where, of what total; the sums between them."""
