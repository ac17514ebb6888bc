//! The files of a made-up repository, for plans to point at.

use std::fmt::Write as _;

/// What a service is written in: extension, folder of the sources, name of the file of a folder.
const LANGUAGES: [(&str, &str, &str); 4] = [
    ("rs", "src", "mod.rs"),
    ("py", "app", "__init__.py"),
    ("ts", "src", "index.ts"),
    ("go", "internal", "doc.go"),
];

const SERVICES: [&str; 40] = [
    "billing",
    "catalog",
    "checkout",
    "search",
    "mailer",
    "auth",
    "ledger",
    "reports",
    "import",
    "export",
    "notify",
    "gateway",
    "media",
    "audit",
    "pricing",
    "stock",
    "shipping",
    "returns",
    "reviews",
    "loyalty",
    "coupons",
    "fraud",
    "metrics",
    "profile",
    "consent",
    "calendar",
    "chat",
    "support",
    "survey",
    "tax",
    "invoice",
    "payout",
    "partner",
    "feed",
    "crawler",
    "archive",
    "scheduler",
    "sandbox",
    "console",
    "mobile",
];

const LAYERS: [&str; 5] = ["domain", "api", "storage", "jobs", "tests"];

const CONCEPTS: [&str; 50] = [
    "order",
    "cart",
    "customer",
    "address",
    "price",
    "discount",
    "token",
    "session",
    "event",
    "alert",
    "window",
    "batch",
    "import_run",
    "receipt",
    "balance",
    "transfer",
    "limit",
    "quota",
    "policy",
    "grant",
    "webhook",
    "retry",
    "snapshot",
    "digest",
    "locale",
    "currency",
    "rate",
    "parcel",
    "label",
    "route",
    "stop",
    "image",
    "thumbnail",
    "upload",
    "rule_set",
    "score",
    "signal",
    "case_file",
    "comment",
    "rating",
    "tier",
    "campaign",
    "voucher",
    "question",
    "answer",
    "ticket",
    "thread",
    "message",
    "channel",
    "device",
];

const ROLES: [&str; 4] = ["model", "store", "handler", "checks"];

/// How many files a service has.
pub(super) const FILES_PER_SERVICE: u32 =
    (CONCEPTS.len() * LAYERS.len() * (ROLES.len() + 1)) as u32;

/// How many files there can be.
pub(super) const MOST_FILES: u32 = SERVICES.len() as u32 * FILES_PER_SERVICE;

/// A file of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TreeFile(pub(super) u32);

impl TreeFile {
    /// Returns its path, relative to the repository.
    pub(super) fn path(self) -> String {
        let (extension, sources, folder_file) = self.language();
        let rest = self.0 as usize / (ROLES.len() + 1);
        let layer = LAYERS[rest % LAYERS.len()];
        let concept = CONCEPTS[rest / LAYERS.len() % CONCEPTS.len()];
        let folder = format!("services/{}/{sources}/{layer}/{concept}", self.service());
        match self.0 as usize % (ROLES.len() + 1) {
            0 => format!("{folder}/{folder_file}"),
            role => format!("{folder}/{concept}_{}.{extension}", ROLES[role - 1]),
        }
    }

    /// Returns its number of lines.
    pub(super) fn lines(self) -> u32 {
        8 + self.0.wrapping_mul(7919) % 53
    }

    /// Returns its text.
    pub(super) fn text(self) -> String {
        let comment = if self.language().0 == "py" { "#" } else { "//" };
        let mut text = String::new();
        for line in 1..=self.lines() {
            let _ = writeln!(
                text,
                "{comment} {} of {} in file {}",
                line,
                self.service(),
                self.0
            );
        }
        text
    }

    /// Returns the word for its language, as fences have it.
    pub(super) fn extension(self) -> &'static str {
        self.language().0
    }

    fn service(self) -> &'static str {
        SERVICES[self.service_at()]
    }

    fn service_at(self) -> usize {
        (self.0 / FILES_PER_SERVICE) as usize % SERVICES.len()
    }

    fn language(self) -> (&'static str, &'static str, &'static str) {
        LANGUAGES[self.service_at() % LANGUAGES.len()]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{MOST_FILES, TreeFile};

    #[test]
    fn no_two_files_have_one_path() {
        let paths: BTreeSet<String> = (0..MOST_FILES).map(|it| TreeFile(it).path()).collect();
        assert_eq!(paths.len(), 50_000);
    }

    #[test]
    fn a_file_has_as_many_lines_as_it_says() {
        let file = TreeFile(1234);
        assert_eq!(file.text().lines().count(), file.lines() as usize);
    }
}
