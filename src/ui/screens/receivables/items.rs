//! The open items of one customer: invoices by due date, then money that stands against nothing.

use serde_json::{Value, json};

use super::apply::Applying;
use crate::domain::Day;
use crate::ui::base::{Ctx, Effect, Reply, Ticket, Tone};
use crate::ui::widgets::order_card::read::{self, text};
use crate::ui::widgets::{Column, List, Row, Width};
use crate::words::Lang;

/// Items that are asked for; a customer with more is one for statements.
const ITEMS: i64 = 1_000;

/// The open items.
pub struct Items {
    /// Code of the customer.
    pub customer: String,
    /// Its name.
    pub name: String,
    /// The rows as drawn.
    pub list: List,
    /// Open invoices, oldest due first.
    pub invoices: Vec<Value>,
    /// Receipts with something open.
    pub receipts: Vec<Value>,
    /// Credit notes with something open, told like receipts.
    notes: Vec<Value>,
    asked_invoices: Option<Ticket>,
    asked_receipts: Option<Ticket>,
    asked_notes: Option<Ticket>,
    /// One of them had more than were asked for.
    more: bool,
    /// Money being put against invoices.
    pub applying: Option<Applying>,
    /// Put money against invoices as soon as the items are here.
    pub eager: bool,
}

impl Items {
    /// The items of a customer, on their way.
    pub fn of(customer: &str, name: &str, ctx: &Ctx<'_>) -> (Self, Vec<Effect>) {
        let list = List::new(vec![
            Column::text(Lang::money_col_paper, Width::Cells(16)),
            Column::text(Lang::money_col_date, Width::Cells(10)),
            Column::text(Lang::money_col_due, Width::Cells(10)),
            Column::number(Lang::money_col_days, 5),
            Column::number(Lang::money_col_amount, 13),
            Column::number(Lang::money_col_open, 13),
            Column::text(Lang::money_col_note, Width::Rest(1)),
        ])
        .named("open_items");
        let mut items = Self {
            customer: customer.to_owned(),
            name: name.to_owned(),
            list,
            invoices: Vec::new(),
            receipts: Vec::new(),
            notes: Vec::new(),
            asked_invoices: None,
            asked_receipts: None,
            asked_notes: None,
            more: false,
            applying: None,
            eager: false,
        };
        let effects = items.again(ctx);
        (items, effects)
    }

    /// Asks for them again; what is shown stays until the answer.
    pub fn again(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let keys = json!({ "customer": self.customer, "open": true, "limit": ITEMS });
        let mut effects = Vec::new();
        self.more = false;
        let mut ask = |name: &str| ctx.ask(name, keys.clone(), &mut effects);
        self.asked_invoices = ask("invoices");
        self.asked_receipts = ask("receipts");
        self.asked_notes = ask("credit_notes");
        effects
    }

    /// Takes an answer; tells whether it was for this list.
    pub fn take(&mut self, ticket: Ticket, reply: &Reply, today: Day, lang: Lang) -> bool {
        let further = |page: &Value| !page["next"].is_null();
        let more = reply.as_ref().is_ok_and(further);
        let mine = |asked: &mut Option<Ticket>| asked.take_if(|t| *t == ticket).is_some();
        let rows = || {
            let rows = reply.as_ref().ok().map(|page| read::rows(page, "rows"));
            rows.unwrap_or_default().to_vec()
        };
        if mine(&mut self.asked_invoices) {
            self.invoices = rows();
            self.invoices
                .sort_by_key(|row| (text(row, "due_on"), text(row, "number")));
        } else if mine(&mut self.asked_receipts) {
            self.receipts = rows();
        } else if mine(&mut self.asked_notes) {
            self.notes = rows().iter().map(as_money).collect();
        } else {
            return false;
        }
        self.more |= more;
        self.list.refresh(self.rows(today, lang), None);
        self.list.cut_short(self.more);
        true
    }

    /// Money that can be put against invoices: receipts, then credit notes.
    pub fn money(&self) -> Vec<Value> {
        self.receipts.iter().chain(&self.notes).cloned().collect()
    }

    /// Whether all lists are here.
    pub const fn is_whole(&self) -> bool {
        self.asked_invoices.is_none() && self.asked_receipts.is_none() && self.asked_notes.is_none()
    }

    /// The rows in words.
    pub fn rows(&self, today: Day, lang: Lang) -> Vec<Row> {
        let invoices = self.invoices.iter().map(|row| invoice(row, today, lang));
        let money = self.receipts.iter().chain(&self.notes);
        invoices
            .chain(money.map(|row| receipt(row, lang)))
            .collect()
    }

    /// The paper under the cursor, with whether it is an invoice.
    pub fn selected(&self) -> Option<(&Value, bool)> {
        let id = &self.list.selected()?.id;
        let find = |rows: &'_ [Value]| rows.iter().position(|row| text(row, "number") == *id);
        if let Some(n) = find(&self.invoices) {
            return self.invoices.get(n).map(|row| (row, true));
        }
        let mut money = self.receipts.iter().chain(&self.notes);
        money
            .find(|row| text(row, "number") == *id)
            .map(|row| (row, false))
    }
}

fn invoice(row: &Value, today: Day, lang: Lang) -> Row {
    let due = text(row, "due_on");
    let late = due.parse::<Day>().map_or(0, |due| today.days_since(due));
    let disputed = row["disputed"] == true;
    let parts = row["parts"].as_i64().unwrap_or(0);
    let part = [text(row, "part"), parts.to_string(), text(row, "due_open")];
    let note = [
        (parts > 0).then(|| lang.money_instalment(&part[0], &part[1], &part[2])),
        disputed.then(|| lang.money_disputed().to_owned()),
        Some(text(row, "tax_number")).filter(|number| !number.is_empty()),
    ];
    Row {
        id: text(row, "number"),
        cells: vec![
            text(row, "number"),
            text(row, "invoiced_on"),
            due,
            if late > 0 {
                late.to_string()
            } else {
                String::new()
            },
            text(row, "gross"),
            text(row, "open"),
            note.into_iter().flatten().collect::<Vec<_>>().join(" "),
        ],
        tone: if late > 0 && !disputed {
            Tone::Warn
        } else {
            Tone::Plain
        },
    }
}

/// A credit note in the fields of a receipt.
fn as_money(note: &Value) -> Value {
    json!({
        "number": note["number"], "received_on": note["noted_on"], "amount": note["gross"],
        "open": note["open"], "version": note["version"], "order_number": note["order_number"],
        "note": true,
    })
}

fn receipt(row: &Value, lang: Lang) -> Row {
    let deposit = row["deposit"] == true;
    let waits = row["cleared"] == false && row["event"].is_null();
    let note = [
        Some(match () {
            () if row["note"] == true => lang.money_note(),
            () if deposit => lang.money_deposit(),
            () => lang.money_unapplied(),
        }),
        waits.then(|| lang.money_uncleared()),
    ];
    Row {
        id: text(row, "number"),
        cells: vec![
            text(row, "number"),
            text(row, "received_on"),
            String::new(),
            String::new(),
            text(row, "amount"),
            format!("-{}", text(row, "open")),
            note.into_iter().flatten().collect::<Vec<_>>().join(" "),
        ],
        tone: Tone::Good,
    }
}
