"""The graph behind an address: SPARQL 1.1 Protocol, Graph Store reading, linked data.

run       the command: starts the front and the workers, ends both
front     one request in, one answer out: guards, routes, cache
protocol  what a SPARQL request asks, and in which form the answer is wanted
linked    things and documents: which address answers for which IRI
screen    what a query may not do: reach for other servers
pool      workers that can be killed, so many and no more
worker    one process with the store open to be read
"""
