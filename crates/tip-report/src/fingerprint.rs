//! Names findings by their content, so that they keep their names when they move.

use tip_rules::Judged;
use tip_syntax::Kept;

/// Returns the name of a finding within its file: from its rule, the words of its line, and those that it quotes.
///
/// Equal findings have equal names; who needs to tell them apart counts them.
pub(crate) fn fingerprint(source: &Kept, judged: &Judged) -> u64 {
    let finding = &judged.finding;
    let span = finding.primary.span;
    let line = source.line_span(source.line_of(span.start));
    let words = source.folded(line);
    let place = source.folded(span);
    // Numbers in a message may change with the rest of the plan; what it quotes is what it speaks of.
    let quoted = finding.message.split('`').skip(1).step_by(2);
    let pieces = [judged.rule.code, &*words, &*place];
    fnv1a(
        pieces
            .into_iter()
            .chain(quoted)
            .flat_map(|piece| piece.bytes().chain([0xff])),
    )
}

/// The 64-bit FNV-1a hash, which is the same on every machine and in every version.
fn fnv1a(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv1a(*b"foobar"), 0x8594_4171_f739_67e8);
    }
}
