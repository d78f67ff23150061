//! Which carrier a waybill number most likely belongs to (`practice.md §3.5`).
//!
//! What lives here: the prefixes that are sure. What never does: numbers of digits only, whose
//! ranges overlap; there the clerk says. Called to suggest a carrier, never to set one.

use super::text::bare_code;

/// What must follow the letters of a prefix.
enum Tail {
    /// So many digits, from and to.
    Digits(usize, usize),
    /// So many letters at most, then so many digits, from and to.
    LettersThenDigits(usize, usize, usize),
}

/// Prefix, what follows, and the carrier's code.
const SURE: &[(&str, Tail, &str)] = &[
    ("SF", Tail::Digits(12, 15), "SF"),
    ("JT", Tail::Digits(10, 13), "JTSD"),
    ("JD", Tail::LettersThenDigits(2, 9, 15), "JD"),
    ("YT", Tail::Digits(10, 18), "YTO"),
    ("DPK", Tail::Digits(8, 14), "DBL"),
    // The source gives no length; a few digits keep words that begin so from being taken.
    ("ANE", Tail::Digits(6, 18), "ane66"),
];

/// Suggests the code of the carrier that gave out this waybill number, if the form is sure.
pub fn suggest_carrier(text: &str) -> Option<&'static str> {
    let number = bare_code(text);
    if is_postal(&number) {
        return Some("EMS");
    }
    SURE.iter()
        .find(|(prefix, tail, _)| {
            number
                .strip_prefix(prefix)
                .is_some_and(|rest| tail.fits(rest))
        })
        .map(|(_, _, code)| *code)
}

impl Tail {
    fn fits(&self, rest: &str) -> bool {
        match *self {
            Self::Digits(from, to) => digits(rest, from, to),
            Self::LettersThenDigits(letters, from, to) => {
                let numeric = rest.trim_start_matches(|c: char| c.is_ascii_uppercase());
                rest.len() - numeric.len() <= letters && digits(numeric, from, to)
            }
        }
    }
}

fn digits(text: &str, from: usize, to: usize) -> bool {
    (from..=to).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The form of the postal union: two letters, nine digits, the country.
fn is_postal(number: &str) -> bool {
    number.strip_suffix("CN").is_some_and(|rest| {
        let serial = rest.trim_start_matches(|c: char| c.is_ascii_uppercase());
        rest.len() - serial.len() == 2 && digits(serial, 9, 9)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_prefixes_name_their_carrier() {
        for (number, carrier) in [
            ("SF123456789012", "SF"),
            ("SF123456789012345", "SF"),
            ("JT1234567890", "JTSD"),
            ("JD123456789", "JD"),
            ("JDV123456789012", "JD"),
            ("JDVA123456789012345", "JD"),
            ("YT1234567890123", "YTO"),
            ("DPK12345678", "DBL"),
            ("ANE123456789", "ane66"),
            ("EA123456789CN", "EMS"),
            ("JD123456789CN", "EMS"),
            ("sf 1234-5678-9012", "SF"),
            ("ｙｔ１２３４５６７８９０", "YTO"),
        ] {
            assert_eq!(suggest_carrier(number), Some(carrier), "{number}");
        }
    }

    #[test]
    fn whatever_is_not_sure_is_left_to_the_clerk() {
        for number in [
            "",
            "SF",
            "SF12345678901",
            "SF1234567890123456",
            "SF12345678901X",
            "JT123456789",
            "JDABC123456789",
            "JD12345678",
            "YT123456789",
            "DPK1234567",
            "ANEMONE",
            "EA12345678CN",
            "E1123456789CN",
            "EA123456789US",
            "78123456789012",
            "773123456789012",
            "顺丰123456789012",
        ] {
            assert_eq!(suggest_carrier(number), None, "{number}");
        }
    }
}
