"""When a figure holds: expressions of time, and which of them governs it."""
