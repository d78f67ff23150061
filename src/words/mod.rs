//! Every sentence a person reads, in Chinese and English.
//!
//! What lives here: the language, the message tables, the width of text in cells. What never
//! does: rules, files, screens. Called by `ui`, `cli` and `paper`; imports only `domain`.

pub mod after_sale;
pub mod after_steps;
pub mod checks;
pub mod choices;
pub mod chrome;
pub mod cli;
pub mod codes;
pub mod command_names;
pub mod customer;
pub mod doctor;
pub mod entry;
pub mod entry_parked;
pub mod entry_undo;
pub mod field_names;
pub mod fill;
pub mod find;
pub mod follow_up;
pub mod forms;
pub mod hints;
pub mod imports;
pub mod letters;
pub mod measures;
pub mod message;
pub mod money;
mod office_refusals;
pub mod order_card;
pub mod papers;
pub mod pasted;
pub mod platforms;
pub mod receivables;
pub mod refusals;
pub mod review;
pub mod rules;
pub mod schedule;
pub mod shipping;
pub mod steps;
pub mod stock;
pub mod tell;
pub mod terms;
pub mod timeline;
pub mod told;
pub mod tour;
pub mod versions;
pub mod width;

pub use width::{Ambiguous, Ruler};

/// The language of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// Chooses by a setting or a locale name (`zh`, `en`, `zh_CN.UTF-8`); `None` if it says neither.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.get(..2).map(str::to_ascii_lowercase).as_deref() {
            Some("zh") => Some(Self::Zh),
            Some("en") => Some(Self::En),
            _ => None,
        }
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// Picks the text of this language.
    pub const fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// What sentences count, in English.
const COUNTED: [&str; 14] = [
    "lines",
    "days",
    "rows",
    "orders",
    "invoices",
    "products",
    "surveys",
    "checks",
    "cells",
    "files",
    "faults",
    "characters",
    "decimals",
    "packs",
];

/// Writes `1 line` for `1 lines`; only English needs it.
pub fn singular(text: String) -> String {
    let Some(at) = text.find("1 ") else {
        return text;
    };
    let alone =
        !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '-'));
    let (before, behind) = text.split_at(at + 2);
    let counted = COUNTED.iter().find(|word| {
        behind
            .strip_prefix(**word)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    let rest = match counted.filter(|_| alone) {
        Some(word) => format!(
            "{}{}",
            &word[..word.len() - 1],
            singular(behind[word.len()..].to_owned())
        ),
        None => singular(behind.to_owned()),
    };
    format!("{before}{rest}")
}

/// One row of a message table, for tests that look at all of them: name, Chinese, English.
pub type Row = (&'static str, &'static str, &'static str);

/// Makes methods on [`Lang`] from a table, and a list of its rows for tests.
///
/// `name => "中文" | "English";` gives `Lang::name(self) -> &'static str`;
/// `name(n: usize) => "共 {n} 行" | "{n} lines";` gives `Lang::name(self, n) -> String`.
/// A missing language, an unknown placeholder and an argument that one language leaves out are
/// all compile errors.
macro_rules! messages {
    ($(#[$list_doc:meta])* $list:ident; $($rest:tt)*) => {
        $(#[$list_doc])*
        pub const $list: &[$crate::words::Row] = messages!(@rows [] $($rest)*);
        impl $crate::words::Lang { messages!(@methods $($rest)*); }
    };
    (@rows [$($done:tt)*]) => { &[$($done)*] };
    (@rows [$($done:tt)*] $name:ident $(($($args:tt)*))? => $zh:literal | $en:literal; $($rest:tt)*) => {
        messages!(@rows [$($done)* (stringify!($name), $zh, $en),] $($rest)*)
    };
    (@methods) => {};
    (@methods $name:ident => $zh:literal | $en:literal; $($rest:tt)*) => {
        #[doc = concat!("```text\n", $zh, "\n", $en, "\n```")]
        pub const fn $name(self) -> &'static str {
            match self { Self::Zh => $zh, Self::En => $en }
        }
        messages!(@methods $($rest)*);
    };
    (@methods $name:ident($($arg:ident: $kind:ty),+ $(,)?) => $zh:literal | $en:literal; $($rest:tt)*) => {
        #[doc = concat!("```text\n", $zh, "\n", $en, "\n```")]
        pub fn $name(self, $($arg: $kind),+) -> String {
            // A function per language, so that an argument unused in one of them is an error.
            #[deny(unused_variables)]
            fn zh($($arg: $kind),+) -> String { format!($zh) }
            #[deny(unused_variables)]
            fn en($($arg: $kind),+) -> String { format!($en) }
            match self {
                Self::Zh => zh($($arg),+),
                Self::En => $crate::words::singular(en($($arg),+)),
            }
        }
        messages!(@methods $($rest)*);
    };
}
pub(crate) use messages;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language() {
        assert_eq!(Lang::from_name("zh_CN.UTF-8"), Some(Lang::Zh));
        assert_eq!(Lang::from_name("EN"), Some(Lang::En));
        assert_eq!(Lang::from_name("C"), None);
        assert_eq!(Lang::from_name("中"), None);
    }

    #[test]
    fn arguments_stand_in_both_languages() {
        assert_eq!(Lang::Zh.rows_marked(3), "已选 3 行");
        assert_eq!(Lang::En.rows_marked(3), "3 marked");
        for (text, told) in [
            ("1 lines", "1 line"),
            ("SO1 1 lines, 1 days, 2 rows", "SO1 1 line, 1 day, 2 rows"),
            (
                "21 lines, 0.1 lines, A-1 days",
                "21 lines, 0.1 lines, A-1 days",
            ),
            ("1 linesman", "1 linesman"),
            ("+ 1 days", "+ 1 day"),
            ("1 ", "1 "),
        ] {
            assert_eq!(singular(text.to_owned()), told);
        }
        assert_eq!(Lang::En.follow_invoices("1", "8.00"), "1 invoice 8.00");
    }

    #[test]
    fn chrome_has_no_sign_that_is_drawn_two_wide_in_some_terminals() {
        let wide = Ruler::new(Ambiguous::Wide);
        let narrow = Ruler::new(Ambiguous::Narrow);
        for (name, zh, en) in chrome::CHROME {
            for text in [zh, en] {
                assert_eq!(wide.width(text), narrow.width(text), "{name}: {text}");
            }
        }
    }
}
