"""Templates: the one place that knows Jinja. They lie in viz/, and what is put into HTML is escaped."""

from __future__ import annotations

from functools import cache
from posixpath import dirname
from typing import TYPE_CHECKING, Any, Final

from cityties.display.markdown import address_in_markdown, plain_in_markdown
from cityties.model import resources

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

__all__ = ["fill", "fill_text", "plain_markup", "read_markup"]

_PLAIN: Final = (".md", ".typ", ".txt")  # templates of what is not HTML: a filter escapes as their format asks


def fill(template: str, **told: Any) -> str:
    """Fill a template of viz/, such as "serve/start.html". What it names and is not given is an error."""
    return _environment().get_template(template).render(**told)


def fill_text(text: str, **told: Any) -> str:
    """Fill a template of HTML that is given as text."""
    return _environment().from_string(text).render(**told)


def read_markup(*paths: str) -> Markup:
    """Read files of viz/ as text that goes into a page as it is: styles, scripts, our own shapes."""
    folder = resources.folder("viz")
    return plain_markup("\n".join((folder / path).read_text(encoding="utf-8") for path in paths))


def plain_markup(text: str) -> Markup:
    """Mark a text of our own as one that goes into a page as it is; it cannot end the script that it stands in."""
    from markupsafe import Markup

    return Markup(text.replace("</script", "<\\/script"))


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    class Beside(jinja2.Environment):
        """An environment in which a template names another of its own folder without that folder."""

        def join_path(self, template: str, parent: str) -> str:
            return template if "/" in template else f"{dirname(parent)}/{template}"

    made = Beside(
        loader=jinja2.FileSystemLoader(resources.folder("viz")),
        autoescape=lambda name: name is None or not name.endswith(_PLAIN),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
    )
    made.filters |= {"md": plain_in_markdown, "mdlink": address_in_markdown}
    return made
