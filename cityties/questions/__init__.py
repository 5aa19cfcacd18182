"""What can be asked, and what else is told of the graph: paths, counts, exports."""
