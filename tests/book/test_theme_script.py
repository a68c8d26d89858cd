"""What the pages keep of Bootstrap does what the theme asks of it."""

from playwright.sync_api import Page, expect

CHAPTER = "chapters/03-output-size.html"
MENU = """<div class="dropdown"><button data-bs-toggle="dropdown">Launch</button>
<ul class="dropdown-menu"><li><a class="dropdown-item" href="#">Binder</a></li></ul></div>"""


def test_a_button_says_what_it_is_to_a_mouse_and_to_a_keyboard(page: Page, server: str) -> None:
    page.goto(f"{server}/{CHAPTER}")
    button = page.locator(".header-article-items__end [data-bs-toggle=tooltip]:visible").first
    hint = page.get_by_role("tooltip")
    button.hover()
    expect(hint).to_be_visible()
    assert hint.inner_text().strip()
    page.mouse.move(600, 600)
    expect(hint).to_have_count(0)
    page.keyboard.press("Tab")
    button.focus()
    expect(hint).to_be_visible()


def test_on_a_phone_whoever_turns_back_is_offered_the_way_up(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/{CHAPTER}")
    back = page.locator("#pst-back-to-top")
    page.mouse.move(200, 400)
    page.mouse.wheel(0, 3000)
    page.wait_for_function("scrollY > 2000")
    expect(back).to_be_hidden()
    page.mouse.wheel(0, -400)
    expect(back).to_be_visible()
    back.click()
    page.wait_for_function("scrollY === 0")
    expect(back).to_be_hidden()


def test_a_menu_of_the_theme_opens_and_closes(page: Page, server: str) -> None:
    page.goto(f"{server}/{CHAPTER}")
    article = page.locator("article").first
    article.evaluate("(article, html) => article.insertAdjacentHTML('afterbegin', html)", MENU)
    item = page.get_by_role("link", name="Binder", include_hidden=True)
    menu, opener = page.locator(".dropdown-menu"), page.get_by_role("button", name="Launch")
    expect(menu).not_to_have_class("show")
    opener.click()
    expect(menu).to_have_class("dropdown-menu show")
    page.keyboard.press("ArrowDown")
    expect(item).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_have_class("dropdown-menu")
