"""Days as precise as their sources, with open ends: read, compared, put into words."""
