"""How well articles are read: drafts held against gold."""
