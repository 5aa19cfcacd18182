"""Readers besides the rules, plugged in by name; what they claim is held against the text first."""

from cityties.reading.extractors.extractor import Claim, Extractor

__all__ = ["Claim", "Extractor"]
