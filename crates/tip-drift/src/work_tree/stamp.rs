//! By what one tells that a file is as it was when it was looked at.

use std::time::{Duration, SystemTime};

use gix::index::entry::Stat;

use super::status::{Form, Status};

/// The longest step in which a file system counts time.
const STEP: Duration = Duration::from_secs(2);

/// The size, the times and the place of a file. Its time of change cannot be set back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileStamp {
    stat: Stat,
    size: u64,
    form: Form,
}

/// The moment before which stamps are certain: whatever changes from now on gets one that is not older.
///
/// Clocks of file systems go in steps, and two changes within one of them look alike. So git holds it with files that are as old as its index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment(Option<SystemTime>);

impl Moment {
    #[expect(
        clippy::disallowed_methods,
        reason = "the age of a file decides whether its times tell of its content"
    )]
    pub(super) fn now() -> Self {
        Self(SystemTime::now().checked_sub(STEP))
    }

    /// Returns a moment before which all stamps are, so that each is believed.
    #[cfg(test)]
    pub(super) fn far() -> Self {
        Self(SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(u64::from(u32::MAX))))
    }
}

impl FileStamp {
    /// Returns the stamp of a file; `None` where a change from `moment` on might not show in it.
    pub(super) fn new(status: &Status, moment: Moment) -> Option<Self> {
        (status.changed? < moment.0?).then_some(Self {
            stat: status.stat,
            size: status.size,
            form: status.form,
        })
    }
}
