"""The `ask` directive: what it warns about at build, and how its questions answer the reader."""

import json
import re
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from sphinx.testing.util import SphinxTestApp

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "_ext"))

from convbook.ask_numbers import numbers  # noqa: E402
from convbook.ask_source import read  # noqa: E402

from convviz.look import css  # noqa: E402
from tools.serve import served  # noqa: E402

CONF = """
import sys
sys.path.insert(0, {ext!r})
from convbook.ask import setup_ask

extensions = ["myst_parser"]
html_theme = "basic"
html_favicon = "assets/icon.svg"
html_math_renderer = "plain"
html_permalinks = False
html_copy_source = False
html_static_path = ["assets"]
html_css_files = ["look.css", "ask.css"]
html_js_files = [("ask.js", {{"defer": "defer"}})]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]

def maths(writer, node):
    number = f"({{node['number']}})" if node.get("number") else ""
    writer.body.append(f'<i class="maths">{{node.astext()}}{{number}}</i>')
    raise __import__("docutils").nodes.SkipNode

def setup(app):
    setup_ask(app)
    app.add_html_math_renderer("plain", (maths, None), (maths, None))
"""

PAGE = """# Asking

Straight to [the question](#first-cell), or to {eq}`eq-first`.

:::{ask} Which number comes *out* first?
:kind: prediction
:label: first-cell
:number:
:given: x = np.arange(9).reshape(3, 3); w = np.array([[0, 1], [2, 3]])

Take $x$ and `w`.

[x] 19 := correlate(x, w)[0, 0]
: Right: $0 + 1 + 6 + 12$.

  $$ 0 + 1 + 6 + 12 = 19 $$ (eq-first)

[ ] 5 := convolve(x, w)[0, 0]
: You **flipped** the kernel, see $w_{-i}$.

[ ] *
: Multiply cell by cell, then add.
:::

:::{ask} How much is left?
:label: left
:number:

[x] -1/2 := 1 - 3 * 2 / 4
: (half)=
  A half is missing.

[ ] *
: Subtract again.
:::

:::{ask} Which shape?
:label: shape
:number:

[x] 98 × 130 := (100 - 2, 132 - 2)
: Two places less on each axis.

[ ] 97, 129
: The first place counts too.

[ ] *
: Count the places on one axis.
:::

:::{ask} What do two flips do?
:label: twice

[ ] Turn $x$ around
: That is one flip.

[ ] Say `"<b>" & x`
: That is a string.

[x] Nothing
: The second undoes the first.
:::
"""


def build(folder, source, builder="html"):
    """Build one page in `folder`; return the output folder and the warnings."""
    assets = folder / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    (folder / "conf.py").write_text(CONF.format(ext=str(ROOT / "_ext")))
    (folder / "index.md").write_text(source)
    ground = "body { background: var(--cv-ground); color: var(--cv-text) }"
    (assets / "look.css").write_text(css() + ground)
    (assets / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    for name in ("ask.js", "ask.css"):
        (assets / name).write_text((ROOT / "_ext/convbook" / name).read_text())
    app = SphinxTestApp(builder, srcdir=folder, freshenv=True)
    try:
        app.build()
        return Path(app.outdir), re.sub(r"\x1b\[[\d;]*m", "", app.warning.getvalue())
    finally:
        app.cleanup()


def ask(answers, options=":label: q\n:number:", title="How many?"):
    return f"# Page\n\n:::{{ask}} {title}\n{options}\n\nThink.\n\n{answers.strip()}\n:::\n"


RIGHT = "[x] 3\n: Yes, three.\n\n"
OTHER = "[ ] *\n: Count again.\n"
CHOICES = "[x] a\n: Yes.\n\n[ ] b\n: No.\n"


def test_a_sound_page_builds_without_a_warning(tmp_path):
    assert build(tmp_path, PAGE)[1] == ""


@pytest.mark.parametrize(
    ("answers", "options", "line", "words"),
    [
        (RIGHT, ":label: q\n:number:", 3, "a number needs [ ] * once"),
        (RIGHT + OTHER + OTHER, ":label: q\n:number:", 3, "a number needs [ ] * once"),
        (RIGHT + "[x] *\n: Any.", ":label: q\n:number:", 3, "a number needs [ ] * once"),
        ("[ ] 3\n: No.\n\n" + OTHER, ":label: q\n:number:", 3, "no answer is marked right"),
        ("", ":label: q\n:number:", 3, "no answer is marked right"),
        (
            RIGHT + "[ ] 3.0\n: Twice.\n\n" + OTHER,
            ":label: q\n:number:",
            12,
            "'3.0' is listed twice",
        ),
        (RIGHT + "[ ] four\n: A word.\n\n" + OTHER, ":label: q\n:number:", 12, "is not a number"),
        (RIGHT + "[ ] 1e999\n: Big.\n\n" + OTHER, ":label: q\n:number:", 12, "is not a number"),
        (RIGHT + "[ ] 4\n\n" + OTHER, ":label: q\n:number:", 12, "'4' has no words of its own"),
        (RIGHT + "[ ] 4\nNo colon.\n\n" + OTHER, ":label: q\n:number:", 13, "begin with a colon"),
        (RIGHT + OTHER + "\nAnd more.\n", ":label: q\n:number:", 15, "follows the answers"),
        (CHOICES + "\n[x] c\n: Yes.", ":label: q", 14, "a choice has one right answer; 2 are"),
        ("[x] a\n: Yes.", ":label: q", 3, "at least two answers, and has 1"),
        (CHOICES + "\n" + OTHER, ":label: q", 14, "every choice has its own words"),
        (CHOICES + "\n[ ] b\n: No.", ":label: q", 14, "'b' is listed twice"),
        (CHOICES, ":label: q\n:kind: exam", 3, "'exam' is unknown; use prediction or checkpoint"),
        (CHOICES, ":kind: prediction", 3, ":label: needs a word of small letters"),
        (CHOICES, ":label: First Cell", 3, "it is 'First Cell'"),
        (RIGHT + OTHER, ":label: q\n:number:\n:tolerance: some", 3, ":tolerance: needs a number"),
        (RIGHT + OTHER, ":label: q\n:number:\n:tolerance: -1", 3, "it is '-1'"),
    ],
)
def test_a_broken_rule_warns_with_its_file_and_line(tmp_path, answers, options, line, words):
    out, warnings = build(tmp_path, ask(answers, options))
    assert re.search(rf"index\.md:{line}: WARNING: ask '.*{re.escape(words)}", warnings), warnings
    assert 'class="cv-ask"' not in (out / "index.html").read_text()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ([":   A list:", "", "    - one", "      more"], ["A list:", "", "- one", "  more"]),
        ([": Words that", "go on without an indent"], ["Words that", "go on without an indent"]),
    ],
)
def test_the_words_of_an_answer_lose_their_colon_and_indent(written, words):
    question, (answer,), problems = read(["Why?", "", "[x] 3 := 1 + 2", *written])
    assert (question, answer.words, problems) == (["Why?", ""], words, [])


def test_a_label_used_twice_on_a_page_warns(tmp_path):
    once = ask(CHOICES, ":label: q")
    _, warnings = build(tmp_path, once + "\n" + once.removeprefix("# Page\n\n"))
    assert re.search(r"index\.md:15: WARNING: ask 'q': :label: 'q' is used before", warnings)


def test_a_fault_in_the_words_is_told_with_its_line(tmp_path):
    answers = "[x] 3\n: Yes.\n\n  As [we](#nowhere) saw.\n\n[ ] *\n: See [here](#nothing)."
    _, warnings = build(tmp_path, ask(answers))
    assert re.search(r"index\.md:12: WARNING: .*'nowhere'", warnings)
    assert re.search(r"index\.md:15: WARNING: .*'nothing'", warnings)


@pytest.mark.parametrize(
    ("answers", "given", "words"),
    [
        ("[x] 20 := x.sum()\n: Yes.", "x = np.arange(6)", "'20' is written, but 'x.sum()' gives"),
        (
            "[x] 4 := taps_of(x)\n: Yes.",
            "x = 1",
            "the proof of '4' fails: 'taps_of(x)' raises Name",
        ),
        ("[x] 4 := 2 *\n: Yes.", "x = 1", "raises SyntaxError"),
        ("[x] 4, 4 := (4, 5)\n: Yes.", "x = 1", "gives (4, 5)"),
        ("[x] 4 := (4, 4)\n: Yes.", "x = 1", "gives (4, 4)"),
        ("[x] 4 := 'four'\n: Yes.", "x = 1", "gives 'four'"),
    ],
)
def test_a_number_that_its_expression_does_not_give_warns(tmp_path, answers, given, words):
    source = ask(f"{answers}\n\n{OTHER}", f":label: q\n:number:\n:given: {given}")
    _, warnings = build(tmp_path, source)
    assert re.search(rf"index\.md:10: WARNING: ask 'q': .*{re.escape(words)}", warnings), warnings


def test_a_given_line_that_raises_warns(tmp_path):
    source = ask("[x] 4 := x\n: Yes.\n\n" + OTHER, ":label: q\n:number:\n:given: x = 1 / 0")
    assert (
        "index.md:3: WARNING: ask 'q': :given: 'x = 1 / 0' raises Zero"
        in build(tmp_path, source)[1]
    )


@pytest.mark.parametrize(
    "answers",
    [
        "[x] 30 := a[0] * a[1] * a[2]\n: Yes.\n\n" + OTHER,
        "[x] −1/4 := -0.25\n: Yes.\n\n" + OTHER,
        "[x] [[1, 2], [3, 4]] := np.array([[1, 2], [3, 4]])\n: Yes.\n\n" + OTHER,
        "[x] 5 := output_size(7, 3)\n: Yes.\n\n" + OTHER,
    ],
)
def test_a_number_that_its_expression_gives_is_quiet(tmp_path, answers):
    assert build(tmp_path, ask(answers, ":label: q\n:number:\n:given: a = [2, 3, 5]"))[1] == ""


KNOWN = 'mistaken("correlate1d", "flipped the kernel")(x, w)'
GIVEN = ":label: q\n:number:\n:given: x = np.array([3, 1]); w = np.array([1, 2])"


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("", "Flipped the kernel. Your numbers are those of the convolution: "),
        (": Turned *round*.", "Flipped the kernel. Turned round."),
    ],
)
def test_an_answer_has_the_name_of_the_mistake_that_gives_it(tmp_path, own, said):
    answers = f"[x] 5 := correlate(x, w)\n: Yes.\n\n[ ] 7 := {KNOWN}\n{own}\n\n{OTHER}"
    out, warnings = build(tmp_path, ask(answers, GIVEN))
    assert warnings == ""
    page = re.sub(r"<(?!template|/template).*?>", "", (out / "index.html").read_text())
    assert said in page.partition("<template")[2].partition("</template")[0]
    assert page.count("Flipped the kernel") == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ('mistaken("correlate1", "one short")', "there is no task 'correlate1'"),
        ('mistaken("correlate1d", "one short")', "correlate1d knows no mistake 'one short', but"),
    ],
)
def test_a_mistake_that_the_bank_does_not_know_warns(tmp_path, call, words):
    answers = f"[x] 5 := correlate(x, w)\n: Yes.\n\n[ ] 7 := {call}(x, w)\n: No.\n\n{OTHER}"
    assert words in build(tmp_path, ask(answers, GIVEN))[1]


def test_the_tolerance_holds_for_the_proof_too(tmp_path):
    answers = "[x] 0.33 := 1 / 3\n: Yes.\n\n" + OTHER
    options = ":label: q\n:number:\n:tolerance: "
    assert "gives 0.333" in build(tmp_path / "a", ask(answers, options + "0.001"))[1]
    assert build(tmp_path / "b", ask(answers, options + "0.02"))[1] == ""


def test_a_choice_can_be_proven_as_a_number_or_as_text(tmp_path):
    answers = "[x] $3 \\times 3$ := (3, 3)\n: Yes.\n\n[ ] `False` := 1 > {}\n: No.\n"
    assert build(tmp_path / "a", ask(answers.format(2), ":label: q"))[1] == ""
    assert "gives True" in build(tmp_path / "b", ask(answers.format(0), ":label: q"))[1]


def test_an_edit_of_the_library_reads_the_page_again(tmp_path):
    build(tmp_path, PAGE)
    app = SphinxTestApp("html", srcdir=tmp_path)
    named = {Path(path).name for path in app.env.dependencies["index"]}
    app.cleanup()
    assert {"correlate.py", "taps.py"} <= named


def test_an_equation_keeps_its_number_in_one_place(built):
    page = (built / "index.html").read_text()
    assert re.findall(r"12 = 19\s*(\(1\))?", page) == ["(1)", ""]


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo"])
def test_other_formats_have_the_question_and_the_right_answer(tmp_path, builder):
    out, warnings = build(tmp_path, PAGE, builder)
    written = "".join(
        p.read_text() for p in out.iterdir() if p.suffix in {".txt", ".tex", ".1", ".texi"}
    )
    assert "two flips" in written
    assert "The second undoes the first" in written
    assert "That is one flip" not in written
    assert "WARNING: unknown node" not in warnings


# In the browser


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(tmp_path_factory.mktemp("ask"), PAGE)[0]


@pytest.fixture(scope="module")
def address(built):
    with served(built) as home:
        yield f"{home}/index.html"


@pytest.fixture(params=["http", "file"])
def asked(request, page, built):
    """The page, open over http and from its folder."""
    page.goto(
        request.getfixturevalue("address")
        if request.param == "http"
        else (built / "index.html").as_uri()
    )
    return page


def say(page, label, typed):
    """Type an answer, press Enter, and return what the page says."""
    field = page.locator(f"#{label}").get_by_role("textbox")
    field.fill(typed)
    field.press("Enter")
    return status(page, label)


def status(page, label):
    return page.locator(f"#{label} [role=status][aria-live=polite]").inner_text()


def button(page, label, name):
    return page.locator(f"#{label}").get_by_role("button", name=name)


def test_a_listed_mistake_is_met_by_its_own_words(asked):
    words = say(asked, "first-cell", "5")
    assert words.split("\n")[0].endswith("You said 5.")
    assert "You flipped the kernel, see w_{-i}." in words
    assert asked.locator("#first-cell [role=status] .maths").count() == 1
    assert not re.search("wrong|not yet", words, re.IGNORECASE)
    assert (
        asked.locator("#first-cell")
        .get_by_role("textbox")
        .evaluate("e => e === document.activeElement")
    )


def test_the_right_number_and_any_other_have_their_words(asked):
    assert "Right: 0 + 1 + 6 + 12." in say(asked, "first-cell", "19")
    assert "Multiply cell by cell" in say(asked, "first-cell", "-7.25")
    assert say(asked, "left", "−0.5").startswith("✓Yes. You said −0.5.")
    assert say(asked, "left", "0.5").startswith("↻Not yet. You said 0.5.")


@pytest.mark.parametrize(
    ("label", "typed"),
    [
        *(("left", t) for t in ("-0.5", "−.5", "-1/2", " - 1 / 2 ", "(−5e-1)", "-0.5000000001")),
        *(("first-cell", t) for t in ("19", "19.0", "+19", "[19]", "1.9e1", "38/2")),
        *(
            ("shape", t)
            for t in ("98 × 130", "98x130", "(98, 130)", "98 130", "98 * 130", "98;130")
        ),
    ],
)
def test_a_number_may_be_written_in_many_ways(page, address, label, typed):
    page.goto(address)
    say(page, label, typed)
    right = json.loads(page.locator(f"#{label} [data-right]").get_attribute("data-answer"))
    assert numbers(typed) == pytest.approx(right)
    assert page.locator(f"#{label}").get_attribute("data-verdict") in {"right", "noted"}
    assert "Multiply" not in status(page, label)


@pytest.mark.parametrize(
    "typed", ["", "  ", "abc", "1e999", "1/0", "1/2/3", "1/Infinity", "3 px", "2-1", ",", "٣", "1/"]
)
def test_what_is_no_number_is_met_by_what_is_needed(asked, typed):
    assert numbers(typed) is None
    field = asked.locator("#left").get_by_role("textbox")
    words = say(asked, "left", typed)
    assert "such as 7, −2, 0.5 or 1/2" in words
    assert typed.strip() in words
    assert field.input_value() == typed
    assert field.get_attribute("aria-invalid") == "true"
    say(asked, "left", "1")
    assert field.get_attribute("aria-invalid") == "false"


def test_a_comma_or_a_missing_number_is_named(asked):
    assert "with a point for decimals" in say(asked, "left", "0,5")
    assert "asks for one number; here are 2" in say(asked, "left", "1 2")
    assert "asks for 2 numbers with commas between; here is 1" in say(asked, "shape", "98")
    assert "Count the places" in say(asked, "shape", "99, 99")
    assert "The first place counts too" in say(asked, "shape", "97, 129")


@pytest.mark.parametrize(
    ("typed", "count", "read"),
    [
        ("2,336", 1, [2336]),
        ("−2,336.5", 1, [-2336.5]),
        ("1,234,567", 1, [1234567]),
        ("2,336 × 1,024", 2, [2336, 1024]),
        ("75,784", 2, [75, 784]),
        ("2,3", 1, [2, 3]),
        ("0,336", 1, [0, 336]),
        ("23,36", 1, [23, 36]),
        ("1,2,336", 2, [1, 2, 336]),
        ("2,3361", 1, [2, 3361]),
    ],
)
def test_a_comma_parts_thousands_where_that_gives_as_many_numbers_as_are_wanted(typed, count, read):
    assert numbers(typed, count) == read


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    answers = "[x] 2,336 := 16 * 9 * 16 + 32\n: Yes.\n\n[ ] 2304 := 16 * 9 * 16\n: No bias.\n\n"
    out, warnings = build(tmp_path_factory.mktemp("large"), ask(answers + OTHER))
    assert warnings == ""
    return (out / "index.html").as_uri()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2336", "Yes. You said 2336."),
        ("2,336", "Yes. You said 2,336."),
        ("2,304", "No bias."),
        ("2305", "Count again."),
        ("2,305", "the comma may part thousands or decimals"),
        ("2,3", "Write one number, with a point for decimals"),
        ("1,002,336", "the comma may part thousands or decimals"),
    ],
)
def test_a_large_number_may_have_its_comma_and_a_decimal_one_is_met_kindly(
    page, large, typed, words
):
    page.goto(large)
    assert words in say(page, "q", typed)


def test_a_choice_is_made_and_checked_by_keyboard_alone(asked):
    radios = asked.locator("#twice").get_by_role("radio")
    radios.first.focus()
    asked.keyboard.press("Space")
    asked.keyboard.press("ArrowDown")
    asked.keyboard.press("Enter")
    assert re.search(r'You chose: Say "<b>" & x\s+That is a string.', status(asked, "twice"))
    asked.keyboard.press("ArrowDown")
    asked.keyboard.press("Enter")
    assert status(asked, "twice").startswith("✓Yes.")
    assert radios.last.evaluate("e => e === document.activeElement")


def test_a_check_without_a_choice_asks_for_one(asked):
    button(asked, "twice", "Check").click()
    assert "Choose an answer first." in status(asked, "twice")


def test_show_me_gives_the_right_answer_and_its_words(asked):
    assert not asked.locator("#left summary").is_visible()
    button(asked, "left", "Show me").click()
    assert re.fullmatch(r"The answer: −1/2\s+A half is missing.", status(asked, "left"))
    button(asked, "twice", "Show me").click()
    assert re.fullmatch(
        r"The answer: Nothing\s+The second undoes the first.", status(asked, "twice")
    )


def test_answers_survive_a_reload_until_they_are_cleared(asked):
    say(asked, "left", "3")
    asked.locator("#twice").get_by_role("radio").first.check()
    button(asked, "twice", "Check").click()
    button(asked, "shape", "Show me").click()
    said = [status(asked, label) for label in ("left", "twice", "shape")]
    asked.reload()
    assert [status(asked, label) for label in ("left", "twice", "shape")] == said
    assert asked.locator("#left").get_by_role("textbox").input_value() == "3"
    assert asked.locator("#twice").get_by_role("radio").first.is_checked()
    for label in ("left", "twice", "shape"):
        button(asked, label, "Clear").click()
    asked.reload()
    assert [status(asked, label) for label in ("left", "twice", "shape")] == ["", "", ""]
    assert asked.locator("#left").get_by_role("textbox").input_value() == ""
    assert asked.get_by_role("button", name="Clear").count() == 0


def test_clear_empties_the_form_and_brings_the_focus_back_to_it(asked):
    field = asked.locator("#left").get_by_role("textbox")
    say(asked, "left", "abc")
    button(asked, "left", "Clear").click()
    assert (field.input_value(), status(asked, "left")) == ("", "")
    assert field.evaluate("e => e === document.activeElement")
    assert field.get_attribute("aria-invalid") is None
    radio = asked.locator("#twice").get_by_role("radio").first
    radio.check()
    button(asked, "twice", "Check").click()
    button(asked, "twice", "Clear").click()
    assert not radio.is_checked()
    assert radio.evaluate("e => e === document.activeElement")


def test_a_page_that_is_refused_storage_still_answers(page, address):
    page.add_init_script(
        """for (const name of ["getItem", "setItem", "removeItem"]) {
          const act = Storage.prototype[name];
          Storage.prototype[name] = function (key, ...rest) {
            if (key.startsWith("cv-ask:")) throw new DOMException("The page may keep nothing.");
            return act.call(this, key, ...rest);
          };
        }"""
    )
    page.goto(address)
    assert "Subtract again." in say(page, "left", "3")
    button(page, "left", "Clear").click()
    assert status(page, "left") == ""


def test_a_link_leads_to_the_question(asked):
    asked.get_by_role("link", name="the question").click()
    assert asked.url.endswith("#first-cell")
    assert asked.locator(":target").get_attribute("data-kind") == "prediction"


def test_without_script_the_answer_opens_below_the_question(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    question = page.locator("#left")
    assert question.get_by_role("button").count() == 0
    assert not question.get_by_text("A half is missing.").is_visible()
    question.locator("summary").click()
    assert question.get_by_text("A half is missing.").is_visible()
    assert page.get_by_text("Subtract again.").count() == 0
    context.close()


def test_print_has_the_questions_in_place_and_the_answers_at_the_end(asked):
    end = asked.locator(".cv-answers")
    assert not end.is_visible()
    asked.emulate_media(media="print")
    assert end.get_by_text("The second undoes the first.").is_visible()
    assert "Which number comes out first?" in end.inner_text()
    assert "That is one flip." not in asked.locator("body").inner_text()
    assert asked.locator("#twice").get_by_text("Nothing").first.is_visible()
    assert asked.locator(".cv-ask").get_by_role("button").count() == 0
    after = "e => !document.querySelector('#twice ~ p') && e.getBoundingClientRect().top"
    assert end.evaluate(after) > asked.locator("#twice").bounding_box()["y"]


def test_no_id_is_given_twice(asked):
    for label in ("first-cell", "left", "shape", "twice"):
        button(asked, label, "Show me").click()
    ids = asked.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_a_phone_has_room_for_every_control(page, address):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address)
    say(page, "first-cell", "5")
    targets = page.locator(".cv-ask :is(button, input[type=text], .cv-ask-choice label):visible")
    sizes = targets.evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert len(sizes) > 10
    assert min(sizes) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def findings(page):
    """What axe-core has against the questions, of any weight."""
    found = Axe().run(page, context=".cv-ask").response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_before_and_after_the_answers(page, address, theme):
    page.goto(address)
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    assert findings(page) == []
    say(page, "first-cell", "5")
    say(page, "left", "-1/2")
    say(page, "shape", "x")
    page.locator("#twice").get_by_role("radio").first.check()
    button(page, "twice", "Check").click()
    assert findings(page) == []
