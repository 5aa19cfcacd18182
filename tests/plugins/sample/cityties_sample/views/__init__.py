"""Views, one .toml file each."""
