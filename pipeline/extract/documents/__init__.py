"""Legal and Party documents: numbers, types, dates, issuers, subjects, and short forms linked to full citations."""
