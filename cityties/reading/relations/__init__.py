"""What a text says of whom it names: encounters, agreements, steps of ties, commitments, remarks."""
