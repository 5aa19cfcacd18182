"""How tables are laid out: rows out of text, workbooks, documents and wikitext, and the header among them."""
