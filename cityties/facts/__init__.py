"""From what is said to what is held: taking in, checking, concluding, building."""
