"""A session in Emacs, set up as the documentation says."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import program
import repository

HERE = Path(__file__).resolve().parent


def set_up() -> str:
    """Returns the piece of Lisp in the documentation."""
    text = (program.ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    [lisp] = re.findall(r"^```elisp\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return lisp


def test_findings_come_and_a_reference_leads_to_its_line(tmp_path: Path):
    emacs = shutil.which("emacs")
    if emacs is None:
        pytest.skip("emacs is not on PATH")
    root = tmp_path / "repository"
    repository.make(root)
    # Emacs takes for a project what a version control system has.
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "tip").symlink_to(program.built())
    lisp = tmp_path / "setup.el"
    lisp.write_text(set_up(), encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "SETUP": str(lisp),
        "PLAN": str(root / "docs" / "tips" / "search.md"),
    }
    ended = subprocess.run(
        [emacs, "--batch", "-l", str(HERE / "emacs.el")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    said = ended.stdout + ended.stderr
    if "SKIP" in said:
        pytest.skip("emacs has no eglot or no markdown-mode")
    assert ended.returncode == 0, said
    assert "MANAGED yes" in said
    assert "FOUND tip [unknown-dependency]" in said
    assert "AT store.rs:3" in said
