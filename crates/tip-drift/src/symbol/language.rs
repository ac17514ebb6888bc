//! Which language a file is written in.

/// A language whose symbols are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Rust.
    Rust,
    /// Python.
    Python,
    /// TypeScript.
    TypeScript,
    /// TypeScript with JSX.
    Tsx,
    /// JavaScript, with or without JSX.
    JavaScript,
    /// A component of Svelte, Vue or Astro: its scripts.
    Component,
    /// Go.
    Go,
    /// Java.
    Java,
    /// C.
    C,
    /// C++, and headers that may be of either.
    Cpp,
    /// Ruby.
    Ruby,
    /// Markdown.
    Markdown,
}

/// The languages by extension.
const EXTENSIONS: &[(Language, &[&str])] = &[
    (Language::Rust, &["rs"]),
    (Language::Python, &["py", "pyi", "pyw"]),
    (Language::TypeScript, &["ts", "mts", "cts"]),
    (Language::Tsx, &["tsx"]),
    (Language::JavaScript, &["js", "jsx", "mjs", "cjs"]),
    (Language::Component, &["svelte", "vue"]),
    (Language::Go, &["go"]),
    (Language::Java, &["java"]),
    (Language::C, &["c"]),
    (
        Language::Cpp,
        &[
            "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "ino", "ipp", "inl",
        ],
    ),
    (Language::Ruby, &["rb", "rake", "gemspec", "ru"]),
    (Language::Markdown, &["md", "markdown", "mdx", "mdc"]),
];

/// Files without an extension that are Ruby.
const RUBY_FILES: &[&str] = &["Gemfile", "Rakefile"];

impl Language {
    /// All languages.
    pub const ALL: [Self; 12] = [
        Self::Rust,
        Self::Python,
        Self::TypeScript,
        Self::Tsx,
        Self::JavaScript,
        Self::Component,
        Self::Go,
        Self::Java,
        Self::C,
        Self::Cpp,
        Self::Ruby,
        Self::Markdown,
    ];

    /// Returns the language of a file, by its extension in any case; `None` where no symbols are known of it.
    pub fn of_path(path: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        if RUBY_FILES.contains(&name) {
            return Some(Self::Ruby);
        }
        let (_, extension) = name.rsplit_once('.')?;
        EXTENSIONS
            .iter()
            .find(|(_, all)| all.iter().any(|it| it.eq_ignore_ascii_case(extension)))
            .map(|(language, _)| *language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_tells_the_language() {
        assert_eq!(Language::of_path("src/a.rs"), Some(Language::Rust));
        assert_eq!(Language::of_path("a.b/c.TSX"), Some(Language::Tsx));
        assert_eq!(Language::of_path("lib\\Gemfile"), Some(Language::Ruby));
        assert_eq!(Language::of_path("a.rs/b"), None);
        assert_eq!(Language::of_path("rs"), None);
        assert_eq!(Language::of_path(""), None);
    }
}
