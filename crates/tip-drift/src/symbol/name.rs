//! The name of a definition, from its node.

use tree_sitter::Node;

use super::SymbolKind;
use super::forms::{Form, NameRule};
use super::grammar::Grammar;

/// What a node says of the definition that it is.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) owner: Option<String>,
    pub(super) kind: SymbolKind,
    /// The row of the name, from 0.
    pub(super) row: usize,
    /// Whether it is a symbol in a function too.
    pub(super) local: bool,
}

/// Reads nodes of one text.
pub(super) struct Reader<'a> {
    pub(super) grammar: &'a Grammar,
    pub(super) text: &'a str,
}

impl<'a> Reader<'a> {
    pub(super) fn slice(&self, node: Node<'_>) -> &'a str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// Reads a node as a definition that stands directly in a symbol of a kind; `None` where it is none.
    pub(super) fn named(
        &self,
        form: &Form,
        node: Node<'_>,
        within: Option<SymbolKind>,
    ) -> Option<Named> {
        let field = |name: &str| node.child_by_field_name(name);
        let simple = |at: Node<'_>| build(at, self.slice(at), form.kind, form.local);
        match form.name {
            NameRule::Field(name) => simple(field(name)?),
            NameRule::Bodied(name) => {
                field("body")?;
                simple(field(name)?)
            }
            NameRule::Own => (within == Some(SymbolKind::Enum))
                .then(|| simple(node))
                .flatten(),
            NameRule::Plain(name, kind) => simple(field(name).filter(|it| it.kind() == kind)?),
            NameRule::Bound(name, value) => {
                let at = field(name).filter(|it| !it.kind().ends_with("_pattern"))?;
                let function = field(value).is_some_and(|it| self.is_function(it));
                match (function, form.kind) {
                    (true, SymbolKind::Variable) => {
                        build(at, self.slice(at), SymbolKind::Function, true)
                    }
                    (true, _) => build(at, self.slice(at), SymbolKind::Method, true),
                    (false, SymbolKind::Method) => None,
                    (false, kind) => build(at, self.slice(at), kind, false),
                }
            }
            NameRule::Property => self.property(form, node),
            NameRule::Typed(kinds) => {
                let at = field("name")?;
                let of = field("type").map_or("", |it| it.kind());
                let kind = kinds.iter().find(|(node, _)| *node == of);
                let kind = kind.map_or(form.kind, |(_, kind)| *kind);
                build(at, self.slice(at), kind, form.local)
            }
            NameRule::Declarator => self.declarator(form, node),
            NameRule::Impl => {
                let of = field("type")?;
                let mut named = simple(of)?;
                // Of `[T]` nothing would be left.
                let bare = Some(without_generics(self.slice(of))).filter(|it| !it.is_empty());
                let name = bare.unwrap_or_else(|| self.slice(of).to_owned());
                named.owner = None;
                named.name = match field("trait") {
                    Some(of) => format!("{} for {name}", without_generics(self.slice(of))),
                    None => name,
                };
                Some(named)
            }
            NameRule::Receiver => {
                let mut named = simple(field("name")?)?;
                let receiver = without_generics(self.slice(field("receiver")?));
                let mut of = receiver.trim_matches(['(', ')']).split([' ', '*']);
                named.owner = of.rfind(|it| !it.is_empty()).map(str::to_owned);
                Some(named)
            }
            NameRule::Call(function, names) => self.call(form, node, function, names),
            NameRule::Default => {
                let value = field("value").or_else(|| field("declaration"))?;
                let kind = match value.kind() {
                    "class" | "class_declaration" => SymbolKind::Class,
                    "identifier" => return None,
                    _ if self.is_function(value) => SymbolKind::Function,
                    _ => form.kind,
                };
                if value.child_by_field_name("name").is_some() || field("value").is_none() {
                    return None;
                }
                build(node, "default", kind, true)
            }
        }
    }

    fn is_function(&self, node: Node<'_>) -> bool {
        let role = self.grammar.role(node.kind_id());
        role.function
            || role
                .form
                .is_some_and(|it| it.kind == SymbolKind::Function && node.kind().ends_with("ion"))
    }

    /// Reads `exports.name = function …` and `Type.prototype.name = …`.
    fn property(&self, form: &Form, node: Node<'_>) -> Option<Named> {
        let left = node.child_by_field_name("left")?;
        let right = node.child_by_field_name("right")?;
        let kind = match right.kind() {
            "class" => SymbolKind::Class,
            _ if self.is_function(right) => form.kind,
            _ => return None,
        };
        let at = left.child_by_field_name("property")?;
        let of = self.slice(left.child_by_field_name("object")?);
        let mut named = build(at, self.slice(at), kind, false)?;
        let of = of.strip_suffix(".prototype").unwrap_or(of);
        let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        if of != "exports" && of != "this" && of.chars().all(plain) {
            named.owner = Some(of.to_owned());
        }
        Some(named)
    }

    /// Follows the declarators of C to the name: `*(name)[3]`, `name(int)`, `Type::name(int)`.
    fn declarator(&self, form: &Form, node: Node<'_>) -> Option<Named> {
        let mut at = node.child_by_field_name("declarator")?;
        let mut kind = form.kind;
        loop {
            let inner = match at.kind() {
                "reference_declarator" | "parenthesized_declarator" | "attributed_declarator" => {
                    at.named_child(0)
                }
                "variable_declarator" => at.child_by_field_name("name"),
                // `operator bool()` has its parameters in a declarator of its own.
                "operator_cast" => None,
                _ => at.child_by_field_name("declarator"),
            };
            let Some(inner) = inner else { break };
            let names = matches!(
                inner.kind(),
                "identifier"
                    | "field_identifier"
                    | "qualified_identifier"
                    | "operator_name"
                    | "destructor_name"
                    | "template_function"
            );
            if at.kind() == "function_declarator" && names && form.kind != SymbolKind::Type {
                kind = SymbolKind::Function;
            }
            at = inner;
        }
        let text = self.slice(at);
        let text = match at.kind() {
            "operator_cast" => text.split('(').next().unwrap_or(text),
            "template_function" => text.split('<').next().unwrap_or(text),
            _ => text,
        };
        let mut named = build(at, text, kind, form.local)?;
        if named.owner.is_some() && kind == SymbolKind::Function {
            named.kind = SymbolKind::Method;
        }
        Some(named)
    }

    /// Reads `describe("…", () => …)` and `it "…" do`.
    fn call(&self, form: &Form, node: Node<'_>, function: &str, names: &[&str]) -> Option<Named> {
        let callee = self.slice(node.child_by_field_name(function)?);
        let end = callee.find(|c: char| !c.is_alphanumeric() && c != '_');
        if !names.contains(&&callee[..end.unwrap_or(callee.len())]) {
            return None;
        }
        let arguments = node.child_by_field_name("arguments")?;
        if arguments.named_child_count() < 2 && node.child_by_field_name("block").is_none() {
            return None;
        }
        let at = arguments.named_child(0)?;
        let texts = ["string", "template_string", "constant", "scope_resolution"];
        if !texts.contains(&at.kind()) {
            return None;
        }
        let mut test = build(at, "x", form.kind, form.local)?;
        unquoted(self.slice(at)).clone_into(&mut test.name);
        Some(test)
    }
}

/// Makes a name of a text; what stands before the last `::` in it is the owner.
fn build(at: Node<'_>, text: &str, kind: SymbolKind, local: bool) -> Option<Named> {
    let text = unquoted(text.trim());
    let plain;
    let (owner, name) = if text.contains("::") {
        plain = without_generics(text);
        match plain.rsplit_once("::") {
            Some((owner, name)) => (Some(owner.trim_start_matches("::")), name),
            None => (None, plain.as_str()),
        }
    } else {
        (None, text)
    };
    (!name.is_empty()).then(|| Named {
        name: name.to_owned(),
        owner: owner.filter(|it| !it.is_empty()).map(str::to_owned),
        kind,
        row: at.start_position().row,
        local,
    })
}

/// Takes the quotes off a text.
fn unquoted(text: &str) -> &str {
    ['"', '\'', '`']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(text)
}

/// Takes what stands in angle and square brackets away: `a::B<T>` becomes `a::B`.
pub(super) fn without_generics(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_u32;
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '<' | '[' => depth += 1,
            // The arrow of `Fn() -> T` closes nothing.
            '>' if last == '-' => {}
            '>' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
        last = c;
    }
    out.trim().to_owned()
}
