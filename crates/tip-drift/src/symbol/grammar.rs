//! What is to be known of a grammar, and the grammars.

use std::sync::LazyLock;

use super::forms::{self, Form, Forms};
use super::{Language, SymbolKind};

/// A tree-sitter grammar with its forms, indexed by the number of a node's kind.
pub(super) struct Grammar {
    pub(super) language: tree_sitter::Language,
    forms: &'static Forms,
    roles: Vec<Role>,
}

/// What a node's kind means to the walk.
#[derive(Clone, Copy, Default)]
pub(super) struct Role {
    /// The definition that it may be.
    pub(super) form: Option<&'static Form>,
    /// It belongs to the definition below it: a comment, an attribute.
    pub(super) leads: bool,
    /// Its lines are those of the one definition in it: `export`, `template`.
    pub(super) wraps: bool,
    /// It is a function: variables in it are local.
    pub(super) function: bool,
}

impl Grammar {
    fn new(language: tree_sitter_language::LanguageFn, forms: &'static Forms) -> Self {
        let language = tree_sitter::Language::new(language);
        let mut roles = vec![Role::default(); language.node_kind_count()];
        for (id, role) in roles.iter_mut().enumerate() {
            let id = id as u16;
            if !language.node_kind_is_named(id) {
                continue;
            }
            let kind = language.node_kind_for_id(id).unwrap_or_default();
            *role = Role {
                form: forms.all.iter().find(|it| it.node == kind),
                leads: forms.leads.contains(&kind),
                wraps: forms.wraps.contains(&kind),
                function: forms.functions.contains(&kind),
            };
        }
        Self {
            language,
            forms,
            roles,
        }
    }

    pub(super) fn role(&self, kind: u16) -> Role {
        self.roles.get(kind as usize).copied().unwrap_or_default()
    }

    /// Returns whether a function of this name is a test.
    pub(super) fn is_test(&self, name: &str) -> bool {
        self.forms.tests.iter().any(|it| name.starts_with(it))
    }
}

macro_rules! grammar {
    ($name:ident, $language:expr, $forms:expr) => {
        pub(super) static $name: LazyLock<Grammar> =
            LazyLock::new(|| Grammar::new($language, &$forms));
    };
}

grammar!(RUST, tree_sitter_rust::LANGUAGE, forms::RUST);
grammar!(PYTHON, tree_sitter_python::LANGUAGE, forms::PYTHON);
grammar!(
    TYPESCRIPT,
    tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
    forms::TYPESCRIPT
);
// JavaScript is read as TypeScript with JSX: nearly all of it is that, and one grammar less is to be built.
grammar!(TSX, tree_sitter_typescript::LANGUAGE_TSX, forms::TYPESCRIPT);
grammar!(GO, tree_sitter_go::LANGUAGE, forms::GO);
grammar!(JAVA, tree_sitter_java::LANGUAGE, forms::JAVA);
grammar!(C, tree_sitter_c::LANGUAGE, forms::CPP);
grammar!(CPP, tree_sitter_cpp::LANGUAGE, forms::CPP);
grammar!(RUBY, tree_sitter_ruby::LANGUAGE, forms::RUBY);

/// Returns the grammar of a language of code.
pub(super) fn of(language: Language) -> Option<&'static Grammar> {
    Some(match language {
        Language::Rust => &RUST,
        Language::Python => &PYTHON,
        Language::TypeScript | Language::Component => &TYPESCRIPT,
        Language::Tsx | Language::JavaScript => &TSX,
        Language::Go => &GO,
        Language::Java => &JAVA,
        Language::C => &C,
        Language::Cpp => &CPP,
        Language::Ruby => &RUBY,
        Language::Markdown => return None,
    })
}

impl SymbolKind {
    /// Returns whether functions in it are its methods.
    pub(super) fn is_type(self) -> bool {
        matches!(
            self,
            Self::Class | Self::Struct | Self::Enum | Self::Trait | Self::Interface | Self::Impl
        )
    }

    /// Returns whether variables in it are local.
    pub(super) fn is_function(self) -> bool {
        matches!(self, Self::Function | Self::Method | Self::Test)
    }
}
