//! What an action is called where it does something of its own: F6 hands an order in on one screen
//! and does a row's next step on another, and hint bar, help and palette have to say which.

use crate::words::Lang;

use super::action::Action;
use super::kind::ScreenKind;

/// Screen, action; then name and hint, each in Chinese and English.
type Row = (ScreenKind, Action, [&'static str; 2], [&'static str; 2]);

/// The next step of the row, which the row names itself.
const STEP: ([&str; 2], [&str; 2]) = (["下一步", "Next step"], ["下一步", "Next"]);

const ROWS: &[Row] = &[
    (ScreenKind::FollowUp, Action::Submit, STEP.0, STEP.1),
    (ScreenKind::Shipping, Action::Submit, STEP.0, STEP.1),
    (ScreenKind::Returns, Action::Submit, STEP.0, STEP.1),
    (ScreenKind::Platforms, Action::Submit, STEP.0, STEP.1),
    (
        ScreenKind::Platforms,
        Action::SubmitAll,
        ["从此行起全部过单", "Pass all from here"],
        ["全部", "All"],
    ),
    (
        ScreenKind::Imports,
        Action::Submit,
        ["开始导入", "Import"],
        ["导入", "Import"],
    ),
    (
        ScreenKind::Mapping,
        Action::Submit,
        ["保存", "Save"],
        ["保存", "Save"],
    ),
    (
        ScreenKind::Command,
        Action::Submit,
        ["办理", "Do it"],
        ["办理", "Do it"],
    ),
];

impl ScreenKind {
    fn row(self, action: Action) -> Option<&'static Row> {
        ROWS.iter().find(|row| (row.0, row.1) == (self, action))
    }

    /// The full name of an action on this screen.
    pub fn calls(self, action: Action, lang: Lang) -> &'static str {
        self.row(action).map_or_else(
            || action.name(lang),
            |(_, _, [zh, en], _)| lang.pick(zh, en),
        )
    }

    /// Its name in the hint bar of this screen: six cells at most.
    pub fn hints(self, action: Action, lang: Lang) -> &'static str {
        self.row(action).map_or_else(
            || action.hint(lang),
            |(_, _, _, [zh, en])| lang.pick(zh, en),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Ruler;

    #[test]
    fn the_key_that_submits_is_called_by_what_it_does() {
        let hint = |kind: ScreenKind, lang| kind.hints(Action::Submit, lang);
        assert_eq!(hint(ScreenKind::OrderEntry, Lang::Zh), "提交");
        assert_eq!(hint(ScreenKind::OrderEntry, Lang::En), "Submit");
        assert_eq!(hint(ScreenKind::FollowUp, Lang::Zh), "下一步");
        assert_eq!(
            ScreenKind::Shipping.calls(Action::Submit, Lang::En),
            "Next step"
        );
    }

    #[test]
    fn hints_are_short_here_too() {
        for (kind, action, ..) in ROWS {
            for lang in Lang::ALL {
                let hint = kind.hints(*action, lang);
                assert!(Ruler::default().width(hint) <= 6, "{kind:?} {action:?}");
            }
        }
    }
}
