//! Which nodes of a grammar are definitions: one table a language.

use super::SymbolKind;

/// What is to be known of the nodes of a language.
pub(super) struct Forms {
    /// The definitions.
    pub(super) all: &'static [Form],
    /// Nodes that belong to the definition directly below them.
    pub(super) leads: &'static [&'static str],
    /// Nodes whose lines are those of the one definition in them.
    pub(super) wraps: &'static [&'static str],
    /// Functions without a form: variables in them are local.
    pub(super) functions: &'static [&'static str],
    /// How the names of functions that are tests begin.
    pub(super) tests: &'static [&'static str],
}

/// A node that is a definition.
pub(super) struct Form {
    pub(super) node: &'static str,
    pub(super) kind: SymbolKind,
    pub(super) name: NameRule,
    /// Whether it is a symbol in a function too.
    pub(super) local: bool,
}

/// Where a definition has its name.
#[derive(Clone, Copy)]
pub(super) enum NameRule {
    /// The text of a field.
    Field(&'static str),
    /// The text of a field, where there is a body too; without one it is a mention.
    Bodied(&'static str),
    /// The whole node, directly in an enumeration.
    Own,
    /// A field, where it is a node of this kind and no pattern.
    Plain(&'static str, &'static str),
    /// A plain name in the first field that is a function where the second holds one; else it is of the form's kind and not
    /// local, and no symbol at all where the form is of a function's kind.
    Bound(&'static str, &'static str),
    /// The property at the left of an assignment, where a function or class stands at its right.
    Property,
    /// The field `name`, and the kind by what stands in the field `type`.
    Typed(&'static [(&'static str, SymbolKind)]),
    /// The innermost of the declarators of C.
    Declarator,
    /// The fields `trait` and `type`.
    Impl,
    /// The field `name`, with the type of the field `receiver`.
    Receiver,
    /// The first argument, a text, of a call of one of these; the function is in the field.
    Call(&'static str, &'static [&'static str]),
    /// `default`, where a value is exported.
    Default,
}

use NameRule::{
    Bodied, Bound, Call, Declarator, Default, Field, Impl, Own, Plain, Property, Receiver, Typed,
};
use SymbolKind as Kind;

const NAME: NameRule = Field("name");

const fn form(node: &'static str, kind: SymbolKind, name: NameRule) -> Form {
    Form {
        node,
        kind,
        name,
        local: true,
    }
}

/// A form that is no symbol in a function.
const fn outer(node: &'static str, kind: SymbolKind, name: NameRule) -> Form {
    Form {
        node,
        kind,
        name,
        local: false,
    }
}

pub(super) static RUST: Forms = Forms {
    all: &[
        form("function_item", Kind::Function, NAME),
        form("function_signature_item", Kind::Function, NAME),
        form("struct_item", Kind::Struct, NAME),
        form("union_item", Kind::Struct, NAME),
        form("field_declaration", Kind::Field, NAME),
        form("enum_item", Kind::Enum, NAME),
        form("enum_variant", Kind::Variant, NAME),
        form("trait_item", Kind::Trait, NAME),
        form("impl_item", Kind::Impl, Impl),
        form("mod_item", Kind::Module, NAME),
        form("const_item", Kind::Constant, NAME),
        form("static_item", Kind::Constant, NAME),
        form("type_item", Kind::Type, NAME),
        form("associated_type", Kind::Type, NAME),
        form("macro_definition", Kind::Macro, NAME),
    ],
    leads: &["line_comment", "block_comment", "attribute_item"],
    wraps: &[],
    functions: &["closure_expression"],
    tests: &[],
};

pub(super) static PYTHON: Forms = Forms {
    all: &[
        form("function_definition", Kind::Function, NAME),
        form("class_definition", Kind::Class, NAME),
        outer("assignment", Kind::Variable, Plain("left", "identifier")),
        outer("type_alias_statement", Kind::Type, Field("left")),
    ],
    leads: &["comment"],
    wraps: &["decorated_definition", "expression_statement"],
    functions: &["lambda"],
    tests: &["test_"],
};

pub(super) static TYPESCRIPT: Forms = Forms {
    all: &[
        form("function_declaration", Kind::Function, NAME),
        form("generator_function_declaration", Kind::Function, NAME),
        form("function_signature", Kind::Function, NAME),
        form("class_declaration", Kind::Class, NAME),
        form("abstract_class_declaration", Kind::Class, NAME),
        form("method_definition", Kind::Method, NAME),
        form("method_signature", Kind::Method, NAME),
        form("abstract_method_signature", Kind::Method, NAME),
        form(
            "public_field_definition",
            Kind::Field,
            Bound("name", "value"),
        ),
        form("property_signature", Kind::Field, NAME),
        form("interface_declaration", Kind::Interface, NAME),
        form("enum_declaration", Kind::Enum, NAME),
        form("enum_assignment", Kind::Variant, NAME),
        form("property_identifier", Kind::Variant, Own),
        form("type_alias_declaration", Kind::Type, NAME),
        form("internal_module", Kind::Module, NAME),
        form("module", Kind::Module, NAME),
        form(
            "variable_declarator",
            Kind::Variable,
            Bound("name", "value"),
        ),
        form("pair", Kind::Method, Bound("key", "value")),
        form("assignment_expression", Kind::Function, Property),
        form("export_statement", Kind::Variable, Default),
        form(
            "call_expression",
            Kind::Test,
            Call(
                "function",
                &["describe", "it", "test", "suite", "context", "bench"],
            ),
        ),
    ],
    leads: &["comment", "decorator"],
    wraps: &[
        "export_statement",
        "ambient_declaration",
        "lexical_declaration",
        "variable_declaration",
        "expression_statement",
    ],
    functions: &[
        "arrow_function",
        "function_expression",
        "generator_function",
        "class_static_block",
    ],
    tests: &[],
};

pub(super) static GO: Forms = Forms {
    all: &[
        form("function_declaration", Kind::Function, NAME),
        form("method_declaration", Kind::Method, Receiver),
        form(
            "type_spec",
            Kind::Type,
            Typed(&[
                ("struct_type", Kind::Struct),
                ("interface_type", Kind::Interface),
            ]),
        ),
        form("type_alias", Kind::Type, NAME),
        outer("field_declaration", Kind::Field, NAME),
        outer("method_elem", Kind::Method, NAME),
        outer("const_spec", Kind::Constant, NAME),
        outer("var_spec", Kind::Variable, NAME),
    ],
    leads: &["comment"],
    wraps: &["type_declaration", "const_declaration", "var_declaration"],
    functions: &["func_literal"],
    tests: &["Test", "Benchmark", "Fuzz", "Example"],
};

pub(super) static JAVA: Forms = Forms {
    all: &[
        form("class_declaration", Kind::Class, NAME),
        form("interface_declaration", Kind::Interface, NAME),
        form("annotation_type_declaration", Kind::Interface, NAME),
        form("enum_declaration", Kind::Enum, NAME),
        form("enum_constant", Kind::Variant, NAME),
        form("record_declaration", Kind::Struct, NAME),
        form("method_declaration", Kind::Method, NAME),
        form("constructor_declaration", Kind::Method, NAME),
        form("compact_constructor_declaration", Kind::Method, NAME),
        form("annotation_type_element_declaration", Kind::Method, NAME),
        form("field_declaration", Kind::Field, Declarator),
        form("constant_declaration", Kind::Constant, Declarator),
        form("module_declaration", Kind::Module, NAME),
    ],
    leads: &["line_comment", "block_comment"],
    wraps: &[],
    functions: &["lambda_expression"],
    tests: &[],
};

/// C too, whose grammar is a part of that of C++.
pub(super) static CPP: Forms = Forms {
    all: &[
        form("function_definition", Kind::Function, Declarator),
        outer("declaration", Kind::Variable, Declarator),
        form("field_declaration", Kind::Field, Declarator),
        form("class_specifier", Kind::Class, Bodied("name")),
        form("struct_specifier", Kind::Struct, Bodied("name")),
        form("union_specifier", Kind::Struct, Bodied("name")),
        form("enum_specifier", Kind::Enum, Bodied("name")),
        form("enumerator", Kind::Variant, NAME),
        form("namespace_definition", Kind::Module, NAME),
        form("concept_definition", Kind::Trait, NAME),
        outer("alias_declaration", Kind::Type, NAME),
        outer("type_definition", Kind::Type, Declarator),
        form("preproc_def", Kind::Macro, NAME),
        form("preproc_function_def", Kind::Macro, NAME),
    ],
    leads: &["comment"],
    wraps: &["template_declaration", "linkage_specification"],
    functions: &["lambda_expression"],
    tests: &[],
};

pub(super) static RUBY: Forms = Forms {
    all: &[
        form("class", Kind::Class, NAME),
        form("module", Kind::Module, NAME),
        form("method", Kind::Function, NAME),
        form("singleton_method", Kind::Function, NAME),
        form("assignment", Kind::Constant, Plain("left", "constant")),
        form(
            "call",
            Kind::Test,
            Call(
                "method",
                &[
                    "describe", "context", "it", "specify", "feature", "scenario", "test",
                ],
            ),
        ),
    ],
    leads: &["comment"],
    wraps: &[],
    functions: &["lambda"],
    tests: &["test_"],
};
