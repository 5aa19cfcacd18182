"""The text of an article: what was handed in, cleaned, its letters, its sentences, its language."""
