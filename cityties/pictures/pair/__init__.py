"""A pair of cities: two banks and a bridge of what happened, was promised and is shared."""
