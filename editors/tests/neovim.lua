-- A session in Neovim: a plan is typed from nothing, key by key, as a person types.
--
-- Usage: nvim --clean --headless -l neovim.lua SETUP
--
-- SETUP is a file with the lines of Lua that the documentation gives. `tip` has to be on PATH. This Neovim sits at the keyboard of
-- another one, which runs the session; it ends with 1 and says at which step what was seen instead of what was expected.

local setup = table.concat(vim.fn.readfile(arg[1]), "\n")
local root = vim.fn.tempname()

local function write(path, text)
  vim.fn.mkdir(vim.fs.dirname(root .. "/" .. path), "p")
  vim.fn.writefile(vim.split(text, "\n"), root .. "/" .. path)
end

write("tip.toml", "")
write("src/store.rs", "//! The store.\n\npub fn store() {}")
write("src/query.rs", "pub fn query() {}")
vim.fn.mkdir(root .. "/docs/tips", "p")

local nvim = vim.fn.jobstart({ vim.v.progpath, "--clean", "-n", "--embed", "--headless" }, { rpc = true, cwd = root })

--- Runs Lua in the session and returns what it returns.
local function lua(code, ...)
  return vim.rpcrequest(nvim, "nvim_exec_lua", code, { ... })
end

local function type_keys(keys)
  vim.rpcrequest(nvim, "nvim_input", keys)
end

local function quote(value)
  return vim.inspect(value)
end

--- Returns what Neovim wrote of its talk with the server; nothing where all went well.
local function log_lines(path)
  return vim.fn.filereadable(path) == 1 and vim.fn.readfile(path) or {}
end

--- Waits until an expression of the session is as wanted; how long that may take is not what is tested.
local function expect(step, code, wanted)
  local seen
  local came = vim.wait(60000, function()
    seen = lua(code)
    if type(wanted) == "function" then
      return wanted(seen)
    end
    return vim.deep_equal(seen, wanted)
  end, 20)
  if not came then
    io.stderr:write(("%s: expected %s, saw %s\n"):format(step, quote(wanted), quote(seen)))
    io.stderr:write(table.concat(log_lines(lua("return vim.lsp.log.get_filename()")), "\n") .. "\n")
    os.exit(1)
  end
  print("ok: " .. step)
  return seen
end

local function contains(text)
  return function(list)
    return vim.list_contains(list, text)
  end
end

local TEXT = "return vim.api.nvim_buf_get_lines(0, 0, -1, false)"
local LINE = "return vim.api.nvim_get_current_line()"
local OFFERED = "return vim.tbl_map(function(it) return it.abbr ~= '' and it.abbr or it.word end, vim.fn.complete_info({ 'items' }).items)"
local FOUND = "local codes = {} for _, it in ipairs(vim.diagnostic.get(0)) do codes[#codes + 1] = it.code end return codes"

lua(setup)
lua("vim.cmd.edit('docs/tips/search.md')")
expect("the server is there", "return #vim.lsp.get_clients({ bufnr = 0 })", 1)

-- The front matter: what may stand there is offered.
type_keys("i---<CR>date: 2026-01-05<CR>feature: search<CR>status: ")
type_keys("<C-x><C-o>")
expect("states are offered", OFFERED, contains("in_progress"))
type_keys("<C-e>draft<CR>estimated_effort: S<CR>confidence: High<CR>tags: [search]<CR>---<CR><CR>")
type_keys("# Technical Implementation Plan: Search<CR><CR>## Implementation Phases<CR><CR>")

-- A phase, with a path by completion.
type_keys("### Phase 1: Storage<CR><CR>**Purpose**: Keep what is searched.<CR><CR>**Code Changes**:<CR>- `src/")
type_keys("<C-x><C-o>")
expect("paths are offered", OFFERED, contains("store.rs"))
type_keys("<C-e>store.rs:3` - The store<CR><CR>")
type_keys("**Test Strategy**:<CR>- Unit tests of the store<CR><CR>")
type_keys("**Success Criteria**:<CR>- [ ] Tests pass: `cargo test -p store`<CR><CR>")
type_keys("**Dependencies**: None<CR><CR>**Estimated Effort**: S<CR><CR>")

-- A second one that waits for a phase that is not there, and changes a file whose name is mistyped.
type_keys("### Phase 2: Query<CR><CR>**Purpose**: Find it again.<CR><CR>**Code Changes**:<CR>- `src/qery.rs` - The query<CR><CR>")
type_keys("**Test Strategy**:<CR>- Unit tests of the query<CR><CR>")
type_keys("**Success Criteria**:<CR>- [ ] Tests pass: `cargo test -p query`<CR><CR>")
type_keys("**Dependencies**: Phase 1, Phase 7<CR><CR>**Estimated Effort**: S<Esc>")
expect("an unknown dependency is found", FOUND, contains("unknown-dependency"))
expect("a missing file is found", FOUND, contains("missing-file"))

-- Both are mended, one by hand, one by the editor's action.
type_keys("?, Phase 7<CR>D")
expect("the finding goes with its cause", FOUND, function(codes)
  return not vim.list_contains(codes, "unknown-dependency") and vim.list_contains(codes, "missing-file")
end)
type_keys("?qery<CR>")
lua("vim.lsp.buf.code_action({ apply = true, filter = function(it) return it.title:find('src/query.rs', 1, true) ~= nil end })")
expect("a quick fix mends the path", LINE, "- `src/query.rs` - The query")
expect("and its finding is gone", FOUND, function(codes)
  return not vim.list_contains(codes, "missing-file")
end)

-- From a reference to its line and back, and what the editor shows of it.
type_keys("?store.rs:3<CR>")
lua("vim.lsp.buf.hover()")
expect(
  "the code of a reference is shown",
  [[local shown = {}
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      vim.list_extend(shown, vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false))
    end
  end
  return shown]],
  contains("pub fn store() {}")
)
lua("vim.lsp.buf.definition()")
expect("a reference leads to its line", "return { vim.fn.expand('%:t'), vim.fn.line('.') }", { "store.rs", 3 })
type_keys("<C-o>")
expect("and back", "return vim.fn.expand('%:t')", "search.md")

-- A phase gets another name, a box its tick.
type_keys("?Phase 2: Query<CR>fQ")
lua("vim.lsp.buf.rename('Question')")
expect("a phase is renamed", LINE, "### Phase 2: Question")
type_keys("?Tests pass: `cargo test -p store`<CR>")
lua("vim.lsp.buf.code_action({ apply = true, filter = function(it) return it.title:find('^Tick') ~= nil end })")
expect("a box is ticked", LINE, "- [x] Tests pass: `cargo test -p store`")

-- Undo takes back what was done for the person, as what the person did.
type_keys("u")
expect("and not ticked after all", LINE, "- [ ] Tests pass: `cargo test -p store`")
lua("vim.lsp.buf.format()")
lua("vim.cmd.write()")
local text = lua(TEXT)
assert(vim.deep_equal(text, vim.fn.readfile(root .. "/docs/tips/search.md")))

-- The command line says of the file what the editor said of the text.
local checked = vim.system({ "tip", "check", "--format", "json", "docs/tips/search.md" }, { cwd = root, text = true }):wait()
local rules = {}
for _, it in ipairs(vim.json.decode(checked.stdout).findings) do
  rules[#rules + 1] = it.rule
end
table.sort(rules)
expect("editor and command line agree", FOUND, function(codes)
  table.sort(codes)
  return vim.deep_equal(codes, rules)
end)

local log = lua("return vim.lsp.log.get_filename()")
vim.rpcnotify(nvim, "nvim_command", "qa!")
vim.fn.jobwait({ nvim }, 60000)
vim.fn.delete(root, "rf")
local errors = vim.tbl_filter(function(line)
  return vim.startswith(line, "[ERROR]")
end, log_lines(log))
assert(#errors == 0, table.concat(errors, "\n"))
os.exit(0)
