//! `template.save`: lines that come again and again, kept under a name; `ask patterns`: what a new order can be
//! written from.

use serde_json::{Value, json};

use super::wish::WishLine;
use super::{draft, load};
use crate::desk::boards::orders::without_cancelled;
use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::query::Qx;
use crate::domain::ids::CustomerId;
use crate::domain::{Day, Refusal, initials, text};
use crate::store::boards::{self, OrderFilter};
use crate::store::templates::{self, Template};
use crate::store::{Db, customers, office};

/// Lines of a template at most.
const LINES_MOST: usize = 500;

payload! {
    /// Keeps lines under a name, for one customer or for everybody: those of an order, or those that are given. Prices
    /// do not come along: they are those of the day it is used. One of the same name is replaced.
    pub struct TemplateSave {
        /// Its name.
        #[serde(deserialize_with = "fields::clean")]
        pub name: String,
        /// For this customer only (default everybody; of an order, its customer only if it is named here).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// The order whose lines it keeps.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// Lines, in place of an order.
        #[serde(default)]
        pub lines: Vec<WishLine>,
    }
}

payload! {
    /// Forgets a template. Orders written from it stay.
    pub struct TemplateRemove {
        /// Its name.
        #[serde(deserialize_with = "fields::clean")]
        pub name: String,
    }
}

payload! {
    /// Templates, those of a customer first.
    pub struct TemplatesQuery {
        /// In the name, or its initials.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
        /// For this customer and for everybody (default all).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// Rows at most (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
    }
}

payload! {
    /// One template with its lines.
    pub struct TemplateQuery {
        /// Its name.
        #[serde(deserialize_with = "fields::clean")]
        pub name: String,
    }
}

payload! {
    /// What a new order can be written from: templates, then earlier orders of the customer, newest first.
    pub struct PatternsQuery {
        /// In the name of the template, or in the number, customer's number or goods' names of the order.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
        /// Customer.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// Rows at most (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
    }
}

/// Keeps a template.
pub fn save(cx: &mut Cx<'_>, p: &TemplateSave) -> Outcome<Value> {
    let name = text::narrow(&p.name);
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Refusal::bad_field("name", "1 to 60 characters").into());
    }
    let mut lines = match (&p.order, p.lines.is_empty()) {
        (Some(number), true) => draft::wish_of(cx.tx, &load::order(cx.tx, number)?)?.lines,
        (None, false) => p.lines.clone(),
        _ => return Err(Refusal::bad_field("lines", "lines, or an order").into()),
    };
    if lines.is_empty() || lines.len() > LINES_MOST {
        return Err(Refusal::bad_field("lines", "1 to 500 lines").into());
    }
    for line in &mut lines {
        (line.price, line.price_reason, line.need_date) = (None, None, None);
    }
    let customer = p
        .customer
        .as_deref()
        .map(|code| find::customer(cx.tx, code));
    let customer = customer.transpose()?.map(|customer| customer.id);
    let row = Template {
        py: initials::readings(&name),
        name,
        customer_id: customer,
        body: json!(lines).to_string(),
        staff_id: cx.actor.id,
        at: cx.at,
    };
    templates::save(cx.tx, &row)?;
    cx.about(&row.name);
    cx.changed(Aggregate::Office);
    Ok(json!({ "template": row.name, "lines": lines.len() }))
}

/// Forgets a template.
pub fn remove(cx: &mut Cx<'_>, p: &TemplateRemove) -> Outcome<Value> {
    let name = text::narrow(&p.name);
    if !templates::remove(cx.tx, &name)? {
        return Err(Refusal::not_found("template", &name).into());
    }
    cx.about(&name);
    cx.changed(Aggregate::Office);
    Ok(json!({ "template": name }))
}

fn lines_of(template: &Template) -> Vec<WishLine> {
    serde_json::from_str(&template.body).unwrap_or_default()
}

fn shown(db: &Db, template: &Template) -> Outcome<Value> {
    let customer = template
        .customer_id
        .map(|id| customers::by_id(db, id))
        .transpose()?;
    let lines = lines_of(template);
    let goods: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.product.as_deref())
        .take(5)
        .collect();
    Ok(json!({
        "kind": "template", "code": template.name, "customer": customer.map(|customer| customer.code),
        "lines": lines.len(), "goods": goods, "who": office::staff(db, template.staff_id)?.login,
        "at": template.at,
    }))
}

fn customer_of(db: &Db, code: Option<&str>) -> Outcome<Option<CustomerId>> {
    Ok(code
        .map(|code| find::customer(db, code))
        .transpose()?
        .map(|customer| customer.id))
}

/// Answers with templates.
pub fn list(qx: &Qx<'_>, q: &TemplatesQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let customer = customer_of(qx.db, q.customer.as_deref())?;
    let found = templates::like(
        qx.db,
        q.text.as_deref().unwrap_or_default(),
        customer,
        limit,
    )?;
    let rows = found.iter().map(|template| shown(qx.db, template));
    let rows = rows.collect::<Outcome<Vec<_>>>()?;
    Ok(json!({ "rows": rows, "next": null }))
}

/// Answers with one template; its lines have the names that those of an order have.
pub fn one(qx: &Qx<'_>, q: &TemplateQuery) -> Outcome<Value> {
    let name = text::narrow(&q.name);
    let found = templates::by_name(qx.db, &name)?;
    let template = found.ok_or_else(|| Refusal::not_found("template", &name))?;
    let mut lines = Vec::new();
    for line in lines_of(&template) {
        let code = line.product.clone().unwrap_or_default();
        let known = find::product_opt(qx.db, &code)?;
        lines.push(json!({
            "product": known.as_ref().map(|product| &product.code),
            "name": known.as_ref().map_or(&code, |product| &product.name), "ordered": line.qty,
            "gift": line.gift == Some(true), "delivery_policy": line.delivery_policy,
            "tolerance_over": line.tolerance_over, "tolerance_under": line.tolerance_under,
        }));
    }
    let mut answer = shown(qx.db, &template)?;
    answer["lines"] = json!(lines);
    Ok(answer)
}

/// Answers with what a new order can be written from.
pub fn patterns(qx: &Qx<'_>, q: &PatternsQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let customer = customer_of(qx.db, q.customer.as_deref())?;
    let typed = text::narrow(q.text.as_deref().unwrap_or_default());
    let mut rows = Vec::new();
    for template in templates::like(qx.db, &typed, customer, limit)? {
        rows.push(shown(qx.db, &template)?);
    }
    let filter = OrderFilter {
        customer,
        ..OrderFilter::default()
    };
    let mut earlier = match customer {
        Some(_) => boards::orders(qx.db, &filter, qx.today, limit)?,
        None => Vec::new(),
    };
    without_cancelled(qx.db, &mut earlier)?;
    let holds = |text: &str| text.to_lowercase().contains(&typed.to_lowercase());
    for row in &earlier {
        let (order, lines) = (&row.head, row.progress.lines);
        if !holds(&order.order) && !holds(&order.customer_ref) {
            continue;
        }
        rows.push(json!({
            "kind": "order", "code": order.order, "customer": order.customer, "lines": lines,
            "on": Day::to_string(&order.ordered_on), "gross": order.gross, "state": order.state,
        }));
    }
    Ok(json!({ "rows": rows, "next": null }))
}
