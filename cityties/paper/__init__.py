"""Papers generated from the sources: the reference of the ontology, parts of README.md."""
