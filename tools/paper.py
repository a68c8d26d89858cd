"""The whole book as one HTML file to print: title page, contents, every page of the book, index."""

import os
from html import escape
from pathlib import Path
from typing import Any, Final

import yaml
from bs4 import Tag

from tools.edition import edition
from tools.joined import INDEX, Part, article, lower_headings, parts, place
from tools.sheets import sheets
from tools.steps import ROOT, VENV

SHEET: Final = Path(__file__).with_name("paper.css")
CONTENTS: Final = "contents"
# The pages leave Korean, Chinese and Japanese to the reader's own fonts; paper has none.
FONTS: Final = VENV / "front" / "node_modules" / "@fontsource-variable"


def settings() -> dict[str, Any]:
    """The book's own settings: its title, its author, its licence."""
    told: dict[str, Any] = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    return told


def book(site: Path, target: Path, listed: list[Part] | None = None) -> str:
    """The HTML of the book; links to files count from the directory of `target`."""
    listed = parts(ROOT / "_toc.yml") if listed is None else listed
    pages = [page for part in listed for page in part.pages]
    articles = {page: article(site, page, pages) for page in pages}
    if INDEX in articles:
        _number(articles[INDEX])
    for part in listed:
        if part.caption:
            for page in part.pages:
                lower_headings(articles[page])
            articles[part.pages[0]].insert(0, _caption(part))
    titles = {page: title(found) for page, found in articles.items()}
    styles = [site / sheet for sheet in sheets(site, pages)]
    styles += [FONTS / f"noto-sans-{script}" / "index.css" for script in ("kr", "sc", "jp")]
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en-GB" data-theme="light"><head><meta charset="utf-8">',
            f"<title>{escape(settings()['title'])}</title>",
            *(_link(style, target.parent) for style in styles),
            f"<style>{SHEET.read_text('utf-8')}{_heads(titles)}</style></head>",
            '<body><div class="bd-content"><div class="bd-article-container">',
            _front(),
            _contents(listed, titles),
            *(f'<div class="sheet-{n}">{articles[page]}</div>' for n, page in enumerate(pages)),
            "</div></div></body></html>",
        ]
    )


def title(article: Tag) -> str:
    """The title of a page, with its number if it has one."""
    heading = article.find("h1")
    if heading is None:
        raise ValueError(f"{article['id']} has no title")
    return " ".join(heading.get_text().split())


def _link(style: Path, start: Path) -> str:
    return f'<link rel="stylesheet" href="{os.path.relpath(style, start)}">'


def _caption(part: Part) -> Tag:
    line = Tag(name="p", attrs={"class": "paper-part", "role": "heading", "aria-level": "1"})
    line.string = part.caption
    return line


def _number(index: Tag) -> None:
    """Name the page beside each entry of the index, in place of the mark of a further link."""
    for letter in index.select("h2"):
        letter.name, letter["class"] = "p", "genindex-letter"
    for link in index.select("li a[href]"):
        if not link.get_text().startswith("["):
            link.insert_before(link.get_text() + " ")
        link.clear()
        link["data-page-of"] = str(link["href"]).removeprefix("#")


def _heads(titles: dict[str, str]) -> str:
    """Each page of the book runs under its own title."""
    rules = []
    for n, head in enumerate(titles.values()):
        quoted = head.replace("\\", r"\\").replace('"', r"\"")
        rules.append(f".sheet-{n} {{ page: sheet-{n}; }}")
        rules.append(f'@page sheet-{n} {{ @top-left {{ content: "{quoted}"; }} }}')
    return "\n".join(rules)


def _front() -> str:
    told, when = settings(), edition()
    return (
        f'<section class="paper-front"><p class="paper-title">{escape(told["title"])}</p>'
        f"<p>{escape(told['author'])}</p>"
        f"<p>Edition of {when.day} {when:%B %Y}</p>"
        "<p>This is the book on paper: its pictures stand still, its answers wait at the end of "
        "each chapter. On the screen you can change every number.</p>"
        f"<p>{told['html']['extra_footer']}</p></section>"
    )


def _contents(listed: list[Part], titles: dict[str, str]) -> str:
    lines = []
    for part in listed:
        lines += [f'<p class="paper-caption">{escape(part.caption)}</p>'] if part.caption else []
        lines += [_line(page, titles[page]) for page in part.pages]
    head = f'<h1 id="{CONTENTS}" aria-level="1">Contents</h1>'
    return f'<nav class="paper-contents bd-article">{head}{"".join(lines)}</nav>'


def _line(page: str, head: str) -> str:
    at = place(page)
    number = f'<span class="paper-number" data-page-of="{at}"></span>'
    return f'<p><a href="#{at}"><span>{escape(head)}</span>{number}</a></p>'
