//! What a bracketed paste becomes: text, never keys.

use unicode_normalization::UnicodeNormalization;

use crate::domain::text::is_hidden;
use crate::ui::base::event::Pasted;

/// The most characters that one paste brings in: a sheet of some thousand lines.
pub const MOST: usize = 100_000;
/// The most bytes kept while a paste arrives.
const MOST_BYTES: usize = 4 * MOST;

/// A paste that is arriving.
#[derive(Debug, Default)]
pub struct Arriving {
    bytes: Vec<u8>,
    dropped: usize,
}

impl Arriving {
    /// Takes the next bytes, up to the limit.
    pub fn push(&mut self, bytes: &[u8]) {
        let room = MOST_BYTES.saturating_sub(self.bytes.len()).min(bytes.len());
        self.bytes.extend_from_slice(&bytes[..room]);
        // A byte of the form 10xxxxxx continues a character and is not counted, but for the one
        // that the limit cut in two.
        self.dropped += usize::from(
            bytes
                .get(room)
                .is_some_and(|b| room > 0 && b & 0xc0 == 0x80),
        );
        self.dropped += bytes[room..].iter().filter(|b| **b & 0xc0 != 0x80).count();
    }

    /// Hands out what has arrived, cleaned, and begins anew; `None` if there is nothing.
    pub fn take(&mut self) -> Option<Pasted> {
        let mut pasted = clean(&String::from_utf8_lossy(&self.bytes));
        pasted.left_out += self.dropped;
        *self = Self::default();
        (!pasted.text.is_empty() || pasted.left_out > 0).then_some(pasted)
    }
}

/// Cleans pasted text: line ends become `\n`, tabs stay, hidden and broken characters go.
pub fn clean(text: &str) -> Pasted {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut kept = unified
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !(is_hidden(*c) || *c == '\u{FFFD}'))
        .nfc();
    let text: String = kept.by_ref().take(MOST).collect();
    Pasted {
        text,
        left_out: kept.count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_is_cleaned_and_capped() {
        let pasted = clean("1001\t20\r\n1002\u{1b}[31m\u{202e}\t5\r");
        assert_eq!(pasted.text, "1001\t20\n1002[31m\t5\n");
        let mut arriving = Arriving::default();
        for _ in 0..10 {
            arriving.push("订单".repeat(10_000).as_bytes());
        }
        let pasted = arriving.take().unwrap();
        assert_eq!(pasted.text.chars().count() + pasted.left_out, 200_000);
        assert!(pasted.text.chars().count() <= MOST);
        assert_eq!(arriving.take(), None);
    }
}
