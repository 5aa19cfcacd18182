"""From a news article to a draft of its facts, and from a reviewed draft to a source of the graph.

article -> surface -> sentences -> entities -> relations -> draft -> review -> source

Nothing here writes into a store but a review that a person has done.
"""
