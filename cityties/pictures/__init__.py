"""Pictures of the network: what is drawn, where things stand, and the pages and stills it is written as."""
