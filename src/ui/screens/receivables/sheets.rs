//! The small papers of the screen: a receipt, a dispute and its end, the period of a statement.

use serde_json::{Value, json};

use crate::domain::{Day, Refusal};
use crate::ui::base::{Command, Ctx, Effect, Export, Input, Query, Reply, Ticket, Tone};
use crate::ui::widgets::date_text::Lean;
use crate::ui::widgets::sheet::of_table;
use crate::ui::widgets::{Field, Item, Kind, Sheet, SheetAnswer};
use crate::words::Lang;
use crate::words::receivables::STATEMENT_WAYS;
use crate::words::steps::METHODS;

/// Rows of a page of the ageing.
const AGEING_ROWS: i64 = 500;

/// What a sheet is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Money came from this customer.
    Receipt(String),
    /// This invoice is objected to.
    Dispute(String),
    /// The objection to this invoice is settled.
    Settle(String),
    /// A statement for this customer.
    Statement(String),
    /// What everybody owed at the end of a day.
    Ageing,
    /// This customer has answered to a statement.
    Confirm(String),
}

/// What a sheet made of an input.
pub enum Filled {
    /// Not for it.
    Ignored,
    /// It stays open; carry this out.
    Open(Vec<Effect>),
    /// Taken back.
    Cancelled,
    /// Done: the answer of the desk.
    Done(About, Value),
    /// It went to a file.
    Saved(Value),
}

/// A sheet over the screen.
pub struct OpenSheet {
    about: About,
    /// The paper itself.
    pub sheet: Sheet,
    sent: Option<Ticket>,
    /// What is on its way goes to a file.
    to_file: bool,
}

impl OpenSheet {
    /// Opens the sheet; `label` tells whose paper it is.
    pub fn new(about: About, label: &str, ctx: &Ctx<'_>) -> Self {
        let lang = ctx.look.lang;
        let (title, items) = match &about {
            About::Receipt(_) => (lang.money_receipt(), receipt(lang)),
            About::Dispute(_) => (
                lang.money_dispute(),
                vec![Item::field("reason", lang.money_reason(), Field::new(Kind::Text)).needed()],
            ),
            About::Settle(_) => (
                lang.money_settle(),
                vec![
                    Item::field("text", lang.money_how_settled(), Field::new(Kind::Text)).needed(),
                ],
            ),
            About::Statement(_) => (lang.statement_title(), period(ctx.today(), lang)),
            About::Ageing => (lang.money_ageing(), ageing(ctx.today(), lang)),
            About::Confirm(_) => (lang.money_confirm(), confirmation(ctx.today(), lang)),
        };
        let mut sheet = Sheet::new(title, items);
        sheet.note(Tone::Plain, label);
        if matches!(about, About::Statement(_) | About::Ageing) {
            sheet.note(Tone::Plain, lang.money_file_hint());
        }
        Self {
            about,
            sheet,
            sent: None,
            to_file: false,
        }
    }

    /// Takes an input.
    pub fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Filled {
        if self.sheet.expects(input) {
            return self.fill_in(input, ctx);
        }
        if let Input::Reply(ticket, reply) = input {
            return self.reply(*ticket, reply, ctx.look.lang);
        }
        if !matches!(input, Input::Press(_) | Input::Paste(_)) {
            return Filled::Ignored;
        }
        if self.sent.is_some() {
            return Filled::Open(Vec::new()); // the answer is on its way
        }
        self.fill_in(input, ctx)
    }

    fn fill_in(&mut self, input: &Input, ctx: &Ctx<'_>) -> Filled {
        match self.sheet.take(input, ctx) {
            SheetAnswer::Ignored => Filled::Ignored,
            SheetAnswer::Ask(ask) => Filled::Open(vec![ask]),
            SheetAnswer::Waiting | SheetAnswer::Changed(_) => Filled::Open(Vec::new()),
            SheetAnswer::Cancelled => Filled::Cancelled,
            SheetAnswer::Done => self.send(ctx),
        }
    }

    fn send(&mut self, ctx: &Ctx<'_>) -> Filled {
        let ticket = ctx.ticket();
        self.to_file = false;
        let effect = match self.question() {
            Some((name, keys)) => match self.sheet.filled("file") {
                Some(file) => {
                    self.to_file = true;
                    let (name, file) = (name.to_owned(), file.trim().into());
                    Ok(Effect::Save(
                        ticket,
                        Export {
                            name,
                            keys,
                            file,
                            labels: ctx.look.lang.balance_labels(),
                        },
                    ))
                }
                None => Query::parse(name, keys).map(|query| Effect::Ask(ticket, query)),
            },
            None => self.command().map(|command| Effect::Do(ticket, command)),
        };
        match effect {
            Ok(effect) => {
                self.sent = Some(ticket);
                Filled::Open(vec![effect])
            }
            Err(refusal) => {
                self.sheet.say_refused(&refusal, ctx.look.lang);
                Filled::Open(Vec::new())
            }
        }
    }

    /// What a paper to be read asks.
    fn question(&self) -> Option<(&'static str, Value)> {
        let p = &self.sheet;
        match &self.about {
            About::Statement(customer) => Some((
                "statement",
                json!({
                    "customer": customer, "from": p.value("from"), "to": p.value("to"),
                    "by": p.value("by"),
                }),
            )),
            About::Ageing => Some((
                "ageing",
                json!({ "as_of": p.value("as_of"), "limit": AGEING_ROWS }),
            )),
            _ => None,
        }
    }

    fn command(&self) -> Result<Command, Refusal> {
        let p = &self.sheet;
        match &self.about {
            About::Receipt(customer) => Command::parse(
                "receipt.record",
                json!({
                    "customer": customer, "amount": p.value("amount"), "method": p.value("method"),
                    "ref": p.filled("ref"), "date": p.filled("date"),
                }),
            ),
            About::Dispute(invoice) => Command::parse(
                "invoice.dispute",
                json!({ "invoice": invoice, "reason": p.value("reason") }),
            ),
            About::Settle(invoice) => Command::parse(
                "invoice.dispute_settle",
                json!({ "invoice": invoice, "text": p.value("text") }),
            ),
            About::Ageing => Err(Refusal::bad_field("as_of", "a question")), // asked, never told
            About::Statement(customer) | About::Confirm(customer) => Command::parse(
                "statement.confirm",
                json!({
                    "customer": customer, "to": p.value("to"), "balance": p.value("balance"),
                    "confirmed_by": p.value("confirmed_by"), "text": p.filled("text"),
                }),
            ),
        }
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, lang: Lang) -> Filled {
        if self.sent.take_if(|sent| *sent == ticket).is_none() {
            return Filled::Ignored;
        }
        match reply {
            Ok(value) if self.to_file => Filled::Saved(value.clone()),
            Ok(value) => {
                let mut value = value.clone();
                if self.about == About::Ageing {
                    value["as_of"] = json!(self.sheet.value("as_of"));
                }
                Filled::Done(self.about.clone(), value)
            }
            Err(refusal) => {
                self.sheet.say_refused(refusal, lang);
                Filled::Open(Vec::new())
            }
        }
    }
}

/// Amount, Enter: a wire that came today. Cod needs a carrier and is recorded on the order.
fn receipt(lang: Lang) -> Vec<Item> {
    let methods = of_table(METHODS, lang);
    let methods = methods
        .into_iter()
        .filter(|(code, _)| code != "cod")
        .collect();
    let reference = Field::new(Kind::Code).with_limit(64);
    vec![
        Item::field("amount", lang.ask_amount(), Field::new(Kind::Money)).needed(),
        Item::choice("method", lang.ask_method(), methods, 0),
        Item::field("ref", lang.ask_ref(), reference),
        Item::field(
            "date",
            lang.money_col_date(),
            Field::new(Kind::Date(Lean::Back)),
        ),
    ]
}

/// Last month up to the middle of this one, then this month.
fn period(today: Day, lang: Lang) -> Vec<Item> {
    let first = today.with_day_clamped(1);
    let (from, to) = if today.days_since(first) < 15 {
        let to = first.plus_days(-1);
        (to.with_day_clamped(1), to)
    } else {
        (first, today)
    };
    let day = |value: Day| Field::new(Kind::Date(Lean::Back)).with(&value.to_string());
    vec![
        Item::choice("by", lang.statement_by(), of_table(STATEMENT_WAYS, lang), 0),
        Item::field("from", lang.statement_from(), day(from)).needed(),
        Item::field("to", lang.statement_to(), day(to)).needed(),
        file(lang),
    ]
}

/// A month's end is what is asked for most.
fn ageing(today: Day, lang: Lang) -> Vec<Item> {
    let last = today.with_day_clamped(1).plus_days(-1);
    let day = Field::new(Kind::Date(Lean::Back)).with(&last.to_string());
    vec![
        Item::field("as_of", lang.money_ageing_on(), day).needed(),
        file(lang),
    ]
}

/// Where it goes; nowhere: it is read on the screen.
fn file(lang: Lang) -> Item {
    Item::field(
        "file",
        lang.money_file(),
        Field::new(Kind::Text).with_limit(200),
    )
}

/// The end of the last month is what is confirmed most.
fn confirmation(today: Day, lang: Lang) -> Vec<Item> {
    let to = today.with_day_clamped(1).plus_days(-1);
    let day = Field::new(Kind::Date(Lean::Back)).with(&to.to_string());
    vec![
        Item::field("to", lang.statement_to(), day).needed(),
        Item::field(
            "balance",
            lang.money_their_balance(),
            Field::new(Kind::Money),
        )
        .needed(),
        Item::field(
            "confirmed_by",
            lang.money_confirmed_by(),
            Field::new(Kind::Text),
        )
        .needed(),
        Item::field("text", lang.money_explains(), Field::new(Kind::Text)),
    ]
}
