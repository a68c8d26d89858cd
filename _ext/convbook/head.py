"""What a page says of itself to search engines and to whoever shares its link.

A page describes itself by the question with which it opens. What needs a whole address (the
canonical link, the card, the sitemap) is written only if the pages have one: `html.baseurl` in
_config.yml, or the GitHub Pages of `repository.url`.
"""

import html
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.config import Config

from .card import ALT, SIDE
from .repository import Repository

ICON = "favicon.svg"
CARD = "card.png"
# Not Sphinx's `language`: for that, its catalogue of British words is loaded, and compiled as code.
LANGUAGE = "en-GB"
_OF_ITSELF = re.compile(
    r'<title>.*?</title>|<meta (?:name|property)="(?!viewport)[^>]+>'
    r'|<link rel="(?:icon|canonical)"[^>]+>',
    re.S,
)


def find_address(app: Sphinx, config: Config) -> None:
    """Let the address of the pages follow from that of the repository."""
    config.html_baseurl = config.html_baseurl or Repository.of(config).pages()


def question(doctree: nodes.document) -> str:
    """The bold sentence with which a page opens, as plain text."""
    bold = doctree.next_node(nodes.strong)
    return " ".join(bold.astext().split()) if bold else ""


def tag(key: str, name: str, content: str) -> str:
    """One `meta` element."""
    return f'<meta {key}="{name}" content="{html.escape(content)}" />'


def describe(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the words and the picture of a page to its head."""
    context["language"] = LANGUAGE
    icon = context["pathto"](f"_static/{ICON}", resource=True)
    link = f'<link rel="icon" href="{icon}" type="image/svg+xml" />\n'
    if doctree is None:  # the index and the search are for those who are here already
        context["metatags"] = context.get("metatags", "") + link
        return
    base, text = app.config.html_baseurl, question(doctree)
    home = page == app.config.root_doc
    shared = {
        "og:type": "website" if home else "article",
        "og:site_name": context["docstitle"],
        "og:title": context["docstitle"] if home else Markup(context["title"]).striptags(),
        "og:description": text,
        "og:locale": LANGUAGE.replace("-", "_"),
        "og:url": context.get("pageurl") or "",
        "og:image": f"{base}_static/{CARD}" if base else "",
        "og:image:alt": ALT if base else "",
        "og:image:width": str(SIDE[0]) if base else "",
        "og:image:height": str(SIDE[1]) if base else "",
    }
    named = {
        "description": text,
        "author": app.config.author,
        "twitter:card": "summary_large_image" if base else "",
    }
    if home:
        context["docstitle"] = ""  # the title of the page says it already
    context["metatags"] += link + "\n".join(
        [
            *(tag("name", key, value) for key, value in named.items() if value),
            *(tag("property", key, value) for key, value in shared.items() if value),
        ]
    )


def front_door(app: Sphinx) -> str:
    """The page of the bare address: it leads to the first page and says the same of itself."""
    first = app.builder.get_target_uri(app.config.root_doc)
    head = _OF_ITSELF.findall((Path(app.outdir) / first).read_text("utf-8"))
    lines = ['<meta charset="utf-8" />', f'<meta http-equiv="refresh" content="0; url={first}" />']
    top = "\n".join([*lines, *head])
    start = f'<!DOCTYPE html>\n<html lang="{LANGUAGE}">'
    link = f'<a href="{first}">{html.escape(app.config.html_title)}</a>'
    return f"{start}\n<head>\n{top}\n</head>\n<body>{link}</body>\n</html>\n"


def sitemap(app: Sphinx) -> str:
    """Every page of the book, for whoever crawls it."""
    pages = [app.builder.get_target_uri(name) for name in sorted(app.env.found_docs)]
    base = app.config.html_baseurl
    urls = "".join(f"<url><loc>{html.escape(base + page)}</loc></url>\n" for page in pages)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{space}">\n{urls}</urlset>\n'


def finish(app: Sphinx, error: Exception | None) -> None:
    """Write what stands beside the pages."""
    if error or app.builder.name != "html":
        return
    out = Path(app.outdir)
    (out / "index.html").write_text(front_door(app), "utf-8")
    if base := app.config.html_baseurl:
        (out / "sitemap.xml").write_text(sitemap(app), "utf-8")
        robots = f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n"
        (out / "robots.txt").write_text(robots, "utf-8")


def setup_head(app: Sphinx) -> None:
    """Find the address first, then describe each page."""
    app.connect("config-inited", find_address, priority=200)
    app.connect("html-page-context", describe)
    app.connect("build-finished", finish, priority=850)  # after the plain redirect
