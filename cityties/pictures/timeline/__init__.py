"""The timeline of a city or of a pair."""
