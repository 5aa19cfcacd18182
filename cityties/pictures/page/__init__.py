"""The page around a picture: words, colours, scripts, and one frame."""
