"""Pages for people, written on the server and readable without script.

    frame (words, templates, addresses)  ->  section, chart, map  ->  thing, form, search, editor  ->  routes

Which sections a page has, how a question asks, what is said in which language: viz/serve/*.toml.
"""

from cityties.pages.routes import respond

__all__ = ["respond"]
