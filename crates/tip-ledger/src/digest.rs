//! Digests of what was asked and of what came out.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// A SHA-256 digest, as `sha256sum` prints it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

/// Why a text is no digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a digest has 64 hexadecimal digits")]
pub struct DigestError;

/// Makes a digest piece by piece.
#[derive(Clone, Default)]
pub struct DigestBuilder(Sha256);

impl Digest {
    /// Returns the digest of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Returns the 32 bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the first twelve digits, for people.
    pub fn short(&self) -> String {
        self.to_string()[..12].to_owned()
    }
}

impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        if text.len() != 64 || !text.is_ascii() {
            return Err(DigestError);
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            let digits = &text[at * 2..at * 2 + 2];
            *byte = u8::from_str_radix(digits, 16).map_err(|_| DigestError)?;
        }
        Ok(Self(bytes))
    }
}

impl DigestBuilder {
    /// Adds bytes as they are.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Adds a field, its length before it, so that no two lists of fields are the same bytes.
    pub fn field(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Returns the digest of all that was added.
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

impl fmt::Debug for DigestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DigestBuilder")
    }
}

/// Returns the digest of the content of inputs, sorted by path: the path of each, and the bytes that stand for its content.
pub fn input_digest<'a, C>(files: impl IntoIterator<Item = (&'a str, C)>) -> Digest
where
    C: IntoIterator<Item = u8>,
{
    let mut builder = DigestBuilder::default();
    let mut content = Vec::with_capacity(24);
    for (path, bytes) in files {
        content.clear();
        content.extend(bytes);
        builder.field(path.as_bytes()).field(&content);
    }
    builder.finish()
}

/// Returns the digest of what git answers from: its references, and what is staged by path.
pub fn git_digest<'a>(
    references: impl IntoIterator<Item = &'a str>,
    staged: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Digest {
    let mut builder = DigestBuilder::default();
    for reference in references {
        builder.field(reference.as_bytes());
    }
    for (path, entry) in staged {
        builder.field(path.as_bytes()).field(entry.as_bytes());
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_written_as_other_programs_write_it() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of(b"abc").to_string(), expected);
        assert_eq!(expected.parse(), Ok(Digest::of(b"abc")));
        assert_eq!("abc".parse::<Digest>(), Err(DigestError));
        assert_eq!("é".repeat(32).parse::<Digest>(), Err(DigestError));
    }

    #[test]
    fn fields_are_told_apart() {
        let of = |fields: &[&str]| {
            let mut builder = DigestBuilder::default();
            for it in fields {
                builder.field(it.as_bytes());
            }
            builder.finish()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a"]), of(&["a", ""]));
    }
}
