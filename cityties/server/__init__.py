"""The graph behind an address: SPARQL 1.1 Protocol, Graph Store reading, linked data.

run         the command: starts the front and the workers, ends both
connection  one client's connection: its bounds and deadlines
front       one request in, one answer out: guards, cache, errors in one line
request     what is asked, within bounds
routes      which address asks for what
origin      which pages of others may read
protocol    what a SPARQL request asks, and in which form the answer is wanted
linked      things and documents: which address answers for which IRI
cache, flight, budget   what is kept, what is done once for several, how much is held
pool        workers that can be killed, shared out fairly (share), each a process (process)
worker      one process with the store open to be read
update      one process that changes the store
sandbox     what such a process gives up: network, memory, time
federation  SERVICE and LOAD, and why they are refused
"""
