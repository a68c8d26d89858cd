"""Every page of the built book, as a reader meets it: online, from the folder, in the dark."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.axe import serious

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "_build" / "html"
# index.html only leads on to the first page.
NAMES = sorted(
    path.relative_to(BUILT).as_posix()
    for path in BUILT.rglob("*.html")
    if "_static" not in path.parts and path.name != "index.html"
)
CHAPTER = "chapters/01-sliding-and-flipping.html"

every_page = pytest.mark.parametrize("name", NAMES)
both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


class Links(HTMLParser):
    """What a page refers to, and the places in it that can be referred to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.places: set[str] = set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.places |= {value for key in ("id", "name") if (value := named.get(key))}
        self.targets += [value for key in ("href", "src") if (value := named.get(key))]


@cache
def places(path: Path) -> set[str]:
    """The fragments that a page answers to."""
    return Links(path).places


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest) -> str:
    """Where the pages are: on a server, and in a folder opened by a double click."""
    if request.param == "http":
        return str(request.getfixturevalue("server"))
    return BUILT.as_uri()


def wear(page: Page, scheme: str) -> None:
    """Switch the theme by the page's own button until it shows what we want."""
    for _ in range(3):
        if page.locator("html").get_attribute("data-mode") == scheme:
            break
        page.locator(".theme-switch-button:visible").click()
    assert page.locator("html").get_attribute("data-theme") == scheme


def lightness(page: Page, selector: str) -> float:
    """The mean of the colour channels behind an element, from 0 to 255."""
    return page.locator(selector).evaluate(
        "e => getComputedStyle(e).backgroundColor.match(/\\d+/g).slice(0, 3)"
        ".reduce((sum, channel) => sum + Number(channel), 0) / 3"
    )


def test_there_are_pages_to_test(site: Path) -> None:
    assert {"intro.html", "search.html", CHAPTER} <= set(NAMES)


def test_the_front_door_leads_to_the_first_page(page: Page, base: str) -> None:
    page.goto(f"{base}/index.html")
    page.wait_for_url("**/intro.html")


@every_page
def test_a_page_opens_without_a_complaint(page: Page, base: str, name: str) -> None:
    page.goto(f"{base}/{name}", wait_until="load")
    page.wait_for_function("document.readyState === 'complete'")
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert page.title()
    assert page.locator("h1").count() == 1


def test_the_book_works_below_another_address(page: Page, tmp_path: Path, site: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "book").symlink_to(site)
    page.goto(f"{(tmp_path / 'deep' / 'book').as_uri()}/{CHAPTER}")
    assert (
        page.locator(".bd-article")
        .evaluate("e => getComputedStyle(e).fontFamily")
        .startswith("Inter")
    )


@every_page
def test_every_link_within_the_book_leads_somewhere(site: Path, name: str) -> None:
    page = site / name
    broken = []
    for target in Links(page).targets:
        url = urlsplit(target)
        if url.scheme or url.netloc:
            continue
        path = (page.parent / unquote(url.path)).resolve() if url.path else page
        if not path.is_file() or (
            path.suffix == ".html" and not places(path) >= {unquote(url.fragment)} - {""}
        ):
            broken.append(target)
    assert not broken


@every_page
def test_a_page_loads_nothing_from_elsewhere(site: Path, name: str) -> None:
    html = (site / name).read_text("utf-8")
    loaded = [t for t in Links(site / name).targets if urlsplit(t).netloc and f'src="{t}"' in html]
    styles = [
        part.split(">")[0] for part in html.split("<link ")[1:] if "://" in part.split(">")[0]
    ]
    assert not loaded + styles


COLOURS = ("color-contrast", "link-in-text-block")
BLANK_ICONS = """() => [...document.querySelectorAll('.fa-solid, .fas, .far, .fab')].filter(e => {
    if (!e.checkVisibility()) return false;
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const drawn = style.maskImage.startsWith('url("data:image/svg') &&
        !/rgba\\(0, 0, 0, 0\\)/.test(style.backgroundColor);
    return !drawn || box.width < 8 || box.height < 8;
}).map(e => e.outerHTML)"""
MUTE_PICTURES = """() => [...document.querySelectorAll('article img, article svg')].filter(e => {
    if (e.closest('[aria-hidden="true"], .katex, button')) return false;
    const label = e.getAttribute('alt') ?? e.getAttribute('aria-label') ??
        e.querySelector(':scope > title')?.textContent ?? '';
    return !label.trim() || /\\.(png|svg|jpe?g)$/.test(label);
}).map(e => e.outerHTML.slice(0, 200))"""


@both_schemes
@every_page
def test_axe_finds_nothing_serious_and_icons_and_pictures_are_told(
    page: Page, server: str, name: str, scheme: str
) -> None:
    page.goto(f"{server}/{name}")
    wear(page, scheme)
    # Another scheme changes colours and nothing else.
    assert serious(page, COLOURS if scheme == "dark" else ()) == []
    assert page.locator(".fa-solid:visible").count() > 0
    assert page.evaluate(BLANK_ICONS) == []
    assert page.evaluate(MUTE_PICTURES) == []


@every_page
def test_a_phone_need_not_scroll_sideways_and_paper_shows_no_controls(
    page: Page, server: str, name: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/{name}")
    wide = page.evaluate(
        "() => { window.scrollTo(9999, 0); return [window.scrollX, document.body.scrollWidth] }"
    )
    assert wide == [0, 390]
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    controls = page.locator(".bd-sidebar-primary, .bd-header-article .btn")
    assert controls.filter(visible=True).count() == 0


@every_page
def test_mathematics_is_typeset_in_the_page(site: Path, name: str) -> None:
    html = (site / name).read_text("utf-8")
    assert "\\(" not in html
    assert "\\[" not in html
    assert html.count('class="katex"') == html.count("<math ") == html.count("katex-html")
    assert "katex-error" not in html


def test_the_first_chapter_has_mathematics(site: Path) -> None:
    assert (site / CHAPTER).read_text("utf-8").count('class="katex"') > 10


@pytest.mark.parametrize("via", ["key", "button"])
def test_search_finds_a_word(page: Page, base: str, via: str) -> None:
    page.goto(f"{base}/intro.html")
    if via == "key":
        page.keyboard.press("Control+k")
    else:
        page.locator(".search-button__button:visible").first.click()
    page.keyboard.type("kernel")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=kernel")
    found = page.locator("#search-results a", has_text="Sliding and flipping").first
    found.click()
    page.wait_for_url("**/01-sliding-and-flipping.html*")


def test_a_page_leaves_the_search_index_until_it_is_asked_for(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/{CHAPTER}", wait_until="load")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "searchindex" in url or "fontawesome" in url]


def test_the_theme_switches_and_stays(page: Page, server: str) -> None:
    page.goto(f"{server}/{CHAPTER}")
    wear(page, "dark")
    assert lightness(page, "body") < 60
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    wear(page, "light")
    assert lightness(page, "body") > 240


def test_an_output_has_no_grey_box_in_the_dark(page: Page, server: str) -> None:
    page.goto(f"{server}/{CHAPTER}")
    wear(page, "dark")
    assert lightness(page, ".cell_output .text_html >> nth=0") < 60


def test_a_word_that_was_searched_for_is_marked_in_a_page_of_figures(page: Page, base: str) -> None:
    page.goto(f"{base}/chapters/14-im2col.html?highlight=output")
    expect(page.locator("span.highlighted").first).to_be_visible()
    assert page.locator("style span, style rect").count() == 0
