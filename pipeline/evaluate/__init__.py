"""Scores what a fact database says against gold in the form of the annotation guide.

    gold.py    gold files → GoldDocument         facts.py   database rows of one article → Found
    people.py decrees.py events.py counts.py     one scorer per kind: (gold, found) → Scored
    score.py   all kinds of all documents → Evaluation       floors.py   figures that may not fall
    report.py  Evaluation → plain text, JSON              terminal.py   the same in colour

Where the guide leaves a question open, the choice stands in the docstring of the scorer that makes it, and in
normal.py for all comparisons of text. In doubt the headline figure is the strict one; a relaxed figure stands beside
it. Nothing here looks at rules/: the yardstick must not move when a rule does.
"""
