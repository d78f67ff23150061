//! What can be done with the goods of a product: receive, count, send to another warehouse, hold
//! back. A menu, then a small paper.

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::{Map, Value, json};

use crate::desk::boards::masters::WarehousesQuery;
use crate::desk::boards::stock::TransfersQuery;
use crate::ui::base::{Command, Ctx, Effect, Input, Look, Reply, Ticket, Tone};
use crate::ui::widgets::codes::{Codes, Held};
use crate::ui::widgets::date_text::Lean;
use crate::ui::widgets::order_card::read::{rows, text};
use crate::ui::widgets::sheet::{Item, Sheet, SheetAnswer};
use crate::ui::widgets::steps::ways;
use crate::ui::widgets::{Dialog, DialogAnswer, Field, Kind, popup, sheet_draw};
use crate::words::Lang;

/// Something to do with goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Receive,
    Count,
    Adjust,
    Send,
    Arrive,
    Quarantine,
    Release,
    Expect,
    Locate,
    /// Not in the menu: what was answered on the phone, kept with the order it was about.
    Keep,
}

impl Deed {
    const ALL: [Self; 9] = [
        Self::Receive,
        Self::Count,
        Self::Adjust,
        Self::Send,
        Self::Arrive,
        Self::Quarantine,
        Self::Release,
        Self::Expect,
        Self::Locate,
    ];

    const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Receive => lang.deed_receive(),
            Self::Count => lang.deed_count(),
            Self::Adjust => lang.deed_adjust(),
            Self::Send => lang.deed_send(),
            Self::Arrive => lang.deed_arrive(),
            Self::Quarantine => lang.deed_quarantine(),
            Self::Release => lang.deed_release(),
            Self::Expect => lang.deed_expect(),
            Self::Locate => lang.deed_locate(),
            Self::Keep => lang.deed_keep(),
        }
    }

    const fn command(self) -> &'static str {
        match self {
            Self::Receive => "stock.receive",
            Self::Count => "stock.count",
            Self::Adjust => "stock.adjust",
            Self::Send => "stock.transfer",
            Self::Arrive => "stock.transfer_arrive",
            Self::Quarantine => "stock.quarantine",
            Self::Release => "stock.release_quarantine",
            Self::Expect => "supply.expect",
            Self::Locate => "stock.locate",
            Self::Keep => "order.told",
        }
    }
}

enum Stage {
    Menu(Dialog),
    Paper(Deed, Box<Sheet>),
}

/// What the menu or paper made of an input.
pub(super) enum Did {
    /// Not for it.
    Ignored,
    /// Still open.
    Open(Vec<Effect>),
    /// Put away.
    Closed,
    /// Done: say this.
    Done(String),
}

/// The menu or the paper, over the product it is about.
pub(super) struct Deeds {
    product: String,
    stage: Stage,
    sites: Vec<(String, String)>,
    transfers: Vec<(String, String)>,
    asked: [Option<Ticket>; 2],
    sent: Option<Ticket>,
}

impl Deeds {
    /// The menu for a product; asks for the warehouses and what is under way.
    pub(super) fn open(product: &str, ctx: &Ctx<'_>) -> (Self, Vec<Effect>) {
        let lang = ctx.look.lang;
        let names = Deed::ALL.map(|deed| deed.name(lang).to_owned()).to_vec();
        let (sites, transfers) = (ctx.ticket(), ctx.ticket());
        let of_warehouses = WarehousesQuery {
            limit: None,
            after: None,
        };
        let of_transfers = TransfersQuery {
            product: Some(product.to_owned()),
            warehouse: None,
            open: Some(true),
            limit: None,
            after: None,
        };
        let deeds = Self {
            product: product.to_owned(),
            stage: Stage::Menu(Dialog::new(lang.deed_which(product), names, 0)),
            sites: Vec::new(),
            transfers: Vec::new(),
            asked: [Some(sites), Some(transfers)],
            sent: None,
        };
        let effects = vec![
            Effect::Ask(sites, of_warehouses.into()),
            Effect::Ask(transfers, of_transfers.into()),
        ];
        (deeds, effects)
    }

    /// The paper that keeps what a customer was answered with an order.
    pub(super) fn keep(product: &str, said: &str, date: &str, lang: Lang) -> Self {
        let text = Field::new(Kind::Text).with_limit(2_000).with(said);
        let day = Field::new(Kind::Date(Lean::Ahead)).with(date);
        let items = vec![
            Item::field("order", lang.deed_order(), Field::new(Kind::Code)).needed(),
            Item::choice("way", lang.ask_way(), ways(lang), 0),
            Item::field("date", lang.told_date(), day),
            Item::field("text", lang.ask_text(), text),
        ];
        Self {
            product: product.to_owned(),
            stage: Stage::Paper(
                Deed::Keep,
                Box::new(Sheet::new(lang.deed_keep().to_owned(), items)),
            ),
            sites: Vec::new(),
            transfers: Vec::new(),
            asked: [None; 2],
            sent: None,
        }
    }

    /// Takes an input.
    pub(super) fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Did {
        if matches!(&self.stage, Stage::Paper(_, sheet) if sheet.expects(input)) {
            return self.fill_in(input, ctx);
        }
        if let Input::Reply(ticket, reply) = input {
            return self.reply(*ticket, reply, ctx.look.lang);
        }
        if !matches!(input, Input::Press(_) | Input::Paste(_)) {
            return Did::Ignored;
        }
        if self.sent.is_some() {
            return Did::Open(Vec::new()); // the answer is on its way
        }
        match &mut self.stage {
            Stage::Menu(dialog) => {
                let Input::Press(press) = input else {
                    return Did::Open(Vec::new());
                };
                match dialog.press(press) {
                    DialogAnswer::Waiting => Did::Open(Vec::new()),
                    DialogAnswer::Cancelled => Did::Closed,
                    DialogAnswer::Chosen(n) => self.choose(n, ctx.look.lang),
                }
            }
            Stage::Paper(..) => self.fill_in(input, ctx),
        }
    }

    /// An input for the paper.
    fn fill_in(&mut self, input: &Input, ctx: &Ctx<'_>) -> Did {
        let Stage::Paper(deed, sheet) = &mut self.stage else {
            return Did::Ignored;
        };
        let deed = *deed;
        match sheet.take(input, ctx) {
            SheetAnswer::Ignored => Did::Ignored,
            SheetAnswer::Ask(ask) => Did::Open(vec![ask]),
            SheetAnswer::Waiting | SheetAnswer::Changed(_) => Did::Open(Vec::new()),
            SheetAnswer::Cancelled => Did::Closed,
            SheetAnswer::Done => self.hand_in(deed, ctx),
        }
    }

    /// Whether it is a paper to fill in, and no menu.
    pub(super) const fn is_paper(&self) -> bool {
        matches!(self.stage, Stage::Paper(..))
    }

    /// Whether keys have to wait for an answer to the paper.
    pub(super) fn holds_keys(&self) -> bool {
        matches!(&self.stage, Stage::Paper(_, sheet) if sheet.holds_keys())
    }

    fn choose(&mut self, n: usize, lang: Lang) -> Did {
        let Some(deed) = Deed::ALL.get(n) else {
            return Did::Closed;
        };
        if *deed == Deed::Arrive && self.transfers.is_empty() {
            return Did::Done(lang.deed_no_transfer(&self.product));
        }
        self.stage = Stage::Paper(*deed, Box::new(self.paper(*deed, lang)));
        Did::Open(Vec::new())
    }

    fn items(&self, deed: Deed, lang: Lang) -> Vec<Item> {
        let sites = Some(Held::free(Codes::Warehouse));
        let site = |id: &str, label: &str| {
            let item = Item::choice(id, label, self.sites.clone(), 0);
            item.holding(sites)
        };
        let here = site("warehouse", lang.ask_warehouse());
        let field = |id: &str, label: &str, kind: Kind| Item::field(id, label, Field::new(kind));
        let qty = field("qty", lang.stock_qty(), Kind::Qty).needed();
        let reason = field("reason", lang.ask_reason(), Kind::Text).needed();
        let date = |label: &str| field("date", label, Kind::Date(Lean::Ahead));
        let words = |rows: &[(&str, &str)]| -> Vec<(String, String)> {
            let own = |(code, text): &(&str, &str)| ((*code).to_owned(), (*text).to_owned());
            rows.iter().map(own).collect()
        };
        match deed {
            Deed::Receive => vec![here, qty, field("ref", lang.deed_paper(), Kind::Code)],
            Deed::Count => {
                let counted = field("counted", lang.deed_counted(), Kind::Qty).needed();
                vec![here, counted, reason]
            }
            Deed::Adjust => {
                let signed = field("qty", lang.deed_difference(), Kind::Text).needed();
                vec![here, signed, reason]
            }
            Deed::Send => vec![
                site("from", lang.deed_from()),
                site("to", lang.deed_to()).unset(),
                qty,
                date(lang.deed_arrives_on()),
            ],
            Deed::Arrive => vec![
                Item::choice("transfer", lang.deed_transfer(), self.transfers.clone(), 0),
                qty,
                field("lost", lang.deed_lost(), Kind::Qty),
                field("reason", lang.deed_lost_why(), Kind::Text),
            ],
            Deed::Quarantine => vec![here, qty, reason],
            Deed::Release => {
                let fates = [
                    ("good", lang.deed_good()),
                    ("second", lang.deed_second()),
                    ("scrap", lang.deed_scrap()),
                ];
                let to = Item::choice("to", lang.deed_fate(), words(&fates), 0);
                vec![here, qty, to, reason]
            }
            Deed::Expect => {
                let sure = [
                    ("yes", lang.stock_confirmed()),
                    ("no", lang.stock_unconfirmed()),
                ];
                vec![
                    here,
                    qty,
                    date(lang.schedule_when()).needed(),
                    Item::choice("confirmed", lang.deed_sure(), words(&sure), 0),
                    field("ref", lang.deed_paper(), Kind::Code),
                ]
            }
            Deed::Keep => Vec::new(), // a paper of its own: `keep`
            Deed::Locate => {
                let location = field("location", lang.deed_location(), Kind::Code);
                vec![here, location.needed()]
            }
        }
    }

    fn paper(&self, deed: Deed, lang: Lang) -> Sheet {
        let title = format!("{} {}", deed.name(lang), self.product);
        let mut sheet = Sheet::new(title, self.items(deed, lang));
        if self.sites.len() == 1 && deed != Deed::Send && deed != Deed::Arrive {
            let first = match deed {
                Deed::Count => "counted",
                Deed::Locate => "location",
                _ => "qty",
            };
            sheet.go_to(first);
        }
        if deed == Deed::Arrive && self.transfers.len() == 1 {
            sheet.go_to("qty");
        }
        sheet
    }

    /// Makes the command of the paper and sends it.
    fn hand_in(&mut self, deed: Deed, ctx: &Ctx<'_>) -> Did {
        let Stage::Paper(_, sheet) = &mut self.stage else {
            return Did::Closed;
        };
        let mut fields = Map::new();
        if !matches!(deed, Deed::Arrive | Deed::Keep) {
            fields.insert("product".to_owned(), json!(self.product));
        }
        let names = [
            "warehouse",
            "from",
            "to",
            "transfer",
            "qty",
            "counted",
            "lost",
            "date",
            "ref",
            "location",
            "reason",
            "order",
            "way",
            "text",
        ];
        for name in names {
            if let Some(value) = sheet.filled(name) {
                fields.insert(name.to_owned(), json!(value.trim()));
            }
        }
        if deed == Deed::Expect {
            let sure = sheet.value("confirmed") == "yes";
            fields.insert("confirmed".to_owned(), json!(sure));
        }
        match Command::parse(deed.command(), Value::Object(fields)) {
            Ok(command) => {
                let ticket = ctx.ticket();
                self.sent = Some(ticket);
                sheet.say(vec![(Tone::Plain, ctx.look.lang.step_working().to_owned())]);
                Did::Open(vec![Effect::Do(ticket, command)])
            }
            Err(refusal) => {
                sheet.say_refused(&refusal, ctx.look.lang);
                Did::Open(Vec::new())
            }
        }
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, lang: Lang) -> Did {
        let [sites, transfers] = &mut self.asked;
        if sites.take_if(|asked| *asked == ticket).is_some() {
            self.sites = options(reply, "code", "name");
            return Did::Open(Vec::new());
        }
        if transfers.take_if(|asked| *asked == ticket).is_some() {
            self.transfers = options(reply, "transfer", "open");
            return Did::Open(Vec::new());
        }
        if self.sent.take_if(|sent| *sent == ticket).is_none() {
            return Did::Ignored;
        }
        let Stage::Paper(deed, sheet) = &mut self.stage else {
            return Did::Closed;
        };
        match reply {
            Ok(value) => {
                let number = text(value, "transfer");
                let about = match deed {
                    Deed::Keep => sheet.value("order").trim().to_uppercase(),
                    _ => self.product.clone(),
                };
                let told = lang.step_done(&about, deed.name(lang));
                Did::Done(format!("{told} {number}").trim().to_owned())
            }
            Err(refusal) => {
                sheet.say_refused(refusal, lang);
                Did::Open(Vec::new())
            }
        }
    }

    /// Draws what is open over `area`.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        match &self.stage {
            Stage::Menu(dialog) => dialog.draw(frame, area, look),
            Stage::Paper(_, sheet) => {
                let over = popup::centred(area, area.width, area.height);
                sheet_draw::draw(frame, over, sheet, look);
            }
        }
    }
}

/// Rows of an answer to choose from: a code, and what stands beside it.
fn options(reply: &Reply, code: &str, beside: &str) -> Vec<(String, String)> {
    let Ok(answer) = reply else {
        return Vec::new();
    };
    let option = |row: &Value| {
        let (code, beside) = (text(row, code), text(row, beside));
        let told = if beside.is_empty() || beside == code {
            code.clone()
        } else {
            format!("{code} {beside}")
        };
        (code, told)
    };
    rows(answer, "rows").iter().map(option).collect()
}
