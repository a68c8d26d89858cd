"""Every word of every page is British English, or stands in `words.txt`."""

import re
import sys
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from spylls.hunspell import Dictionary

BUILT = Path(__file__).resolve().parents[2] / "_build" / "html"
DICTIONARY = Path(sys.prefix) / "front" / "node_modules" / "dictionary-en-gb" / "index"
OURS = set(Path(__file__).with_name("words.txt").read_text("utf-8").split())
# What is no prose: code, mathematics, pictures of numbers, lists of references.
LEFT_OUT = "pre, code, .katex, svg, style, script, [translate=no], div.citation, dt.sig"
WORD = re.compile(
    r"(?<![\w.@/])[A-Za-zà-ÿ]+(?:['’][a-z]+)*(?![\w@/]|\+\d)"
)  # nor a label such as HZC+17
NAMES = sorted(
    path.relative_to(BUILT).as_posix()
    for path in BUILT.rglob("*.html")
    if "_static" not in path.parts and path.name not in {"index.html", "genindex.html"}
)


@cache
def known(word: str) -> bool:
    """Whether the dictionary or the book's own list has this word."""
    plain = word.removesuffix("'s")
    return not OURS.isdisjoint({plain, plain.lower()}) or dictionary().lookup(plain)


@cache
def dictionary() -> Dictionary:
    """The British one."""
    return Dictionary.from_files(str(DICTIONARY))


def prose(html: str) -> str:
    """What a reader reads as words, answers that wait in templates among it."""
    page = BeautifulSoup(html, "html.parser")
    body = page.select_one("article") or page
    for waiting in body.find_all("template"):
        waiting.name = "div"  # else nothing in it can be selected
    for part in body.select(LEFT_OUT):
        part.replace_with(" ")
    return " ".join(text for text in body.find_all(string=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_page_is_spelt_as_the_dictionary_or_our_list_has_it(name: str) -> None:
    words = WORD.findall(prose((BUILT / name).read_text("utf-8")).replace("’", "'"))
    assert words
    assert sorted({word for word in words if not known(word)}) == []


def test_a_slip_is_seen_in_text_and_in_answers_that_wait_and_code_is_left_alone() -> None:
    html = "A recieved <code>corrleate</code><template>color <code>fo</code></template>"
    words = WORD.findall(prose(f"<article>{html}</article>"))
    unknown = [word for word in words if not known(word)]
    assert unknown == ["recieved", "color"]


def test_our_list_is_sorted_and_holds_nothing_that_the_dictionary_has() -> None:
    words = Path(__file__).with_name("words.txt").read_text("utf-8").split()
    assert words == sorted(set(words), key=str.lower)
    assert [word for word in words if dictionary().lookup(word)] == []
