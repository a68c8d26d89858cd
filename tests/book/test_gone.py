"""A page whose source is gone leaves nothing among the pages."""

from pathlib import Path

from sphinx.testing.util import SphinxTestApp

from tests.conftest import ROOT

CONF = f"""
import sys
sys.path.insert(0, {str(ROOT / "_ext")!r})
from convbook.gone import setup_gone as setup

extensions = ["myst_parser"]
root_doc = "intro"
"""


def build(source: Path, *chapters: str) -> Path:
    """A book of these chapters, built over what an earlier build has left."""
    listed = "\n".join(f"chapters/{name}" for name in chapters)
    (source / "intro.md").write_text(f"# A book\n\n```{{toctree}}\n{listed}\n```\n")
    for old in (source / "chapters").glob("*.md"):
        old.unlink()
    for name in chapters:
        (source / "chapters" / f"{name}.md").write_text(f"# {name}\n")
    app = SphinxTestApp("html", srcdir=source)
    app.build()
    app.cleanup()
    return Path(app.outdir)


def test_a_renamed_chapter_leaves_no_page_and_no_notebook(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "conf.py").write_text(CONF)
    out = build(tmp_path, "01-one", "02-two")
    made = {out / place / f"02-two.{end}" for place, end in (
        ("chapters", "html"), ("notebooks", "ipynb"), ("_static/notebooks", "js"))}  # fmt: skip
    for file in made:
        file.parent.mkdir(exist_ok=True)
        file.touch()
    build(tmp_path, "01-one", "03-three")
    assert not [file for file in made if file.exists()]
    assert sorted(path.stem for path in (out / "chapters").iterdir()) == ["01-one", "03-three"]
