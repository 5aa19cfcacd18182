"""The network, small enough to be seen whole: each thing a mark, each relation a line."""
