"""An answer as people and programs read it."""
