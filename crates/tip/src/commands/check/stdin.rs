//! `tip check -`: the text of an editor, or of a commit that is still to be made.

use std::io::{self, Read};

use tip_workspace::LARGEST_FILE;

use crate::args::CheckArgs;
use crate::error::Failure;
use crate::repository::Place;

/// Returns the arguments and the place with the text from standard input where it is said to stand; `None` where nobody asks for it.
pub(super) fn laid_over(
    args: &CheckArgs,
    place: &Place,
) -> Result<Option<(CheckArgs, Place)>, Failure> {
    let asked = args.paths.iter().any(|it| it == "-");
    let (true, Some(path)) = (asked, &args.stdin_path) else {
        return match (asked, &args.stdin_path) {
            (true, None) => Err(Failure::usage("`-` needs `--stdin-path`")
                .hint("the path tells how the text is read, and where its references start")),
            (false, Some(_)) => Err(Failure::usage("`--stdin-path` needs `-` among the paths")),
            _ => Ok(None),
        };
    };
    if args.watch || args.fixes.fix {
        return Err(
            Failure::usage("the text from standard input is checked once")
                .hint("`--diff` shows what `--fix` would change in it"),
        );
    }
    let mut text = Vec::new();
    io::stdin().take(LARGEST_FILE + 1).read_to_end(&mut text)?;
    if text.len() as u64 > LARGEST_FILE {
        return Err(Failure::user("the text from standard input is too large"));
    }
    let mut args = args.clone();
    for it in args.paths.iter_mut().filter(|it| *it == "-") {
        it.clone_from(path);
    }
    Ok(Some((args, place.with_text(path, text))))
}
