"""A release of the data: what others cite, archive and load, the same bytes each time.

table      a table of things: graph/tables, one file each, as CSV and Parquet
about      what it says of itself, read from the graph
files      the files of a release, with their sums
package    the dictionary of the tables, by Frictionless Data
croissant  the same for those who train models, by Croissant
crate      the whole as an RO-Crate, and what Zenodo asks for
release    the command: writes the folder
"""
