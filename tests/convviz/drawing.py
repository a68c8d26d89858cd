"""What an SVG of the book draws: each element with the style that it has."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree


def drawn(svg: str) -> Iterator[tuple[ElementTree.Element, str]]:
    """Every element, and its style, be it its own or that of its class."""
    root = ElementTree.fromstring(svg)
    text = "".join(style.text or "" for style in root.iter("style"))
    rules: dict[str, str] = dict(re.findall(r"\.(\w+)\{(.*?)\}", text))
    for element in root.iter():
        yield element, element.get("style") or rules.get(element.get("class", ""), "")
