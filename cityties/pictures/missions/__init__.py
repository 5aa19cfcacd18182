"""Missions: which embassy or consulate can help which tie, and where each sits."""
