"""All pages of the built book as one page, for paper: one follows the other in a single column.

Every place keeps its name, with the page's before it, and what led to another file leads to that
place. What only a screen can use is left out; answers and solutions close each chapter.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

# What moves, answers or leads nowhere on paper. The answers stand once more at a page's end.
SCREEN_ONLY: Final = (
    "script, noscript, template, button, a.headerlink, a:has(.viewcode-link), .cv-ask > details,"
    ".cv-ask-status, .viewcode-back, .katex-mathml, .genindex-jumpbox"
)
NAMING: Final = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
HEADINGS: Final = re.compile(r"h[1-6]")
INDEX: Final = "genindex"


@dataclass(frozen=True)
class Part:
    """Pages that belong together, in order."""

    caption: str
    pages: tuple[str, ...]


def parts(toc: Path) -> list[Part]:
    """The book's parts as its table of contents has them, the first page and the index too."""
    told = yaml.safe_load(toc.read_text("utf-8"))
    listed = [
        Part(part["caption"], tuple(entry["file"] for entry in part["chapters"]))
        for part in told["parts"]
    ]
    last = listed.pop()
    return [Part("", (told["root"],)), *listed, Part(last.caption, (*last.pages, INDEX))]


def place(page: str, fragment: str = "") -> str:
    """The name in the whole book of a page, or of a place in it."""
    stem = PurePosixPath(page).name
    return f"{stem}--{fragment}" if fragment else stem


def read(site: Path, page: str) -> Tag:
    """The article of a page."""
    html = (site / f"{page}.html").read_text("utf-8")
    only = SoupStrainer("article", class_="bd-article")
    article = BeautifulSoup(html, "html.parser", parse_only=only).article
    if article is None:
        raise ValueError(f"{page}.html has no article")
    return article


def article(site: Path, page: str, pages: Iterable[str]) -> Tag:
    """The article of a page as the whole book has it."""
    found = read(site, page)
    _speak(found)
    for element in found.select(SCREEN_ONLY):
        element.decompose()
    for blank in found.select(".cv-ask-controls[hidden]"):
        del blank["hidden"]
    _close_with_answers(found)
    _rename(found, page)
    _relink(found, page, {name: place(name) for name in pages})
    found["id"] = place(page)
    return found


def _speak(article: Tag) -> None:
    """Let a formula be read out by its source: MathML would be a second, hidden text on paper."""
    for formula in article.select(".katex"):
        source = formula.find("annotation")
        if source:
            formula["role"], formula["aria-label"] = "img", source.get_text()


def _close_with_answers(article: Tag) -> None:
    """Unfold the solutions of the exercises and move them to the end."""
    solutions = article.select("details.cv-solution")
    if not solutions:
        return
    end = article.select_one(".cv-answers") or Tag(name="section", attrs={"class": "cv-answers"})
    article.append(end)
    for rubric in end.select("p.rubric"):
        rubric.name = "h2"
    title = Tag(name="h2")
    title.string = "Solutions"
    end.append(title)
    for solution in solutions:
        summary = solution.find("summary")
        if isinstance(summary, Tag):
            summary.name, summary["class"] = "p", "cv-ask-title"
        solution.name = "section"
        end.append(solution.extract())


def lower_headings(article: Tag) -> None:
    """Rank a page's title below its part: a browser makes a PDF's outline of the ranks."""
    for heading in article.find_all(HEADINGS):
        heading["aria-level"] = str(int(heading.name[1]) + 1)


def _rename(article: Tag, page: str) -> None:
    """Put the page's name before that of every place, and before each mention of one."""
    for element in article.find_all(True):
        if "id" in element.attrs:
            element["id"] = place(page, str(element["id"]))
        for key in NAMING:
            if key in element.attrs:
                element[key] = " ".join(place(page, name) for name in str(element[key]).split())
        for key, value in element.attrs.items():
            if isinstance(value, str) and "url(#" in value:
                element[key] = value.replace("url(#", f"url(#{place(page, '')}--")


def _relink(article: Tag, page: str, places: dict[str, str]) -> None:
    """Lead every link to its place in the whole book; what is not in it becomes plain text."""
    home = PurePosixPath(page).parent
    for element in article.select("[href]"):
        url = urlsplit(str(element["href"]))
        if url.scheme or url.netloc:
            continue
        target = page_at(home, url.path) if url.path else page
        if target in places:
            element["href"] = "#" + place(target, unquote(url.fragment))
        else:
            element.unwrap()


def page_at(home: PurePosixPath, path: str) -> str:
    """The name of the page to which a relative path leads."""
    steps: list[str] = []
    for step in (home / unquote(path)).parts:
        steps = steps[:-1] if step == ".." else [*steps, step]
    return "/".join(steps).removesuffix(".html")
