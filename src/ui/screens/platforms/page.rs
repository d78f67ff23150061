//! The pages of the screen: what each is called and which query lists it.

use serde_json::{Value, json};

use crate::words::Lang;

/// A page of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Waiting,
    Unmapped,
    Mapped,
    Back,
    Rules,
    Layouts,
}

/// The pages, in the order of their digits.
pub(super) const PAGES: &[Page] = &[
    Page::Waiting,
    Page::Unmapped,
    Page::Mapped,
    Page::Back,
    Page::Rules,
    Page::Layouts,
];

impl Page {
    /// What it is called.
    pub(super) const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Waiting => lang.platform_tab_waiting(),
            Self::Unmapped => lang.platform_tab_unmapped(),
            Self::Mapped => lang.platform_tab_mapped(),
            Self::Back => lang.platform_tab_back(),
            Self::Rules => lang.platform_tab_rules(),
            Self::Layouts => lang.platform_tab_layouts(),
        }
    }

    /// The query that lists it, with its keys.
    pub(super) fn query(self) -> (&'static str, Value) {
        match self {
            Self::Waiting => ("worklist", json!({ "queue": "platform" })),
            Self::Unmapped => ("unmapped", json!({})),
            Self::Mapped => ("goods_map", json!({})),
            Self::Back => ("waybills_back", json!({})),
            Self::Rules => ("pass_rules", json!({})),
            Self::Layouts => ("profiles", json!({})),
        }
    }

    /// The keys, in words.
    pub(super) const fn keys(self, lang: Lang) -> &'static str {
        match self {
            Self::Waiting => lang.platform_keys_waiting(),
            Self::Unmapped => lang.platform_keys_unmapped(),
            Self::Mapped => lang.platform_keys_mapped(),
            Self::Back => lang.platform_keys_back(),
            Self::Rules => lang.rules_keys(),
            Self::Layouts => lang.platform_keys_layouts(),
        }
    }
}
