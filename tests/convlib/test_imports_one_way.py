import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {"convlib", "convviz", "convcheck", "chapters", "exercises", "convbook"}
ALLOWED = {"convlib": set(), "convviz": {"convlib"}, "convcheck": {"convlib"}}
PACKAGES = [name for name in ALLOWED if (ROOT / name / "__init__.py").exists()]


def imported(source):
    """Name the packages that a module imports, wherever in it the import stands."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


def imports_of(package):
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    return {str(file.relative_to(ROOT)): imported(file.read_text("utf-8")) for file in files}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_imports_one_that_stands_after_it(package):
    forbidden = OURS - ALLOWED[package] - {package}
    wrong = {file: names & forbidden for file, names in imports_of(package).items()}
    assert {file: names for file, names in wrong.items() if names} == {}


def test_convlib_imports_numpy_scipy_and_the_standard_library_only():
    allowed = set(sys.stdlib_module_names) | {"convlib", "numpy", "scipy"}
    wrong = {file: names - allowed for file, names in imports_of("convlib").items()}
    assert {file: names for file, names in wrong.items() if names} == {}


def test_importing_convlib_loads_nothing_that_draws():
    code = "import sys, convlib; print(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    assert "convlib" in loaded
    assert loaded.isdisjoint({"matplotlib", "anywidget", "ipywidgets", "PIL", "IPython", "convviz"})


def test_an_import_hidden_in_a_function_is_seen_too():
    assert imported("def f():\n    from convviz.look import css\n    import a.b\n") == {
        "convviz",
        "a",
    }


@pytest.mark.parametrize("name", ["taps", "correlate"])
def test_a_function_named_like_its_module_is_what_the_package_shows(name):
    package = importlib.import_module("convlib")
    module = importlib.import_module(f"convlib.{name}")
    assert getattr(package, name) is getattr(module, name)
    assert callable(getattr(package, name))
