"""The atlas: a large network that opens as its parts."""
