"""What agents ask, asked by the client of the protocol's own project; every message is compared with the protocol's schema."""

import asyncio
import contextlib
import subprocess
import sys
from pathlib import Path

import pytest

import program

mcp = pytest.importorskip("mcp", reason="the Python client is not installed: `pip install mcp`")
pytest.importorskip("jsonschema", reason="`pip install jsonschema` for the protocol's schema")

import mcp_schema  # noqa: E402

# How long something that should come may take before a test gives up.
PATIENCE = 60

URI = "tip:///docs/tips/tides.md"

# The version of the protocol, and how the client is told to begin.
VERSIONS = {"2025-11-25": "legacy", "2026-07-28": "2026-07-28"}

PLAN = """\
# Tides

## Implementation Phases

### Phase 1: Table

**Status**: Not started

**Purpose**: Whoever sails knows the tide.

**Code Changes**:
- `src/tides.py:2` - The table

**Success Criteria**:
- [ ] It is there: `test -f src/tides.py`
- [ ] Somebody looked at it

### Phase 2: Page

**Dependencies**: Phase 1

**Success Criteria**:
- [ ] The page shows it
"""

FILES = {
    "docs/tips/tides.md": PLAN,
    "src/tides.py": "import os\n\ndef tides():\n    return []\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "harbor"
    for path, text in FILES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", root], check=True)
    return root


@pytest.fixture(params=VERSIONS)
def version(request) -> str:
    return request.param


@contextlib.asynccontextmanager
async def session(root: Path, version: str):
    """Begins a session, and compares all that was said in it with the schema when it is over."""
    log = root.parent / "messages.jsonl"
    recorder = str(Path(__file__).with_name("recorded.py"))
    server = mcp.StdioServerParameters(
        command=sys.executable,
        args=[recorder, str(log), program.built(), "-C", str(root), "mcp"],
    )
    heard = asyncio.Queue()

    async def hear(message):
        await heard.put(message)

    client = mcp.Client(
        server, mode=VERSIONS[version], message_handler=hear, read_timeout_seconds=PATIENCE
    )
    async with client:
        client.heard = heard
        yield client
    assert mcp_schema.check_log(log, version) > 0


def words(result) -> str:
    return "".join(it.text for it in result.content)


async def test_a_phase_is_carried_out(root: Path, version: str):
    async with session(root, version) as client:
        tools = await client.list_tools()
        assert "context" in [it.name for it in tools.tools]
        ready = await client.call_tool("next", {})
        plan = ready.structured_content["plans"][0]
        assert [it["handle"] for it in plan["ready"]] == ["P1"]
        wish = {"plan": plan["plan"], "phase": "P1", "budget": 2000}
        pack = (await client.call_tool("context", wish)).structured_content
        assert "def tides():" in pack["text"]
        assert pack["tokens"] <= 2000
        begin = {"do": "begin", "thing": "P1"}
        edit = {"plan": pack["plan"], "version": pack["version"], "edits": [begin]}
        begun = await client.call_tool("edit", edit)
        assert begun.structured_content["version"] != pack["version"]
        # It names the version before: nothing is written.
        late = await client.call_tool("edit", edit)
        assert late.is_error
        # Nobody approved the command, and nobody looked.
        run = await client.call_tool("verify", {"plan": pack["plan"]})
        assert "tip trust" in words(run)
        finish = {"do": "finish", "thing": "P1"}
        new = begun.structured_content["version"]
        finished = await client.call_tool(
            "edit", {"plan": pack["plan"], "version": new, "edits": [finish]}
        )
        assert "P1.C1" in str(finished.structured_content) + words(finished)
        text = (root / "docs/tips/tides.md").read_text(encoding="utf-8")
        assert "[x]" not in text


async def test_every_tool_answers(root: Path, version: str):
    async with session(root, version) as client:
        await client.list_tools()
        for tool, wish in {
            "next": {"plan": "tides", "limit": 1},
            "read": {"plan": "tides"},
            "context": {"plan": "tides"},
            "check": {},
            "drift": {},
            "foresee": {},
            "new": {"feature": "moon", "phases": ["Rise"]},
        }.items():
            answer = await client.call_tool(tool, wish)
            assert not answer.is_error, words(answer)


async def test_what_cannot_be_answered_says_what_to_do(root: Path, version: str):
    async with session(root, version) as client:
        lost = await client.call_tool("read", {"plan": "tids"})
        assert lost.is_error
        assert "did you mean `tides`?" in words(lost)
        with pytest.raises(mcp.MCPError, match="no tool is called `rm`"):
            await client.call_tool("rm", {})


async def test_plans_are_resources_and_prompts_lead_to_tools(root: Path, version: str):
    async with session(root, version) as client:
        listed = await client.list_resources()
        assert [str(it.uri) for it in listed.resources] == [URI]
        read = await client.read_resource(URI)
        assert read.contents[0].text == PLAN
        await client.list_resource_templates()
        prompts = await client.list_prompts()
        assert [it.name for it in prompts.prompts] == ["draft", "break_down", "carry_out", "review"]
        prompt = await client.get_prompt("carry_out", {"plan": "tides", "phase": "P1"})
        assert "context" in prompt.messages[0].content.text


@pytest.mark.filterwarnings("ignore::mcp.MCPDeprecationWarning")
async def test_who_subscribed_hears_of_changes(root: Path):
    async with session(root, "2025-11-25") as client:
        await client.subscribe_resource(URI)
        (root / "docs/tips/tides.md").write_text(PLAN + "\n", encoding="utf-8")
        told = await asyncio.wait_for(client.heard.get(), PATIENCE)
        assert str(told.params.uri) == URI
        await client.unsubscribe_resource(URI)


async def test_who_listens_hears_of_changes(root: Path):
    async with session(root, "2026-07-28") as client:
        async with client.listen(resource_subscriptions=[URI]) as changes:
            (root / "docs/tips/tides.md").write_text(PLAN + "\n", encoding="utf-8")
            told = await asyncio.wait_for(anext(aiter(changes)), PATIENCE)
            assert told.uri == URI
