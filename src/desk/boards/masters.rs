//! Masters for lists, lookups and cards.

use serde_json::{Value, json};

use super::{customer as customer_board, page};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::query::Qx;
use crate::desk::settings as knobs;
use crate::guard;
use crate::store::{self, office, places, search};

payload! {
    /// A customer's card, with the last contacts, complaints, returns and ship-to addresses.
    pub struct CustomerQuery {
        /// Code.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
    }
}

payload! {
    /// Customers by code, name or initials, best first.
    pub struct CustomersQuery {
        /// What was typed; left out, all by code.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// A product's card.
    pub struct ProductQuery {
        /// Code or barcode.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
    }
}

payload! {
    /// Products by code, barcode, name or initials, best first.
    pub struct ProductsQuery {
        /// What was typed, of several words or in hanzi in the specification too; left out, all by code.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
        /// A style number 款号: all its colours and sizes, by colour.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub style: Option<String>,
        /// Customer code: what this customer bought lately comes first.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub customer: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Every warehouse.
    pub struct WarehousesQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Every carrier.
    pub struct CarriersQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// The people of the office.
    pub struct UsersQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// The settings of the office, with their defaults.
    pub struct SettingsQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Who asks, and what this person may do.
    pub struct MeQuery {}
}

/// Answers with a customer's card.
pub fn customer(qx: &Qx<'_>, q: &CustomerQuery) -> Outcome<Value> {
    let c = find::customer(qx.db, &q.customer)?;
    let payer = c
        .payer_id
        .map(|id| store::customers::by_id(qx.db, id))
        .transpose()?;
    let sales = c
        .salesperson_id
        .map(|id| office::staff(qx.db, id))
        .transpose()?;
    let mut card = json!({
        "code": c.code, "name": c.name, "grade": c.grade, "kind": c.kind,
        "salesperson": sales.map(|s| s.login), "phone": c.phone, "address": c.address,
        "tax_id": c.tax_id, "payer": payer.map(|p| p.code), "terms": c.terms,
        "credit_limit": c.credit_limit, "order_max": c.order_max,
        "overdue_grace_days": c.overdue_grace_days,
        "overdue_block_amount": c.overdue_block_amount,
        "delivery_policy": c.delivery_policy, "tolerance_over": c.tolerance_over,
        "tolerance_under": c.tolerance_under, "channel_price_list": c.channel_price_list,
        "blocked": c.blocked, "version": c.version,
    });
    if let (Some(card), Value::Object(dealings)) =
        (card.as_object_mut(), customer_board::dealings(qx.db, c.id)?)
    {
        card.extend(dealings);
    }
    Ok(card)
}

/// Answers with customers found.
pub fn customers(qx: &Qx<'_>, q: &CustomersQuery) -> Outcome<Value> {
    let words = search::words(q.text.as_deref().unwrap_or(""));
    let limit = page::limit(q.limit)?;
    let after = page::after_ranked(q.after.as_deref())?;
    let rows = search::customers(qx.db, &words, after, limit)?;
    Ok(page::page(&rows, limit, |row| {
        page::ranked(row.rank, &row.code)
    }))
}

/// Answers with a product's card.
pub fn product(qx: &Qx<'_>, q: &ProductQuery) -> Outcome<Value> {
    let p = find::product(qx.db, &q.product)?;
    let mut card = serde_json::to_value(&p).unwrap_or_default();
    if let Some(card) = card.as_object_mut() {
        card.remove("id");
        card.remove("py");
    }
    Ok(card)
}

/// Answers with products found.
pub fn products(qx: &Qx<'_>, q: &ProductsQuery) -> Outcome<Value> {
    let typed = q.text.as_deref().unwrap_or("");
    let limit = page::limit(q.limit)?;
    let after = page::after_ranked(q.after.as_deref())?;
    let cursor = |row: &search::ProductHit| page::ranked(row.rank, &row.code);
    if let Some(style) = &q.style {
        let after = after.map(|(_, code)| code);
        let rows = search::products_of_style(qx.db, style, after, limit)?;
        return Ok(page::page(&rows, limit, cursor));
    }
    let buyer = q
        .customer
        .as_deref()
        .map(|code| find::customer(qx.db, code));
    let buyer = buyer.transpose()?.map(|customer| customer.id);
    // The one that was scanned stands before all others.
    let scanned = search::product_by_barcode(qx.db, typed, limit)?;
    let ids: Vec<_> = scanned.iter().map(|row| row.id).collect();
    let last = after.and_then(|(_, code)| scanned.iter().position(|row| row.code == code));
    let (after, first) = match (after, last) {
        (None, _) => (None, 0),
        (_, Some(at)) => (None, at + 1),
        _ => (after, scanned.len()),
    };
    let most = limit.saturating_add(i64::try_from(ids.len()).unwrap_or(0));
    let found = search::products(qx.db, &search::words(typed), buyer, after, most)?;
    let found = found.into_iter().filter(|row| !ids.contains(&row.id));
    let mut rows: Vec<_> = scanned.into_iter().skip(first).chain(found).collect();
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(page::page(&rows, limit, cursor))
}

/// Answers with every warehouse.
pub fn warehouses(qx: &Qx<'_>, q: &WarehousesQuery) -> Outcome<Value> {
    Ok(page::of_short(
        &places::warehouses(qx.db)?,
        q.limit,
        q.after.as_deref(),
    )?)
}

/// Answers with every carrier.
pub fn carriers(qx: &Qx<'_>, q: &CarriersQuery) -> Outcome<Value> {
    let mut rows = Vec::new();
    for carrier in places::carriers(qx.db)? {
        let regions = places::regions(qx.db, carrier.id)?;
        let mut row = json!(carrier);
        row["regions"] = json!(regions);
        rows.push(row);
    }
    Ok(page::of_short(&rows, q.limit, q.after.as_deref())?)
}

/// Answers with everybody and their roles.
pub fn users(qx: &Qx<'_>, q: &UsersQuery) -> Outcome<Value> {
    let mut rows = Vec::new();
    for staff in office::all_staff(qx.db)? {
        let roles = office::roles(qx.db, staff.id)?;
        rows.push(json!({
            "login": staff.login, "name": staff.name, "roles": roles, "active": staff.active,
        }));
    }
    Ok(page::of_short(&rows, q.limit, q.after.as_deref())?)
}

/// Answers with every setting.
pub fn settings(qx: &Qx<'_>, q: &SettingsQuery) -> Outcome<Value> {
    let mut rows = Vec::new();
    for knob in knobs::ALL {
        let value = knob.text(qx.db)?;
        rows.push(json!({ "name": knob.name, "value": value, "default": knob.default }));
    }
    for rule in store::checks::rules(qx.db)? {
        let name = format!("check.{}", rule.code);
        let usual = rule.code.usual_control();
        rows.push(json!({ "name": name, "value": rule.control, "default": usual }));
    }
    Ok(page::of_short(&rows, q.limit, q.after.as_deref())?)
}

/// Answers with who asks.
pub fn me(qx: &Qx<'_>, _: &MeQuery) -> Outcome<Value> {
    let staff = office::staff(qx.db, qx.actor.id)?;
    let mut commands = Vec::new();
    for spec in crate::desk::Command::SPECS {
        if crate::desk::session::may(qx.db, qx.actor, spec.name, spec.roles)? {
            commands.push(spec.name);
        }
    }
    Ok(json!({
        "login": staff.login, "name": staff.name, "roles": qx.actor.roles, "may": commands,
        "office": knobs::OFFICE.text(qx.db)?, "practice": knobs::PRACTICE.is_on(qx.db)?,
        "shared": knobs::SHARED.is_on(qx.db)?, "guarded": guard::is_on(), "now": qx.at,
    }))
}
