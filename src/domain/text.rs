//! Text as people type it: full width made narrow, hidden characters taken out, initials.

use unicode_normalization::UnicodeNormalization;

/// The longest text a field takes, in characters.
pub const LONGEST: usize = 2_000;

/// As much of a text as a field of the books holds.
pub fn clipped(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// Turns full-width digits, letters, points and spaces into their ASCII twins and trims.
///
/// For numbers, codes, dates, phones and searches; free text is kept as typed.
pub fn narrow(text: &str) -> String {
    let mapped = text.chars().map(|c| match c {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c) // the block mirrors ASCII
        }
        '。' => '.',
        '、' => ',',
        '\u{3000}' | '\u{00A0}' => ' ',
        other => other,
    });
    mapped.collect::<String>().trim().to_owned()
}

/// Whether a character must never reach a book or a terminal: controls, bidi, zero width, tags.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Cleans a text on its way in: NFC, hidden characters out, trimmed (`reliability.md` D11).
pub fn clean(text: &str) -> String {
    let spaced = text.chars().map(|c| {
        if matches!(c, '\t' | '\n' | '\r') {
            ' '
        } else {
            c
        }
    });
    spaced
        .filter(|c| !is_hidden(*c))
        .nfc()
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Brings a code to the form it is compared in: narrow, upper case, no spaces, no dashes.
///
/// Waybill and tax numbers are read out and typed in groups; the groups mean nothing.
pub fn bare_code(text: &str) -> String {
    narrow(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Gives a type that has `Display` and `FromStr` the same text in JSON, with a schema for it.
macro_rules! spelled {
    ($name:ident, $description:literal) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(d)?;
                $crate::domain::text::narrow(&text).parse().map_err(|_| {
                    serde::de::Error::invalid_value(
                        serde::de::Unexpected::Str(&text),
                        &$description,
                    )
                })
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "description": $description })
            }
        }
    };
}
pub(crate) use spelled;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_becomes_narrow() {
        assert_eq!(narrow("１２．５０"), "12.50");
        assert_eq!(narrow("１２。５"), "12.5");
        assert_eq!(narrow("　ＡＢ　"), "AB");
        assert_eq!(narrow("红牛"), "红牛");
    }

    #[test]
    fn groups_of_a_code_mean_nothing() {
        assert_eq!(bare_code(" sf 1234-5678 "), "SF12345678");
        assert_eq!(bare_code("ＳＦ１２—３"), "SF123");
    }

    #[test]
    fn hidden_characters_do_not_get_in() {
        assert_eq!(clean("a\u{202E}b\u{200B}c\u{1b}[31m"), "abc[31m");
        assert_eq!(clean("第一行\n第二行"), "第一行 第二行");
        assert_eq!(clean("e\u{301}"), "é");
    }
}
