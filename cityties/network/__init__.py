"""The graph as a network: projected, measured, and how well ties can be guessed."""
