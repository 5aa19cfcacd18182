"""People, their posts and the missions they head, and which places take part."""
