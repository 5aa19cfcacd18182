"""How the site is built: `make docs` puts the guides and the generated pages together and runs Sphinx on them."""

from __future__ import annotations

from cityties import __version__

project = "cityties"
author = "The cityties developers"
copyright = "The cityties developers, CC BY 4.0"
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["tutorial.ipynb"]
html_theme = "furo"
html_title = f"cityties {version}"
html_show_sourcelink = False
html_copy_source = False
html_extra_path = ["extra"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
suppress_warnings = ["myst.strikethrough"]
smartquotes = False
