"""Two cities side by side."""
