"""The formula sheet: every labelled equation, where it leads, and what computes it."""

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "_ext"))

from convbook.formulas import Check, checks  # noqa: E402

MODULE = """
import numpy as np
from convlib import correlate, kernels
from convlib.kernels import box as mean

def helper():
    return correlate(1, 2) or one()

def one():
    return helper() + kernels.gaussian(3)

def two():
    return mean(3) + np.ones(3)

EQUATIONS: dict[str, object] = {"eq-one": (one, "a"), "eq-two": (two, "b")}
"""


def test_a_check_tells_what_it_calls_of_convlib_even_through_helpers(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(MODULE)
    assert checks(tmp_path / "module.py") == {
        "eq-one": Check("one", ("convlib.correlate", "convlib.kernels.gaussian")),
        "eq-two": Check("two", ("convlib.kernels.box",)),
    }


def test_the_sheet_has_every_labelled_equation_in_the_books_order(site: Path) -> None:
    chapters = sorted((ROOT / "chapters").glob("*.md"))
    labels = [
        (chapter.stem, label)
        for chapter in chapters
        for label in re.findall(r"^\$\$.*\$\$ \((eq-[\w-]+)\)$", chapter.read_text("utf-8"), re.M)
    ]
    sheet = (site / "reference/formulas.html").read_text("utf-8")
    linked = re.findall(r'href="\.\./chapters/([\w-]+)\.html#equation-(eq-[\w-]+)"', sheet)
    assert linked == labels


def test_a_number_leads_to_its_equation_and_a_name_to_its_function(page: Page, server: str) -> None:
    page.goto(f"{server}/reference/formulas.html")
    entry = page.locator(".cv-formula").first
    entry.get_by_role("link", name="correlate").click()
    expect(page.locator("[id='convlib.correlate']")).to_be_in_viewport()
    page.go_back()
    entry.get_by_role("link", name="(1.1)").click()
    expect(page.locator("#equation-eq-correlation-1d")).to_be_in_viewport()
