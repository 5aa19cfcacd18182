"""The words of an article, and the wordings that rules look for in them."""
