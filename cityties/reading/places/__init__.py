"""Places that a text names, and which of several of one name it means."""
