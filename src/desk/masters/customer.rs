//! `customer.save`.

use serde_json::Value;

use super::{find, place};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::ids::CustomerId;
use crate::domain::order::Channel;
use crate::domain::party::{DeliveryPolicy, Grade, PartyKind};
use crate::domain::terms::Terms;
use crate::domain::{Money, Percent, Refusal, initials, tax_id};
use crate::store::Db;
use crate::store::customers::{self, Customer};

payload! {
    /// Adds a customer or changes one. On a change, what is left out stays; null takes it away.
    pub struct CustomerSave {
        /// Code.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// Name.
        #[serde(deserialize_with = "fields::clean")]
        pub name: String,
        /// A, B or C; A is served first.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Grade>"))]
        pub grade: Option<Option<Grade>>,
        /// company (default), franchise, shop or person.
        pub kind: Option<PartyKind>,
        /// Login of the salesperson.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub salesperson: Option<String>,
        /// Telephone.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub phone: Option<String>,
        /// Usual ship-to.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub address: Option<String>,
        /// Tax number.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub tax_id: Option<String>,
        /// Code of the customer who pays and whose limit counts.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub payer: Option<String>,
        /// Terms of payment.
        pub terms: Terms,
        /// Credit limit; null = unlimited, 0 = cash only.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Money>"))]
        pub credit_limit: Option<Option<Money>>,
        /// Largest single order; null = not tested.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Money>"))]
        pub order_max: Option<Option<Money>>,
        /// Days an item may be overdue; null = not tested.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<i64>"))]
        pub overdue_grace_days: Option<Option<i64>>,
        /// Overdue amount allowed; null = not tested.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Money>"))]
        pub overdue_block_amount: Option<Option<Money>>,
        /// any (default), complete_line or complete_order.
        pub delivery_policy: Option<DeliveryPolicy>,
        /// Percent that may be shipped too much.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Percent>"))]
        pub tolerance_over: Option<Option<Percent>>,
        /// Percent that may be missing.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Percent>"))]
        pub tolerance_under: Option<Option<Percent>>,
        /// Channel whose price list counts, whatever channel the order comes by.
        pub channel_price_list: Option<Channel>,
        /// Nothing is sold to a blocked customer.
        pub blocked: Option<bool>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Saves a customer.
pub fn save(cx: &mut Cx<'_>, p: &CustomerSave) -> Outcome<Value> {
    refuse_odd_numbers(p)?;
    refuse_false_tax_id(p)?;
    let before = customers::by_code(cx.tx, &p.code)?;
    if let Some(before) = &before {
        cx.expect_version(&p.code, before.version, p.version)?;
    }
    let version = before.as_ref().map_or(1, |b| b.version + 1);
    let row = overlaid(cx.tx, p, before.unwrap_or_else(|| Customer::blank(&p.code)))?;
    customers::save(cx.tx, &row)?;
    place::saved(cx, &p.code, version)
}

/// The row as it is, if it is there, and as the command would leave it.
pub fn before_and_after(db: &Db, p: &CustomerSave) -> Outcome<(Option<Customer>, Customer)> {
    refuse_odd_numbers(p)?;
    refuse_false_tax_id(p)?;
    let before = customers::by_code(db, &p.code)?;
    let after = overlaid(
        db,
        p,
        before.clone().unwrap_or_else(|| Customer::blank(&p.code)),
    )?;
    Ok((before, after))
}

/// Refuses a tax number whose form or check digit is wrong: it would stand on invoices.
fn refuse_false_tax_id(p: &CustomerSave) -> Result<(), Refusal> {
    let given = p.tax_id.as_deref().unwrap_or_default();
    if given.is_empty() || tax_id::is_valid(given) {
        return Ok(());
    }
    let wanted = "a tax number of 18 or 15 characters whose check digit is right";
    Err(Refusal::bad_field("tax_id", wanted))
}

fn refuse_odd_numbers(p: &CustomerSave) -> Result<(), Refusal> {
    let below_zero =
        |amount: &Option<Option<Money>>| amount.flatten().is_some_and(|m| m.count() < 0);
    if below_zero(&p.credit_limit) {
        return Err(Refusal::bad_field(
            "credit_limit",
            "an amount from 0, or null",
        ));
    }
    if below_zero(&p.overdue_block_amount) || below_zero(&p.order_max) {
        return Err(Refusal::bad_field(
            "overdue_block_amount",
            "an amount from 0, or null",
        ));
    }
    if p.overdue_grace_days
        .flatten()
        .is_some_and(|days| !(0..=3_650).contains(&days))
    {
        return Err(Refusal::bad_field("overdue_grace_days", "0 to 3650"));
    }
    let percent = 0..=10_000;
    for (field, value) in [
        ("tolerance_over", p.tolerance_over),
        ("tolerance_under", p.tolerance_under),
    ] {
        if value
            .flatten()
            .is_some_and(|v| !percent.contains(&v.count()))
        {
            return Err(Refusal::bad_field(field, "0 to 100"));
        }
    }
    Ok(())
}

/// Lays what was given over what stood before.
fn overlaid(db: &Db, p: &CustomerSave, mut c: Customer) -> Outcome<Customer> {
    c.name = place::named(&p.name)?;
    c.py = initials::readings(&p.name);
    c.grade = p.grade.unwrap_or(c.grade);
    c.kind = p.kind.unwrap_or(c.kind);
    if let Some(login) = &p.salesperson {
        c.salesperson_id = Some(find::staff(db, login)?.id);
    }
    c.phone = place::kept(p.phone.as_ref(), Some(&c.phone));
    c.address = place::kept(p.address.as_ref(), Some(&c.address));
    c.tax_id = place::kept(p.tax_id.as_ref(), Some(&c.tax_id));
    if let Some(code) = &p.payer {
        c.payer_id = payer(db, &p.code, code)?;
    }
    c.terms = p.terms.to_string();
    c.credit_limit = p.credit_limit.unwrap_or(c.credit_limit);
    c.order_max = p.order_max.unwrap_or(c.order_max);
    c.overdue_grace_days = p.overdue_grace_days.unwrap_or(c.overdue_grace_days);
    c.overdue_block_amount = p.overdue_block_amount.unwrap_or(c.overdue_block_amount);
    c.delivery_policy = p.delivery_policy.unwrap_or(c.delivery_policy);
    c.tolerance_over = p.tolerance_over.unwrap_or(c.tolerance_over);
    c.tolerance_under = p.tolerance_under.unwrap_or(c.tolerance_under);
    c.channel_price_list = p
        .channel_price_list
        .map(|ch| ch.to_string())
        .or(c.channel_price_list);
    c.blocked = p.blocked.unwrap_or(c.blocked);
    Ok(c)
}

/// A payer pays for itself: groups are one level deep, so that a limit is found in one step.
fn payer(db: &Db, own: &str, code: &str) -> Outcome<Option<CustomerId>> {
    if own == code {
        return Ok(None);
    }
    let payer = find::customer(db, code)?;
    if payer.payer_id.is_some() {
        let why = "a customer who pays for itself";
        return Err(Refusal::bad_field("payer", why).into());
    }
    if let Some(me) = customers::by_code(db, own)?
        && customers::payer_group(db, me.id)?.len() > 1
    {
        return Err(Refusal::bad_field("payer", "none: this customer pays for others").into());
    }
    Ok(Some(payer.id))
}
