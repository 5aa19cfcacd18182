"""A person holds a draft against its article, fact by fact; what is accepted becomes a source of the graph.

draft -> desk (verdicts, in the browser or in the terminal) -> acceptance -> shapes and checks -> store or file

Nothing of a draft reaches a store by another way than this.
"""
