"""Who is who: what a name means, and what people decided on it."""
