"""Bringing in what others hold: Wikidata and tables, made into facts of cityties, each with its source.

    dump, results, live, table  ->  spool  ->  statements  ->  snapshot  ->  store

What reads a format spools facts; the spool sorts them, so that many tellings of one thing become
one; statements writes them in the words of the ontology; a snapshot takes them into the store,
whole or not at all.
"""
