"""What else a figure says: how exact, planned or reached, per what, against what, where, by which indicator."""
