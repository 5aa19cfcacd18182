"""The world in the box: compact tables of what Wikidata tells, and the store that is made of them on first use."""
