"""Who brought which cities together: people ranked by the cities that they linked."""
