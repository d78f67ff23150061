//! The pages of the screen: what each is called, which query lists it, which command changes it.

use crate::words::Lang;

/// A page of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Gaps,
    Checks,
    Route,
    Duties,
    Rights,
}

/// The pages, in the order of their digits.
pub(super) const PAGES: &[Page] = &[
    Page::Gaps,
    Page::Checks,
    Page::Route,
    Page::Duties,
    Page::Rights,
];

impl Page {
    /// What it is called.
    pub(super) const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Gaps => lang.rules_tab_gaps(),
            Self::Checks => lang.rules_tab_checks(),
            Self::Route => lang.rules_tab_route(),
            Self::Duties => lang.rules_tab_duties(),
            Self::Rights => lang.rules_tab_rights(),
        }
    }

    /// The query that lists it.
    pub(super) const fn query(self) -> &'static str {
        match self {
            Self::Gaps => "gap_rules",
            Self::Checks => "check_rules",
            Self::Route => "route_rules",
            Self::Duties => "duty_rules",
            Self::Rights => "permissions",
        }
    }

    /// The command that changes a row of it.
    pub(super) const fn command(self) -> &'static str {
        match self {
            Self::Gaps => "gap_rule.save",
            Self::Checks => "check_rule.save",
            Self::Route => "route_rule.save",
            Self::Duties => "duty_rule.save",
            Self::Rights => "permission.save",
        }
    }
}
