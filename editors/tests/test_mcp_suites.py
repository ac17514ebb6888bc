"""The Inspector and the conformance suite of the protocol's project.

Both are packages of npm and want a newer Node than many have; each is skipped where its program is not on the path.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import bridge
import program
import repository

# What the suite asks of every server. Its other scenarios call tools, resources and prompts that only a server made for them has,
# or are about HTTP.
SCENARIOS = [
    "server-initialize",
    "ping",
    "tools-list",
    "resources-list",
    "resources-subscribe",
    "resources-unsubscribe",
    "prompts-list",
]


def found(name: str, package: str) -> str:
    """Returns where a program is; the test is skipped where it is not."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"`{name}` is not installed: `npm install --global {package}`")
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    repository.make(tmp_path)
    return tmp_path


def inspected(root: Path, *arguments: str) -> dict:
    inspector = found("mcp-inspector", "@modelcontextprotocol/inspector")
    command = [inspector, "--cli", program.built(), "-C", str(root), "mcp", *arguments]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


@pytest.mark.parametrize(
    ("method", "key"),
    [
        ("tools/list", "tools"),
        ("resources/list", "resources"),
        ("resources/templates/list", "resourceTemplates"),
        ("prompts/list", "prompts"),
    ],
)
def test_the_inspector_lists(root: Path, method: str, key: str):
    assert inspected(root, "--method", method)[key]


def test_the_inspector_calls_a_tool(root: Path):
    wish = ["--tool-arg", "plan=search", "--tool-arg", "phase=P1"]
    answer = inspected(root, "--method", "tools/call", "--tool-name", "context", *wish)
    assert answer["structuredContent"]["phase"] == "P1"


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_suite_is_content(root: Path, tmp_path: Path, scenario: str):
    suite = found("conformance", "@modelcontextprotocol/conformance")
    behind = bridge.Bridge([program.built(), "-C", str(root), "mcp"])
    try:
        command = [suite, "server", "--url", behind.url, "--scenario", scenario]
        said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    finally:
        behind.end()
    assert said.returncode == 0, said.stdout + said.stderr
    assert "✓" in said.stdout or "passed" in said.stdout.lower(), said.stdout
