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
    (
        ScreenKind::OrderEntry,
        Action::New,
        ["新建(本单挂单)", "New order (this one is parked)"],
        ["新建", "New"],
    ),
    // What is typed here filters at once; this key finds orders and customers, as from everywhere.
    (
        ScreenKind::Stock,
        Action::Find,
        ["查找", "Find"],
        ["查找", "Find"],
    ),
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

/// What else people call an action: the palette finds it by these too.
const ALSO: &[(Action, &[&str])] = &[
    (
        Action::SwitchTheme,
        &[
            "主题", "皮肤", "颜色", "深色", "浅色", "theme", "skin", "dark", "colors",
        ],
    ),
    (
        Action::SwitchLang,
        &["英文", "中文", "language", "english", "chinese"],
    ),
    (Action::Quit, &["关闭", "exit", "close", "log out"]),
    (Action::Help, &["快捷键", "按键", "keys", "shortcuts"]),
    (Action::New, &["挂单", "开新单", "park", "put aside"]),
    (Action::PickUp, &["解挂", "resume"]),
    (Action::Discard, &["放弃", "清空整单", "abandon", "drop"]),
    (Action::Undo, &["撤回", "反悔", "take back"]),
    (Action::Redo, &["恢复", "do again"]),
    (
        Action::DeleteLine,
        &["去掉一行", "remove a row", "delete row"],
    ),
    (Action::InsertLine, &["加一行", "增行", "add a row"]),
    (
        Action::CopyLast,
        &["上次订单", "再来一单", "reorder", "repeat order"],
    ),
    (Action::Patterns, &["常用订单", "template"]),
    (Action::Find, &["搜索", "过滤", "search", "filter"]),
    (Action::GoFind, &["搜索", "search"]),
    (Action::Columns, &["排序", "显示列", "sort", "layout"]),
    (Action::Print, &["导出", "export", "save as"]),
    (Action::Deals, &["历史价", "成交价", "price history"]),
    (
        Action::Sizes,
        &["款色码", "颜色尺码", "size grid", "matrix"],
    ),
    (Action::Hold, &["冻结", "暂停", "block", "stop"]),
    (Action::SendBack, &["打回", "驳回", "send back"]),
    (Action::Reject, &["拒绝", "refuse"]),
    (Action::Approve, &["审批", "通过", "同意"]),
    (Action::Contact, &["打电话", "跟进记录", "phone", "call"]),
    (Action::Receipt, &["到账", "回款", "payment"]),
    (Action::Apply, &["冲账", "match"]),
    (Action::Suspend, &["background", "shell"]),
];

/// What else people call an action, in any language.
pub fn also(action: Action) -> &'static [&'static str] {
    let row = ALSO.iter().find(|(of, _)| *of == action);
    row.map_or(&[], |(_, names)| names)
}

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
