"""The workflows that publish the book say what the Makefile knows, and nothing else."""

import re
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.M))


def jobs(name: str) -> dict[str, Any]:
    """The jobs of one workflow."""
    found: dict[str, Any] = yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text())
    return found["jobs"]


def commands(job: dict[str, Any]) -> str:
    """All that the steps of a job run."""
    return "\n".join(step.get("run", "") for step in job["steps"])


@pytest.mark.parametrize("name", [path.stem for path in WORKFLOWS])
def test_a_workflow_makes_only_what_can_be_made_here(name: str) -> None:
    asked = {
        target
        for job in jobs(name).values()
        for line in re.findall(r"^make (.*)$", commands(job), re.M)
        for target in line.split()
    }
    assert asked
    assert asked <= TARGETS


def test_each_supported_python_is_tested() -> None:
    versions = jobs("book")["test"]["strategy"]["matrix"]["python"]
    assert versions == ["3.11", "3.12", "3.13"]


def test_nothing_is_published_before_it_is_tested() -> None:
    for name in ("publish", "notebooks"):
        job = jobs("book")[name]
        assert set(job["needs"]) == {"test", "build"}
        assert "refs/heads/main" in job["if"]
        assert "pull_request" in job["if"]


def test_only_publishing_may_write() -> None:
    for path in WORKFLOWS:
        top = yaml.safe_load(path.read_text())
        assert top["permissions"] == {"contents": "read"}
        writers = {name for name, job in top["jobs"].items() if "permissions" in job}
        assert writers <= {"publish", "notebooks"}
