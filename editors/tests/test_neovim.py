"""A session in Neovim, set up as the documentation says."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import program

HERE = Path(__file__).resolve().parent


def set_ups() -> list[str]:
    """Returns the pieces of Lua in the documentation."""
    text = (program.ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    return re.findall(r"^```lua\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def neovim() -> str:
    """Returns the path of a Neovim that knows `vim.lsp.config`."""
    found = shutil.which("nvim")
    if found is None:
        pytest.skip("nvim is not on PATH")
    printed = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.match(r"NVIM v(\d+)\.(\d+)", printed)
    if version is None or (int(version[1]), int(version[2])) < (0, 11):
        pytest.skip(f"nvim is older than 0.11: {printed.splitlines()[0]}")
    return found


def test_the_documentation_has_a_set_up_for_new_and_for_older_ones():
    assert len(set_ups()) == 2


@pytest.mark.parametrize("at", [0, 1], ids=["new", "older"])
def test_a_plan_is_typed_from_nothing(at: int, tmp_path: Path):
    nvim = neovim()
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "tip").symlink_to(program.built())
    set_up = tmp_path / "setup.lua"
    set_up.write_text(set_ups()[at], encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    ended = subprocess.run(
        [nvim, "--clean", "--headless", "-l", str(HERE / "neovim.lua"), str(set_up)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "editor and command line agree" in ended.stdout + ended.stderr
