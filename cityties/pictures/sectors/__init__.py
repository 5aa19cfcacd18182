"""Sectors: which cities work in which fields, and who wants to learn what from whom."""
