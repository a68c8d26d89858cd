"""Setting up: which Python, which browser, what is made anew, and what is said when it fails."""

import ast
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from tools import binder, browser, environment, first_pip, lite, setup, steps

ROOT = Path(__file__).resolve().parents[2]


def test_the_first_python_that_is_tested_is_taken() -> None:
    assert setup.choose(
        [("python3", (3, 9)), ("python3.12", (3, 12)), ("python3.11", (3, 11))]
    ) == ("python3.12")


def test_a_tested_python_goes_before_a_newer_one() -> None:
    assert setup.choose([("python3", (3, 15)), ("python3.13", (3, 13))]) == "python3.13"


def test_a_newer_python_will_do_if_it_is_the_only_one() -> None:
    assert setup.choose([("python3", (3, 15)), ("python3.13", None)]) == "python3"


def test_an_old_python_is_told_in_one_line_what_is_needed() -> None:
    versions = [("python3", (3, 9)), ("python3.13", None)]
    assert setup.choose(versions) is None
    assert setup.too_old(versions) == (
        "The book needs Python 3.11 or newer; python3 is 3.9. Install one and run make again."
    )


def test_a_command_that_is_not_there_has_no_version() -> None:
    assert setup.version_of("no-such-python") is None
    assert setup.version_of(sys.executable) == sys.version_info[:2]


def test_a_command_that_fails_has_no_version(tmp_path: Path) -> None:
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\necho not installed >&2\nexit 127\n")
    shim.chmod(0o755)
    assert setup.version_of(str(shim)) is None


def test_the_entry_keeps_to_what_an_old_python_can_read() -> None:
    tree = ast.parse((ROOT / "tools" / "setup.py").read_text())
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert functions
    assert not [f.name for f in functions if f.returns or any(a.annotation for a in f.args.args)]


def test_the_machines_browser_goes_before_any_download() -> None:
    def download() -> list[str]:
        raise AssertionError("nothing was to be downloaded")

    assert browser.choose([lambda: ["/a", "/b"], download], works="/b".__eq__) == "/b"


def test_a_browser_that_does_not_start_is_passed_over() -> None:
    assert browser.choose([lambda: ["/broken"], lambda: ["/good"]], works="/good".__eq__) == "/good"


def test_without_any_browser_every_reason_is_told() -> None:
    def offline() -> list[str]:
        raise steps.SetupError("no network")

    with pytest.raises(steps.SetupError, match=r"install one.*/old does not start; no network"):
        browser.choose([lambda: ["/old"], offline], works=lambda path: False)


def test_a_program_that_is_no_browser_does_not_start() -> None:
    assert not browser.starts("/bin/echo")
    assert not browser.starts("/no/such/browser")


def test_the_browser_that_was_set_up_starts() -> None:
    assert browser.starts(browser.path())


def test_a_part_is_made_once_and_again_when_its_source_changes(tmp_path: Path) -> None:
    made: list[str] = []
    for source in ("one", "one", "two"):
        environment.Parts(tmp_path).ensure({"book": source}, lambda: made.append("book"))
    assert made == ["book", "book"]


def test_the_tests_packages_stand_in_for_the_books(tmp_path: Path) -> None:
    parts = environment.Parts(tmp_path)
    parts.ensure({"book": "b", "dev": "d"}, lambda: None)
    parts.ensure({"book": "b"}, lambda: pytest.fail("the book's packages were there"))


def test_an_interrupted_part_leaves_the_venv_unfinished(tmp_path: Path) -> None:
    (tmp_path / "home").write_text(str(ROOT))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    assert environment.usable(tmp_path)

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        environment.Parts(tmp_path).ensure({"book": "one"}, interrupted)
    assert not environment.usable(tmp_path)


def test_a_venv_that_was_moved_or_has_lost_its_python_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("/somewhere/else")
    assert not environment.usable(tmp_path)
    (tmp_path / "home").write_text(str(ROOT))
    assert not environment.usable(tmp_path)


def test_a_failed_download_is_told_as_no_network() -> None:
    noise = "Retrying...\nNameResolutionError: Failed to resolve 'pypi.org'\nERROR: No matching"
    assert steps.gist(noise) == "no network. Connect and run make again."


def test_another_failure_is_told_by_its_last_error() -> None:
    assert steps.gist("ok\nERROR: broken wheel\nsee above\n") == "ERROR: broken wheel"


def test_a_failed_step_raises_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "VENV", tmp_path)
    with pytest.raises(steps.SetupError) as caught:
        steps.run("counting", [sys.executable, "-c", "raise SystemExit('error: out of fingers')"])
    assert str(caught.value).startswith("counting failed: error: out of fingers")
    assert "\n" not in str(caught.value)
    assert "out of fingers" in (tmp_path / "setup.log").read_text()


def test_the_locks_agree() -> None:
    def pins(lock: Path) -> set[str]:
        lines = lock.read_text().splitlines()
        return {line.split(" ;")[0] for line in lines if not line.startswith("#")}

    dev = pins(environment.LOCKS["dev"])
    assert pins(environment.LOCKS["book"]) <= dev
    assert pins(binder.LOCK) < pins(environment.LOCKS["lab"]) <= dev


def test_the_locks_name_no_place_of_one_machine() -> None:
    for lock in [*environment.LOCKS.values(), binder.LOCK, lite.LOCK]:
        text = lock.read_text()
        assert "file:" not in text
        assert "--" not in text
        assert "://" not in text


def test_the_fonts_come_with_the_katex_that_typesets() -> None:
    asked = "import sphinxcontrib.katex as katex; print(katex.katex_version)"
    version = subprocess.check_output([sys.executable, "-c", asked], text=True).strip()
    assert f'"katex": "{version}"' in (environment.FRONT / "package.json").read_text()


def test_a_pip_that_is_not_the_one_pinned_is_not_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(first_pip, "VENV", tmp_path)
    monkeypatch.setattr(first_pip.urllib.request, "urlopen", lambda *_, **__: BytesIO(b"other"))
    monkeypatch.setattr(first_pip, "run", lambda *_: pytest.fail("it was run"))
    with pytest.raises(steps.SetupError, match="not the file pinned"):
        first_pip.fetch()
    assert not list(tmp_path.iterdir())
