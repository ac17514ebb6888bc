"""The set-up for Helix that is documented: its keys, and a session in a terminal of our own where Helix is installed."""

import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import termios
import time
import tomllib
from fcntl import ioctl
from pathlib import Path

import pytest

import program
import repository

# https://docs.helix-editor.com/languages.html
OF_SERVER = {"command", "args", "config", "timeout", "environment", "required-root-patterns"}
OF_LANGUAGE = {"name", "roots", "auto-format", "language-servers", "code-actions-on-save"}

# How long something that should come may take before a test gives up.
PATIENCE = 60

# What a terminal is told besides the text that it shows.
CONTROL = re.compile(rb"\x1b\[[0-9;:?<>=]*[ -/]*[@-~]|\x1b[@-_]")


def documented() -> str:
    text = (program.ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    [toml] = re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return toml


def test_the_documented_set_up_names_a_server_that_starts():
    languages = tomllib.loads(documented())
    server = languages["language-server"]["tip"]
    [markdown] = languages["language"]
    assert set(server) <= OF_SERVER
    assert set(markdown) <= OF_LANGUAGE
    assert markdown["name"] == "markdown"
    assert "tip" in markdown["language-servers"]
    assert server["command"] == "tip"
    subprocess.run([program.built(), *server["args"], "--help"], check=True, capture_output=True)


def test_helix_shows_the_findings_of_a_plan(tmp_path: Path):
    helix = shutil.which("hx") or shutil.which("helix")
    if helix is None:
        pytest.skip("`hx` is not installed")
    root = tmp_path / "search"
    repository.make(root)
    config = tmp_path / "config" / "helix"
    config.mkdir(parents=True)
    (config / "languages.toml").write_text(documented(), encoding="utf-8")
    (config / "config.toml").write_text(
        '[editor]\nend-of-line-diagnostics = "hint"\n', encoding="utf-8"
    )
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "tip").symlink_to(program.built())
    surroundings = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "TERM": "xterm-256color",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(root)
        os.execve(helix, [helix, "docs/tips/search.md"], surroundings)
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 160, 0, 0))
    try:
        assert shown(terminal, b"depends on unknown phase"), "no finding is shown"
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def shown(terminal: int, words: bytes) -> bool:
    """Reads what a terminal is told until words stand in it."""
    told = b""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            told += os.read(terminal, 65536)
        if words in CONTROL.sub(b"", told):
            return True
    return False
