"""The map: cities at their places over land and borders."""
