//! What is kept from one run to the next.
//!
//! Three files, each of which may be deleted at any time: `verdicts` (what became of each reference, and what that was taken from),
//! `history` (which files each commit changed), `texts` (which lines two versions of a file share, and what a version defines). The last
//! two hold only what follows from object ids, and never grow old; of the first each row says what must still be so.
//!
//! A file begins with the version of the code that made it and a check sum. Whatever is not as it should be is not there.

mod history;

mod table;

mod texts;

mod verdicts;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use history::Known;
pub(crate) use texts::Texts;
pub(crate) use verdicts::{Answer, Book, Row};

/// A place where bytes are kept by name, as long as nobody deletes them.
pub trait Keep: Sync {
    /// Returns what was kept last; `None` where nothing is there or it cannot be read.
    fn load(&self, name: &str) -> Option<Vec<u8>>;

    /// Keeps bytes in place of what was kept before, whole or not at all. Where they cannot be kept, nothing happens.
    fn save(&self, name: &str, bytes: &[u8]);
}

/// The code that made a file: the sources that judge, and the libraries that they use.
pub(crate) const VERSION: &str = concat!("tip drift ", env!("TIP_DRIFT_FINGERPRINT"), "\n");

/// Makes the file of a value, which begins with the version of the code that makes it.
pub fn seal(version: &str, value: &impl Serialize) -> Option<Vec<u8>> {
    let body = postcard::to_stdvec(value).ok()?;
    let mut bytes = Vec::with_capacity(version.len() + 4 + body.len());
    bytes.extend_from_slice(version.as_bytes());
    bytes.extend_from_slice(&crc32fast::hash(&body).to_le_bytes());
    bytes.extend_from_slice(&body);
    Some(bytes)
}

/// Reads the file of a value; `None` where another version made it, or anything is wrong with it.
pub fn open<T: DeserializeOwned>(version: &str, bytes: &[u8]) -> Option<T> {
    let rest = bytes.strip_prefix(version.as_bytes())?;
    let (sum, body) = rest.split_first_chunk::<4>()?;
    if crc32fast::hash(body).to_le_bytes() != *sum {
        return None;
    }
    postcard::from_bytes(body).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_is_opened_and_nothing_else_is() {
        let open = |bytes: &[u8]| super::open::<Vec<u32>>(VERSION, bytes);
        let bytes = seal(VERSION, &vec![1_u32, 2, 3]).expect("numbers can be written");
        assert_eq!(open(&bytes), Some(vec![1, 2, 3]));
        for at in 0..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] ^= 1;
            assert_eq!(open(&broken), None, "byte {at}");
            assert_eq!(open(&bytes[..at]), None, "cut at {at}");
        }
        assert_eq!(open(b""), None);
    }
}
