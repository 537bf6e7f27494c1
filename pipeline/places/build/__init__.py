"""Maintainer's tool that writes the generated tables of rules/places: `python -m pipeline.places.build`."""
