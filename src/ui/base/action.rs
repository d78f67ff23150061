//! Everything that a key or a name in the palette can ask for: one table.
//!
//! Help, hint bar, palette and the keymap loader all read it. Which keys ask for an action stands
//! in `assets/keymap.toml`; what it does is decided by the screen, or by the shell if no screen does.

use crate::words::Lang;

/// Where an action makes sense; a screen may leave out what it has no use for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every screen, answered by the shell.
    Everywhere,
    /// Moving about in forms and lists.
    Moving,
    /// Screens that say so in `Screen::actions`.
    Work,
}

/// Whether an action may be without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A keymap without a key for it is refused; the one we ship has two at least.
    Vital,
    /// A keymap without a key for it is refused; a stand-in is built in (Ctrl+J is Enter).
    Fixed,
    /// The palette is enough.
    Free,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $id:literal, $zh:literal, $en:literal, $hint_zh:literal, $hint_en:literal, $initials:literal, $scope:ident, $need:ident;)+) => {
        /// What can be asked for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$doc])* $variant),+ }

        impl Action {
            /// Every action, in the order of the palette; its place is its number there.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in keymap files.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// Its full name.
            pub const fn name(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($zh, $en)),+ }
            }

            /// Its name in the hint bar: a whole word of seven cells at most.
            pub const fn hint(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($hint_zh, $hint_en)),+ }
            }

            /// Pinyin initials of its Chinese name.
            pub const fn initials(self) -> &'static str {
                match self { $(Self::$variant => $initials),+ }
            }

            /// Where it makes sense.
            pub const fn scope(self) -> Scope {
                match self { $(Self::$variant => Scope::$scope),+ }
            }

            /// Whether a keymap has to have a key for it.
            pub const fn need(self) -> Need {
                match self { $(Self::$variant => Need::$need),+ }
            }
        }
    };
}

actions! {
    /// Goes to order entry.
    GoOrderEntry = "go_order_entry", "去录单", "Go to order entry", "录单", "Enter", "qld", Everywhere, Free;
    /// Goes to review.
    GoReview = "go_review", "去评审", "Go to review", "评审", "Review", "qps", Everywhere, Free;
    /// Goes to stock.
    GoStock = "go_stock", "去查库存", "Go to stock", "库存", "Stock", "qckc", Everywhere, Free;
    /// Goes to follow-up.
    GoFollowUp = "go_follow_up", "去跟单", "Go to follow-up", "跟单", "Follow", "qgd", Everywhere, Free;
    /// Goes to the search over everything.
    GoFind = "go_find", "去查找", "Go to find", "查找", "Find", "qcz", Everywhere, Free;
    /// Goes to the timeline of an order.
    GoTimeline = "go_timeline", "去时间线", "Go to the timeline", "时间线", "Time", "qsjx", Everywhere, Free;
    /// Goes to the schedule of open lines.
    GoSchedule = "go_schedule", "去排程", "Go to the schedule", "排程", "Plan", "qpc", Everywhere, Free;
    /// Goes to receivables.
    GoReceivables = "go_receivables", "去应收", "Go to receivables", "应收", "Owed", "qys", Everywhere, Free;
    /// Goes to the measures.
    GoMeasures = "go_measures", "去指标", "Go to the measures", "指标", "Measure", "qzb", Everywhere, Free;
    /// Goes to the office's own rules.
    GoRules = "go_rules", "去规则", "Go to the rules", "规则", "Rules", "qgz", Everywhere, Free;
    /// Goes to shipping.
    GoShipping = "go_shipping", "去发货", "Go to shipping", "发货", "Ship", "qfh", Everywhere, Free;
    /// Goes to returns.
    GoReturns = "go_returns", "去退货", "Go to returns", "退货", "Back", "qth", Everywhere, Free;
    /// Goes to imports.
    GoImports = "go_imports", "去导入", "Go to imports", "导入", "Import", "qdr", Everywhere, Free;
    /// Goes to the platforms.
    GoPlatforms = "go_platforms", "去平台", "Go to platforms", "平台", "Platf", "qpt", Everywhere, Free;
    /// Goes to the tour.
    GoTour = "go_tour", "入门六步", "The tour in six steps", "入门", "Tour", "rmlb", Everywhere, Free;
    /// Goes to the menu.
    GoMenu = "go_menu", "去菜单", "Go to the menu", "菜单", "Menu", "qcd", Everywhere, Free;
    /// Shows the keys of this screen.
    Help = "help", "帮助", "Help", "帮助", "Help", "bz", Everywhere, Vital;
    /// Looks up values for the field under the cursor.
    Lookup = "lookup", "参照选择", "Look up for this field", "参照", "List", "czxz", Work, Vital;
    /// Finds or filters on this screen.
    Find = "find", "查找筛选", "Find or filter", "筛选", "Find", "czsx", Work, Vital;
    /// Copies the last order of this customer.
    CopyLast = "copy_last", "复制上一单", "Copy the last order", "复制", "Copy", "fzsyd", Work, Vital;
    /// Writes an order from a template or an earlier order.
    Patterns = "patterns", "套用模板或旧单", "From a template or an earlier order", "模板", "From", "tymbhjd", Work, Free;
    /// Keeps the lines as a template.
    KeepPattern = "keep_pattern", "存为模板", "Keep as a template", "存模板", "Keep", "cwmb", Work, Free;
    /// Starts a new document.
    New = "new", "新建", "New document", "新建", "New", "xj", Work, Vital;
    /// Saves, submits or confirms.
    Submit = "submit", "保存提交", "Save and submit", "提交", "Submit", "bctj", Work, Vital;
    /// Prints or writes a file.
    Print = "print", "打印输出", "Print or output", "打印", "Print", "dysc", Work, Vital;
    /// Every action by name.
    Palette = "palette", "命令面板", "All commands", "命令", "Cmds", "mlmb", Everywhere, Vital;
    /// Goes back; never throws anything away.
    Back = "back", "返回", "Back", "返回", "Back", "fh", Everywhere, Vital;
    /// Leaves the program; drafts are kept.
    Quit = "quit", "退出程序", "Leave Orderdesk", "退出", "Quit", "tccx", Everywhere, Free;
    /// Takes back the last step in a form.
    Undo = "undo", "撤销", "Undo", "撤销", "Undo", "cx", Work, Free;
    /// Does again what was taken back.
    Redo = "redo", "重做", "Redo", "重做", "Redo", "cz", Work, Free;
    /// Puts in an empty line.
    InsertLine = "insert_line", "插入行", "Insert a line", "插行", "Line+", "crh", Work, Vital;
    /// Takes the line out.
    DeleteLine = "delete_line", "删除行", "Delete the line", "删行", "Line-", "sch", Work, Free;
    /// Repeats the line above.
    RepeatLine = "repeat_line", "重复上一行", "Repeat the line above", "重复", "Again", "cfsyh", Work, Free;
    /// Empties the field.
    ClearField = "clear_field", "清空此栏", "Clear the field", "清空", "Clear", "qkcl", Moving, Free;
    /// Says which heading of a file is which field.
    Headings = "headings", "对应表头", "Map the headings", "表头", "Heads", "dybt", Work, Vital;
    /// Does with this row and those below what submit does with one.
    SubmitAll = "submit_all", "全部提交", "Submit all", "全部", "All", "qbtj", Work, Free;
    /// The other order of rows that the screen has.
    Arrange = "arrange", "换排序", "Another order of rows", "排序", "Sort", "hpx", Work, Free;
    /// Asks again and draws anew.
    Refresh = "refresh", "刷新", "Refresh", "刷新", "Redraw", "sx", Everywhere, Free;
    /// Shows the history of this record.
    History = "history", "查看历史", "History of this record", "历史", "Past", "ckls", Work, Free;
    /// Marks the row for a bulk action.
    Mark = "mark", "选中此行", "Mark the row", "选中", "Mark", "xzch", Work, Free;
    /// Gives a department's opinion on an order.
    Opinion = "opinion", "给出意见", "Give an opinion", "意见", "Opinion", "gcyj", Work, Free;
    /// Approves an order, or those that are marked.
    Approve = "approve", "批准订单", "Approve the order", "批准", "Approve", "pzdd", Work, Free;
    /// Sends an order back to sales.
    SendBack = "send_back", "退回订单", "Return the order", "退回", "Return", "thdd", Work, Free;
    /// Refuses an order for good.
    Reject = "reject", "否决订单", "Reject the order", "否决", "Reject", "fjdd", Work, Free;
    /// Stops an order, or lets it go on.
    Hold = "hold", "挂起订单", "Hold the order", "挂起", "Hold", "gqdd", Work, Free;
    /// What can be done with an order now.
    Steps = "steps", "订单步骤", "Steps of the order", "步骤", "Steps", "ddbz", Work, Free;
    /// Logs a contact with the customer.
    Contact = "contact", "记录联系", "Log a contact", "联系", "Call", "jllx", Work, Free;
    /// Tries what it would do to serve an order before all others.
    TryBump = "try_bump", "试插队", "Try a bump", "试插队", "Bump?", "scd", Work, Free;
    /// Tries what goods on a day would do.
    TrySupply = "try_supply", "试到货", "Try a supply", "试到货", "Goods?", "sdh", Work, Free;
    /// Records money that came in.
    Receipt = "receipt", "登记收款", "Record a receipt", "收款", "Paid", "djsk", Work, Free;
    /// Puts money against invoices.
    Apply = "apply", "核销收款", "Apply money to invoices", "核销", "Apply", "hxsk", Work, Free;
    /// Marks an invoice as disputed, or settles that.
    Dispute = "dispute", "发票争议", "Dispute an invoice", "争议", "Dispute", "fpzy", Work, Free;
    /// Confirms, and goes to the next field that needs a value.
    Accept = "accept", "确认下一项", "Confirm and go on", "确认", "Next", "qrxyx", Moving, Fixed;
    /// Goes to the next field.
    NextField = "next_field", "下一栏", "Next field", "下栏", "Next", "xyl", Moving, Fixed;
    /// Goes to the field before.
    PrevField = "prev_field", "上一栏", "Field before", "上栏", "Prev", "syl", Moving, Fixed;
    /// Up a row or field.
    Up = "up", "上移", "Up", "上移", "Up", "sy", Moving, Free;
    /// Down a row or field.
    Down = "down", "下移", "Down", "下移", "Down", "xy", Moving, Free;
    /// Up a page.
    PageUp = "page_up", "上翻页", "Page up", "上页", "PgUp", "sfy", Moving, Free;
    /// Down a page.
    PageDown = "page_down", "下翻页", "Page down", "下页", "PgDn", "xfy", Moving, Free;
    /// To the first row, or the start of the field.
    First = "first", "到开头", "To the start", "开头", "First", "dkt", Moving, Free;
    /// To the last row, or the end of the field.
    Last = "last", "到末尾", "To the end", "末尾", "Last", "dmw", Moving, Free;
    /// The other language.
    SwitchLang = "switch_lang", "切换语言", "中文 / English", "语言", "Lang", "qhyy", Everywhere, Free;
    /// Goes to the shell behind; `fg` comes back.
    Suspend = "suspend", "转到后台", "Suspend to the shell", "后台", "Susp", "zdht", Everywhere, Free;
    /// What to say to the customer, ready made.
    Message = "message", "给客户消息", "Message to the customer", "消息", "Say", "gkhxx", Work, Free;
    /// Everybody's rows whose time is over.
    Overdue = "overdue", "看超时", "All that is overdue", "超时", "Overdue", "kcs", Work, Free;
    /// Recalls a form that was put aside.
    PickUp = "pick_up", "取回挂单", "Recall a parked form", "取单", "Recall", "qhgd", Work, Free;
    /// Shows which price counts and the last deals.
    Deals = "deals", "查看价格", "Prices and last deals", "价格", "Price", "ckjg", Work, Free;
    /// Shows colours and sizes of a style.
    Sizes = "sizes", "尺码表", "Sizes and colours", "尺码", "Sizes", "cmb", Work, Free;
    /// Changes an order that is not handed in.
    Edit = "edit", "修改订单", "Edit the order", "修改", "Edit", "xgdd", Work, Free;
    /// Goes to the next part of a card.
    NextPart = "next_part", "下一部分", "Next part of the card", "下部", "Part>", "xybf", Work, Free;
    /// Goes to the part before.
    PrevPart = "prev_part", "上一部分", "Part before", "上部", "<Part", "sybf", Work, Free;
    /// Columns, sort and kept filter of the list.
    Columns = "columns", "列与排序", "Columns, sort and filter", "列", "Cols", "lypx", Everywhere, Free;
    /// The next colours: for light or dark ground, for the colour-blind, none.
    SwitchTheme = "switch_theme", "切换配色", "Other colours (light, dark, ..)", "配色", "Colour", "qhps", Everywhere, Free;
    /// Throws away what is typed, or a parked form; asks first.
    Discard = "discard", "丢弃所填", "Throw away what is typed", "丢弃", "Drop", "dqst", Work, Free;
}

impl Action {
    /// Finds an action by its id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.id() == id)
    }

    /// Its number in the palette, from 1.
    pub fn number(self) -> usize {
        Self::ALL
            .iter()
            .position(|a| *a == self)
            .map_or(0, |n| n + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Ruler;
    use pinyin::ToPinyinMulti;

    #[test]
    fn initials_are_the_pinyin_of_the_name() {
        for action in Action::ALL {
            let name = action.name(Lang::Zh);
            assert_eq!(name.chars().count(), action.initials().len(), "{name}");
            for (hanzi, initial) in name.chars().zip(action.initials().chars()) {
                let readings = hanzi.to_pinyin_multi().into_iter().flatten();
                let known: Vec<_> = readings.map(|p| p.plain().to_owned()).collect();
                assert!(
                    known.iter().any(|p| p.starts_with(initial)),
                    "{hanzi} {initial}"
                );
            }
        }
    }

    #[test]
    fn hints_are_short_and_ids_are_single() {
        for action in Action::ALL {
            assert_eq!(Action::from_id(action.id()), Some(*action));
            for lang in Lang::ALL {
                assert!(Ruler::default().width(action.hint(lang)) <= 7, "{action:?}");
            }
        }
    }
}
