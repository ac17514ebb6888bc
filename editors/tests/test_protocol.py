"""What editors ask, asked by a client that is not ours, in the words of several editors."""

import asyncio
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities, make_test_lsp_client

import program
import repository
from repository import PLAN

EDITORS = ["visual-studio-code", "neovim@v0.11.0", "emacs"]
# How long something that should come may take before a test gives up.
PATIENCE = 60


def make_client() -> LanguageClient:
    """Returns a client that answers what a server may ask of these editors."""
    client = make_test_lsp_client()
    client.registered = []

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        client.registered += [it.method for it in params.registrations]

    @client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)
    @client.feature(types.WORKSPACE_CODE_LENS_REFRESH)
    def refresh(*_):
        return None

    return client


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[program.built(), "lsp"], client_factory=make_client),
    params=EDITORS,
)
async def client(request, tmp_path: Path, lsp_client: LanguageClient):
    repository.make(tmp_path)
    lsp_client.root = tmp_path
    lsp_client.initialized_with = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(request.param),
            workspace_folders=[types.WorkspaceFolder(uri=tmp_path.as_uri(), name="repo")],
            initialization_options={"runInTerminal": True},
        )
    )
    yield
    await lsp_client.shutdown_session()


def uri_of(client: LanguageClient, path: str = "docs/tips/search.md") -> str:
    return (client.root / path).as_uri()


def open_plan(client: LanguageClient, text: str = PLAN) -> None:
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            types.TextDocumentItem(uri=uri_of(client), language_id="markdown", version=1, text=text)
        )
    )


def document(client: LanguageClient) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri=uri_of(client))


def units(client: LanguageClient, line: str) -> int:
    """Returns how long a line is in what client and server agreed on."""
    encoding = client.initialized_with.capabilities.position_encoding
    if encoding == types.PositionEncodingKind.Utf8:
        return len(line.encode("utf-8"))
    return len(line.encode("utf-16-le")) // 2


def position(client: LanguageClient, needle: str, text: str = PLAN) -> types.Position:
    before = text[: text.index(needle)]
    line = before.rsplit("\n", 1)[-1]
    return types.Position(line=before.count("\n"), character=units(client, line))


def shown(client: LanguageClient, text: str, range_: types.Range) -> str:
    """Returns the text of a range of one line."""
    assert range_.start.line == range_.end.line
    line = text.split("\n")[range_.start.line]
    at = [units(client, line[:column]) for column in range(len(line) + 1)]
    return line[at.index(range_.start.character) : at.index(range_.end.character)]


async def diagnostics(client: LanguageClient, wanted: str) -> list[types.Diagnostic]:
    """Waits until the plan has a finding of a rule, and returns all."""

    async def wait():
        while True:
            found = client.diagnostics.get(uri_of(client), [])
            if any(it.code == wanted for it in found):
                return list(found)
            await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

    return await asyncio.wait_for(wait(), PATIENCE)


def apply(client: LanguageClient, text: str, edit: types.WorkspaceEdit) -> str:
    """Carries an edit of one document out as a client does: from its end to its start."""
    edits = []
    for change in edit.document_changes or []:
        assert change.text_document.uri == uri_of(client)
        edits += change.edits
    for uri, changes in (edit.changes or {}).items():
        assert uri == uri_of(client)
        edits += changes
    lines = text.split("\n")
    starts = [sum(len(it) + 1 for it in lines[:at]) for at in range(len(lines))]

    def offset(at: types.Position) -> int:
        line = lines[at.line] if at.line < len(lines) else ""
        columns = [units(client, line[:column]) for column in range(len(line) + 1)]
        return starts[at.line] + columns.index(at.character)

    edits.sort(key=lambda it: offset(it.range.start), reverse=True)
    for one in edits:
        text = text[: offset(one.range.start)] + one.new_text + text[offset(one.range.end) :]
    return text


async def test_findings_come_with_their_place(client: LanguageClient):
    open_plan(client)
    found = await diagnostics(client, "unknown-dependency")
    [unknown] = [it for it in found if it.code == "unknown-dependency"]
    assert unknown.source == "tip"
    assert shown(client, PLAN, unknown.range).endswith("7")
    assert "phase `2`" in unknown.message


async def test_findings_follow_what_is_typed(client: LanguageClient):
    open_plan(client)
    await diagnostics(client, "unknown-dependency")
    at = position(client, ", Phase 7")
    end = types.Position(line=at.line, character=at.character + len(", Phase 7"))
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(uri=uri_of(client), version=2),
            [types.TextDocumentContentChangePartial(text="", range=types.Range(at, end))],
        )
    )

    async def gone():
        while any(it.code == "unknown-dependency" for it in client.diagnostics[uri_of(client)]):
            await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

    await asyncio.wait_for(gone(), PATIENCE)
    assert client.diagnostics[uri_of(client)]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("status: ", "in_progress"),
        ("**Dependencies**: Phase ", "1"),
        ("**Estimated Effort**: ", "XS"),
        ("- `src/", "query.rs"),
    ],
)
async def test_completion_knows_what_may_stand_there(client: LanguageClient, before: str, expected: str):
    at = PLAN.rindex(before) + len(before)
    end = PLAN.index("\n", at)
    text = PLAN[:at] + PLAN[end:]
    open_plan(client, text)
    place = text[:at]
    line = place.rsplit("\n", 1)[-1]
    answer = await client.text_document_completion_async(
        types.CompletionParams(
            document(client),
            types.Position(line=place.count("\n"), character=units(client, line)),
        )
    )
    items = answer.items if isinstance(answer, types.CompletionList) else answer
    assert any(expected in it.label for it in items), [it.label for it in items]


async def test_hover_shows_the_code_that_a_reference_leads_to(client: LanguageClient):
    open_plan(client)
    hover = await client.text_document_hover_async(
        types.HoverParams(document(client), position(client, "src/store.rs:3"))
    )
    assert "pub fn store() {}" in hover.contents.value


async def test_a_reference_leads_to_its_line_and_a_dependency_to_its_phase(client: LanguageClient):
    open_plan(client)
    code = await client.text_document_definition_async(
        types.DefinitionParams(document(client), position(client, "src/store.rs:3"))
    )
    assert (code.uri, code.range.start.line) == (uri_of(client, "src/store.rs"), 2)
    phase = await client.text_document_definition_async(
        types.DefinitionParams(document(client), position(client, "Phase 1, Phase 7"))
    )
    assert shown(client, PLAN, phase.range) == "Storage"


async def test_a_renamed_phase_keeps_its_number_and_the_rest_of_the_text(client: LanguageClient):
    open_plan(client)
    at = position(client, "Query 𝄞")
    prepared = await client.text_document_prepare_rename_async(types.PrepareRenameParams(document(client), at))
    assert prepared is not None
    edit = await client.text_document_rename_async(types.RenameParams(document(client), at, "Fragen"))
    assert apply(client, PLAN, edit) == PLAN.replace("Query 𝄞", "Fragen")


async def test_a_quick_fix_mends_the_path(client: LanguageClient):
    open_plan(client)
    found = await diagnostics(client, "missing-file")
    [missing] = [it for it in found if it.code == "missing-file"]
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            document(client),
            missing.range,
            types.CodeActionContext(diagnostics=[missing], only=[types.CodeActionKind.QuickFix]),
        )
    )
    after = [apply(client, PLAN, it.edit) for it in actions]
    assert PLAN.replace("src/qery.rs", "src/query.rs") in after


async def test_a_finding_is_let_pass_with_room_for_a_reason(client: LanguageClient):
    open_plan(client)
    found = await diagnostics(client, "unknown-dependency")
    [unknown] = [it for it in found if it.code == "unknown-dependency"]
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            document(client),
            unknown.range,
            types.CodeActionContext(diagnostics=[unknown], only=[types.CodeActionKind.QuickFix]),
        )
    )
    [allow] = [it for it in actions if it.title.startswith("Let `unknown-dependency` pass")]
    line = "**Dependencies**: Phase 1, Phase 7"
    comment = " <!-- tip: allow(unknown-dependency) -->"
    assert apply(client, PLAN, allow.edit) == PLAN.replace(line, line + comment)


async def test_a_size_is_told_as_time(client: LanguageClient):
    open_plan(client)
    hover = await client.text_document_hover_async(types.HoverParams(document(client), position(client, "L\n")))
    assert "5 days of work" in hover.contents.value


async def test_a_box_is_ticked_by_an_action(client: LanguageClient):
    open_plan(client)
    at = position(client, "[ ] Tests pass: `cargo test -p store`")
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            document(client),
            types.Range(at, at),
            types.CodeActionContext(diagnostics=[], only=[types.CodeActionKind.RefactorRewrite]),
        )
    )
    [tick] = [it for it in actions if it.title == "Tick P1.C1"]
    assert "- [x] Tests pass: `cargo test -p store`" in apply(client, PLAN, tick.edit)


async def test_lenses_symbols_folding_links_and_hints_are_well_formed(client: LanguageClient):
    open_plan(client)
    lenses = await client.text_document_code_lens_async(types.CodeLensParams(document(client)))
    assert [it.command.command for it in lenses].count("tip.runInTerminal") == 2
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document(client)))
    assert symbols[0].name == "Technical Implementation Plan: Search"
    folding = await client.text_document_folding_range_async(types.FoldingRangeParams(document(client)))
    assert folding[0].start_line == 0
    links = await client.text_document_document_link_async(types.DocumentLinkParams(document(client)))
    assert [it.target for it in links] == [uri_of(client, "src/store.rs") + "#L3"]
    whole = types.Range(types.Position(0, 0), types.Position(PLAN.count("\n"), 0))
    hints = await client.text_document_inlay_hint_async(types.InlayHintParams(document(client), whole))
    assert list(hints) == []
    found = await client.workspace_symbol_async(types.WorkspaceSymbolParams("storage"))
    assert any("Storage" in it.name for it in found)
