//! The screens by name, so that one can ask for another without importing it.

use crate::words::Lang;

use super::action::Action;

macro_rules! screens {
    ($($(#[$doc:meta])* $variant:ident = $id:literal, $zh:literal, $en:literal, $go:expr;)+) => {
        /// Which screen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ScreenKind { $($(#[$doc])* $variant),+ }

        impl ScreenKind {
            /// Every screen, in the order of the menu.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its table in the keymap file and its key for parked drafts.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// What a clerk calls it.
            pub const fn name(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($zh, $en)),+ }
            }

            /// The action that goes there, if it can be reached from everywhere.
            pub const fn go(self) -> Option<Action> {
                match self { $(Self::$variant => $go),+ }
            }
        }
    };
}

screens! {
    /// The list of screens; the bottom of the stack.
    Menu = "menu", "菜单", "Menu", Some(Action::GoMenu);
    /// Orders are typed here.
    OrderEntry = "order_entry", "录单", "Order entry", Some(Action::GoOrderEntry);
    /// Orders are judged here.
    Review = "review", "评审", "Review", Some(Action::GoReview);
    /// Stock and promises are looked up here.
    Stock = "stock", "查库存", "Stock", Some(Action::GoStock);
    /// Open orders and exceptions are chased here.
    FollowUp = "follow_up", "跟单", "Follow-up", Some(Action::GoFollowUp);
    /// Anything is found by a few letters here.
    Find = "find", "查找", "Find", Some(Action::GoFind);
    /// The whole life of one order.
    Timeline = "timeline", "时间线", "Timeline", Some(Action::GoTimeline);
    /// Every open line, and the day it can be met.
    Schedule = "schedule", "排程", "Schedule", Some(Action::GoSchedule);
    /// What customers owe, money against invoices, statements and letters.
    Receivables = "receivables", "应收", "Receivables", Some(Action::GoReceivables);
    /// How well the desk does, down to the lines that failed.
    Measures = "measures", "指标", "Measures", Some(Action::GoMeasures);
    /// Goods on their way, from the shelf to the signed slip.
    Shipping = "shipping", "发货", "Shipping", Some(Action::GoShipping);
    /// Goods on their way back.
    Returns = "returns", "退货", "Returns", Some(Action::GoReturns);
    /// Files that come in.
    Imports = "imports", "导入", "Import", Some(Action::GoImports);
    /// What each column of a file is.
    Mapping = "mapping", "对列", "Columns of a file", None;
    /// Platform orders that wait, goods to map, rules that pass.
    Platforms = "platforms", "平台", "Platforms", Some(Action::GoPlatforms);
    /// Six steps through the practice office.
    Tour = "tour", "入门", "Tour", Some(Action::GoTour);
    /// Who a customer is and what stands between us.
    Customer = "customer", "客户", "Customer", None;
    /// The office's own rules: gaps, checks, route, duties, rights.
    Rules = "rules", "规则", "Rules", Some(Action::GoRules);
    /// A form for any command.
    Command = "command", "办理", "Command", None;
    /// Keys of the screen below, and the last messages.
    Help = "help", "帮助", "Help", None;
    /// Columns, order and filter of the list below.
    Columns = "columns", "列与排序", "Columns", None;
    /// Every action by name.
    Palette = "palette", "命令", "Palette", None;
}

impl ScreenKind {
    /// Finds a screen by its id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.id() == id)
    }

    /// The screen an action goes to.
    pub fn of_action(action: Action) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.go() == Some(action))
    }
}
