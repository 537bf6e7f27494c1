"""How figures hang together: parts and totals, repeats, shares, and the arithmetic between them."""
