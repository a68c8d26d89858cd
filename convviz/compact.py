"""A drawing of matplotlib's in fewer letters, the same to the eye."""

import re
from collections import Counter
from typing import Final
from xml.etree import ElementTree

_FINE: Final = re.compile(r"(\.\d\d)\d+")  # a hundredth of a unit is finer than any screen
_NAME: Final = re.compile(r"#([\w-]+)")


def _path(data: str) -> str:
    """The same path: no spaces about its letters, and a letter that repeats is understood."""
    data = re.sub(r"\s*([A-Za-z])\s*", r"\1", data.strip())
    written, last = "", ""
    for letter, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", data):
        repeats = letter == last and letter in "LQC"
        written += f" {numbers}" if repeats else f"{letter}{numbers}"
        last = letter
    return written


def _flatten(parent: ElementTree.Element) -> None:
    """Put the children of a group that says nothing in its place."""
    for child in list(parent):
        _flatten(child)
        if child.tag == "g" and not child.attrib:
            place = list(parent).index(child)
            parent.remove(child)
            for offset, inner in enumerate(child):
                parent.insert(place + offset, inner)


def _rules(root: ElementTree.Element, salt: str) -> str:
    """Styles that several elements share become classes; what is returned defines them."""
    styled = [element for element in root.iter() if element.get("style") and element is not root]
    shared = [style for style, n in Counter(e.attrib["style"] for e in styled).items() if n > 1]
    names = {style: f"f{salt}{n}" for n, style in enumerate(shared)}
    for element in styled:
        if name := names.get(element.attrib["style"]):
            del element.attrib["style"]
            element.set("class", name)
    return "".join(f".{name}{{{style}}}" for style, name in names.items())


def _rename(root: ElementTree.Element, salt: str) -> None:
    """Short ids, apart from those of other drawings of a page; none that nobody asks for."""
    asking = [
        (element, name)
        for element in root.iter()
        for name, value in element.attrib.items()
        if name == "href" or "url(#" in value
    ]
    asked = (found for element, name in asking for found in _NAME.findall(element.attrib[name]))
    ids = {old: f"{salt}-{n}" for n, old in enumerate(dict.fromkeys(asked))}
    for element in root.iter():
        if (old := element.get("id")) in ids:
            element.set("id", ids[old])
        elif old is not None:
            del element.attrib["id"]
    for element, name in asking:
        element.set(name, _NAME.sub(lambda found: f"#{ids[found[1]]}", element.attrib[name]))


def compact(svg: str, salt: str) -> str:
    """An inline SVG without what changes nothing; `salt` keeps its names apart from others'.

    >>> red = '<g style="fill: red" />'
    >>> compact(f"<svg><g> {red} {red} </g></svg>", "")
    '<svg><style class="nohighlight">.f0{fill: red}</style><g class="f0" /><g class="f0" /></svg>'
    """
    root = ElementTree.fromstring(svg.replace("xlink:href", "href"))
    _rename(root, salt)
    _flatten(root)
    for element in root.iter():
        if element.text and not element.text.strip():
            element.text = None
        element.tail = None
        for name in {"x", "y"} & element.attrib.keys():
            element.set(name, _FINE.sub(r"\1", element.attrib[name]))
        if "transform" in element.attrib:
            moved = element.attrib["transform"]
            fine = re.sub(r"translate\([^)]*\)", lambda at: _FINE.sub(r"\1", at[0]), moved)
            element.set("transform", fine)
        if "d" in element.attrib:
            element.set("d", _path(element.attrib["d"]))
    if rules := _rules(root, salt):
        # Sphinx marks the word that was searched for in every text but where this class stands.
        style = ElementTree.Element("style", {"class": "nohighlight"})
        style.text = rules
        root.insert(0, style)
    return ElementTree.tostring(root, encoding="unicode")
