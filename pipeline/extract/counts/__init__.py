"""Quantitative statements: number and unit, what is counted, when, where, of what total; and the arithmetic between them."""
