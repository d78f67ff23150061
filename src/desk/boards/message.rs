//! `ask message`: what a customer is told about an order, with its facts. `words` makes the text.

use serde_json::{Value, json};

use crate::desk::failure::Outcome;
use crate::desk::orders::load;
use crate::desk::query::Qx;
use crate::desk::stock::promise::Promises;
use crate::desk::{fields, settings};
use crate::domain::role::named;
use crate::domain::{Day, Money, Qty, Refusal};
use crate::store::orders::{Line, Order};
use crate::store::shipments::Shipment;
use crate::store::{self, Db};

named! {
    /// What a customer is told.
    MessageKind {
        /// We have your order.
        Received = "received",
        /// It is confirmed, with its date.
        Confirmed = "confirmed",
        /// It has left, with the waybill.
        Shipped = "shipped",
        /// It will be late, with the new date.
        Delayed = "delayed",
        /// Something of it is missing.
        Short = "short",
        /// It was signed for.
        Signed = "signed",
        /// Money is due.
        Reminder = "reminder",
    }
}

named! {
    /// The language of a message.
    MessageLang {
        /// Chinese.
        Zh = "zh",
        /// English.
        En = "en",
    }
}

payload! {
    /// A message to the customer of an order, filled in and ready to be changed and sent. The
    /// settings `message.<kind>.<zh|en>` hold an office's own templates with `{facts}` in braces.
    pub struct MessageQuery {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// What the customer is told.
        pub kind: MessageKind,
        /// The language (default the session's).
        pub lang: Option<MessageLang>,
        /// The new date of a delay or of missing goods (default what can be promised today).
        pub date: Option<Day>,
    }
}

/// How many goods are named before the rest is counted.
const NAMED_GOODS: usize = 3;

/// Answers with the facts of the message; refused where the order has none to tell.
pub fn message(qx: &Qx<'_>, q: &MessageQuery) -> Outcome<Value> {
    let order = load::order(qx.db, &q.order)?;
    let lines = store::orders::lines(qx.db, order.id)?;
    let customer = order
        .customer_id
        .map(|id| store::customers::by_id(qx.db, id))
        .transpose()?;
    let mut facts = json!({
        "order": order.number, "customer_ref": order.customer_ref,
        "customer_name": customer.as_ref().map(|c| &c.name), "gross": order.gross,
        "lines": lines.len(), "goods": goods(qx.db, &lines, Line::wanted)?,
    });
    let own = match q.kind {
        MessageKind::Received => json!({}),
        MessageKind::Confirmed => confirmed(&order, &lines)?,
        MessageKind::Shipped => shipped(qx.db, &order)?,
        MessageKind::Delayed => delayed(qx, &order, &lines, q.date)?,
        MessageKind::Short => short(qx, &order, &lines, q.date)?,
        MessageKind::Signed => signed(qx.db, &order)?,
        MessageKind::Reminder => reminder(qx.db, &order)?,
    };
    if let (Some(facts), Value::Object(own)) = (facts.as_object_mut(), own) {
        facts.extend(own);
    }
    let template = |lang: &str| {
        let name = format!("message.{}.{lang}", q.kind);
        settings::known(&name).map_or(Ok(String::new()), |setting| setting.text(qx.db))
    };
    Ok(json!({
        "message": q.kind, "lang": q.lang, "order": order.number,
        "customer": customer.as_ref().map(|c| &c.code),
        "phone": customer.as_ref().map(|c| &c.phone), "facts": facts,
        "templates": { "zh": template("zh")?, "en": template("en")? },
    }))
}

/// There is nothing of this kind to tell.
fn nothing(order: &Order, why: &str) -> Refusal {
    Refusal::wrong_state(&order.number, order.state).fact("why", why)
}

/// `名称 x 数量`, the first few, and how many more.
fn goods(db: &Db, lines: &[Line], of: impl Fn(&Line) -> Qty) -> Outcome<String> {
    let mut named = Vec::new();
    let wanted: Vec<_> = lines.iter().filter(|line| of(line) > Qty::ZERO).collect();
    for line in wanted.iter().take(NAMED_GOODS) {
        let name = match line.product_id {
            Some(id) => store::products::by_id(db, id)?.name,
            None => line.goods.clone(),
        };
        named.push(format!("{name} x {}", of(line)));
    }
    if wanted.len() > NAMED_GOODS {
        named.push(format!("+{}", wanted.len() - NAMED_GOODS));
    }
    Ok(named.join(", "))
}

fn confirmed(order: &Order, lines: &[Line]) -> Outcome<Value> {
    if !order.state.is_or_was_in_force() {
        return Err(nothing(order, "not_approved").into());
    }
    let promise = lines.iter().filter_map(|line| line.promise_on).max();
    Ok(json!({ "date": promise }))
}

fn shipped(db: &Db, order: &Order) -> Outcome<Value> {
    let shipments = store::shipments::of_order(db, order.id)?;
    let last = shipments.iter().rfind(|s| s.dispatched_at.is_some());
    let last = last.ok_or_else(|| nothing(order, "not_shipped"))?;
    let mut facts = with_carrier(db, last)?;
    let parts = store::shipments::lines(db, last.id)?;
    let lines = store::orders::lines(db, order.id)?;
    let in_it = |line: &Line| {
        let part = parts.iter().find(|part| part.line_id == line.id);
        part.map_or(Qty::ZERO, |part| part.qty)
    };
    facts["goods"] = json!(goods(db, &lines, in_it)?);
    Ok(facts)
}

fn with_carrier(db: &Db, shipment: &Shipment) -> Outcome<Value> {
    let carrier = shipment
        .carrier_id
        .map(|id| store::places::carrier_by_id(db, id))
        .transpose()?;
    Ok(json!({
        "shipment": shipment.number, "carrier": carrier.map(|c| c.name),
        "waybill": shipment.waybill, "date": shipment.expected_on,
    }))
}

/// The date by which all that is open can be there, as it looks today.
fn possible(qx: &Qx<'_>, lines: &[&Line]) -> Outcome<Option<Day>> {
    let mut promises = Promises::default();
    let mut last = None;
    for line in lines {
        let Some(product) = line.product_id else {
            continue;
        };
        let product = store::products::by_id(qx.db, product)?;
        let open = line.unreserved();
        let day = if open.is_zero() {
            qx.today
        } else {
            promises.line(qx.db, &product, open, None, qx.today)?
        };
        last = last.max(Some(day));
    }
    Ok(last)
}

fn delayed(qx: &Qx<'_>, order: &Order, lines: &[Line], date: Option<Day>) -> Outcome<Value> {
    let open: Vec<_> = lines
        .iter()
        .filter(|line| line.wanted() > Qty(line.signed.0 + line.refused.0))
        .collect();
    if !order.state.is_open() || open.is_empty() {
        return Err(nothing(order, "nothing_open").into());
    }
    let promised = open.iter().filter_map(|line| line.promise_on).min();
    let date = match date {
        None => possible(qx, &open)?,
        some => some,
    };
    Ok(json!({
        "promised": promised, "date": date,
        "goods": goods(qx.db, lines, |line| {
            Qty(line.wanted().0 - line.signed.0 - line.refused.0).at_least_zero()
        })?,
    }))
}

fn short(qx: &Qx<'_>, order: &Order, lines: &[Line], date: Option<Day>) -> Outcome<Value> {
    let missing: Vec<_> = lines
        .iter()
        .filter(|line| !line.unreserved().is_zero())
        .collect();
    if !order.state.is_open() || missing.is_empty() {
        return Err(nothing(order, "nothing_short").into());
    }
    let date = match date {
        None => possible(qx, &missing)?,
        some => some,
    };
    Ok(json!({ "date": date, "goods": goods(qx.db, lines, Line::unreserved)? }))
}

fn signed(db: &Db, order: &Order) -> Outcome<Value> {
    let shipments = store::shipments::of_order(db, order.id)?;
    let last = shipments.iter().rfind(|s| s.signed_at.is_some());
    let last = last.ok_or_else(|| nothing(order, "not_signed"))?;
    let mut facts = with_carrier(db, last)?;
    facts["signer"] = json!(last.signer);
    facts["signed_at"] = json!(last.signed_at);
    Ok(facts)
}

fn reminder(db: &Db, order: &Order) -> Outcome<Value> {
    let open = store::invoices::open_of_order(db, order.id)?;
    let first = open.first().ok_or_else(|| nothing(order, "nothing_owed"))?;
    let amount = Money::sum(open.iter().map(|invoice| invoice.open))?;
    let numbers: Vec<_> = open.iter().map(|invoice| &invoice.number).collect();
    Ok(json!({ "amount": amount, "date": first.due_on, "invoices": numbers }))
}
