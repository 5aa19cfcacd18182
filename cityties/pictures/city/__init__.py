"""A city: its partners by how firm each tie stands, and who is in office now."""
