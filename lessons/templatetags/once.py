"""Parts of a page that are the same on every page of every reader."""

from __future__ import annotations

from django import template
from django.template import Context
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString

__all__ = ["once"]

register = template.Library()


class OnceNode(template.Node):
    """What it holds, rendered by the first page that shows it."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.html: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        """Its HTML, from an empty context, so that nothing of a reader can get into it."""
        if self.html is None:
            self.html = self.nodelist.render(context.new({}))
        return self.html


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """Render what stands before ``{% endonce %}`` once a process: addresses of pages and of static files."""
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist)
