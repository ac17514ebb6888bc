"""The set-up for Helix, as far as it can be tested without Helix: by the keys that its book names."""

import re
import subprocess
import tomllib

import program

# https://docs.helix-editor.com/languages.html
OF_SERVER = {"command", "args", "config", "timeout", "environment", "required-root-patterns"}
OF_LANGUAGE = {"name", "roots", "auto-format", "language-servers", "code-actions-on-save"}


def test_the_documented_set_up_names_a_server_that_starts():
    text = (program.ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    [toml] = re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    languages = tomllib.loads(toml)
    server = languages["language-server"]["tip"]
    [markdown] = languages["language"]
    assert set(server) <= OF_SERVER
    assert set(markdown) <= OF_LANGUAGE
    assert markdown["name"] == "markdown"
    assert "tip" in markdown["language-servers"]
    assert server["command"] == "tip"
    subprocess.run([program.built(), *server["args"], "--help"], check=True, capture_output=True)
