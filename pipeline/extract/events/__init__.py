"""The conference: kind, day, place, organiser, and what each official did there."""
