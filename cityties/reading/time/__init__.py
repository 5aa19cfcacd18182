"""Days: how texts tell them, and which day a text means."""
