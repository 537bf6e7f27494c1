"""Numbers and units read as statements, and which of them are no facts: norms, advice."""
