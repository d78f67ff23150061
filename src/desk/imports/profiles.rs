//! `profile.save`: layouts of files an office teaches the program, of platforms and of customers' sheets.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::query::Qx;
use crate::domain::ids::CustomerId;
use crate::domain::{Code, Refusal, Role};
use crate::paper::form::Own;
use crate::paper::profile::{Profile, Profiles};
use crate::store::import_profiles::{self, ImportProfile};
use crate::store::{Db, customers};

/// Fields of a shop's export that may have headings of their own.
pub const SHOP_FIELDS: &[&str] = &[
    "order_id",
    "line_id",
    "qty",
    "title",
    "sku_text",
    "item_id",
    "merchant_code",
    "price",
    "amount",
    "paid",
    "freight",
    "status",
    "refund_status",
    "created",
    "ship_by",
    "buyer",
    "receiver",
    "phone",
    "province",
    "city",
    "district",
    "street",
    "address",
    "buyer_note",
    "seller_note",
    "carrier",
    "waybill",
    "pay_method",
];

/// Words for states that shops share; one that is none of them is unknown, and its order waits with a hold.
const STATES: &str = r#"
[status]
"待付款" = "pending_payment"
"待支付" = "pending_payment"
"未付款" = "pending_payment"
"待发货" = "to_ship"
"已付款" = "to_ship"
"部分发货" = "part_shipped"
"已发货" = "shipped"
"待收货" = "shipped"
"已完成" = "done"
"交易成功" = "done"
"交易完成" = "done"
"已取消" = "closed"
"已关闭" = "closed"
"交易关闭" = "closed"
"退款中" = "refunding"
"售后中" = "refunding"
"#;

/// Fields of an order sheet that may have headings of their own.
pub const FIELDS: &[&str] = &[
    "product",
    "style",
    "colour",
    "qty",
    "price",
    "need_date",
    "remark",
    "customer_ref",
    "ship_to",
    "customer",
    "gift",
    "warehouse",
    "terms",
];

payload! {
    /// Teaches the program a layout: a platform's profile as TOML (see `ask profile` for those there are), or the
    /// headings of a customer's own order sheets. One of the same name is replaced; one of a built-in name counts
    /// before it. A whole profile, or one in the name of a built-in one, only a supervisor may teach.
    pub struct ProfileSave {
        /// A platform's profile, as TOML; its name stands in it.
        #[serde(default)]
        pub source: Option<String>,
        /// Whose sheets the headings are of, in place of `source`.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// A shop or platform of your own by its name, in place of `source`: rows are lines of goods with the order's values
        /// repeated, what has no state is to be sent.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub platform: Option<String>,
        /// Headings by field. Of a shop: order_id (needed), qty, title, sku_text, item_id, merchant_code, price, amount, paid,
        /// freight, status, created, ship_by, buyer, receiver, phone, province, city, district, street, address, buyer_note,
        /// seller_note, carrier, waybill, pay_method and others of `ask profile`. Of a customer: product, style, colour, qty, price, need_date, remark, customer_ref, ship_to, customer,
        /// gift, warehouse, terms.
        #[serde(default)]
        pub fields: BTreeMap<String, String>,
    }
}

payload! {
    /// Forgets a layout that was taught; a built-in one of that name counts again.
    pub struct ProfileRemove {
        /// Its name; for a customer's sheets, the customer's code.
        #[serde(deserialize_with = "fields::code")]
        pub name: String,
    }
}

payload! {
    /// The layouts that are known, built in and taught.
    pub struct ProfilesQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// One layout with its text, to be changed and saved as an own one.
    pub struct ProfileQuery {
        /// Its name.
        #[serde(deserialize_with = "fields::code")]
        pub name: String,
    }
}

/// Teaches a layout. Headings may be told by a clerk; a whole profile, and anything in the name of a
/// built-in one, decides for every file of that platform and is a supervisor's.
pub fn save(cx: &mut Cx<'_>, p: &ProfileSave) -> Outcome<Value> {
    let built_in = p
        .platform
        .as_deref()
        .is_some_and(|name| Profiles::source(name).is_some());
    if (p.source.is_some() || built_in) && !cx.actor.is(Role::Supervisor) {
        return Err(Refusal::new(Code::NotPermitted)
            .fact("who", &cx.actor.login)
            .fact("command", "profile.save")
            .fact("roles", [Role::Supervisor])
            .into());
    }
    let row = match (&p.source, &p.customer, &p.platform) {
        (None, None, Some(name)) => {
            let source = of_shop(name, &p.fields)?;
            let profile = Profile::from_toml(&source)?;
            row(cx, profile.name, source, None)
        }
        (Some(source), None, None) if p.fields.is_empty() => {
            let profile = Profile::from_toml(source)?;
            row(cx, profile.name, source.clone(), None)
        }
        (None, Some(customer), None) => {
            let customer = find::customer(cx.tx, customer)?;
            row(
                cx,
                customer.code,
                headings(&p.fields, FIELDS)?,
                Some(customer.id),
            )
        }
        _ => {
            return Err(Refusal::bad_field(
                "source",
                "a platform's profile, or customer or platform with fields",
            )
            .into());
        }
    };
    import_profiles::save(cx.tx, &row)?;
    cx.about(&row.name);
    cx.changed(Aggregate::Import);
    Ok(json!({ "name": row.name }))
}

fn row(
    cx: &Cx<'_>,
    name: String,
    source: String,
    customer_id: Option<CustomerId>,
) -> ImportProfile {
    ImportProfile {
        name,
        source,
        customer_id,
        staff_id: cx.actor.id,
        at: cx.at,
    }
}

/// The profile of a shop whose headings were told, as TOML.
fn of_shop(name: &str, told: &BTreeMap<String, String>) -> Outcome<String> {
    headings(told, SHOP_FIELDS)?;
    let key = told
        .get("order_id")
        .ok_or_else(|| Refusal::bad_field("fields.order_id", "needed"))?;
    let mut usable = name.chars();
    if name.is_empty() || !usable.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
        return Err(Refusal::bad_field("platform", "letters, digits, - and _").into());
    }
    let quoted = |text: &str| json!(text).to_string();
    let mut source = format!(
        "name = {0}\nchannel = \"other\"\nplatform = {0}\nid_digits = [1, 40]\nid_form = \"text\"\ncod = [\"货到付款\"]\n\
         presale = [\"预售\"]\nrefund_open = [\"退款中\", \"售后中\"]\nrefund_done = [\"退款成功\"]\n\n[[tables]]\n\
         rows = \"both\"\nneeds = [\"order_id\"]\nmarks = [{1}]\nno_status = \"to_ship\"\n\n[tables.fields]\n",
        quoted(name),
        quoted(key),
    );
    let fields = told
        .iter()
        .map(|(field, heading)| format!("{field} = [{}]\n", quoted(heading)));
    source.extend(fields);
    source.push_str(STATES);
    let upload = format!(
        "\n[upload]\norder_id = {}\ncarrier = \"物流公司\"\nwaybill = \"运单号\"\n",
        quoted(key)
    );
    source.push_str(&upload);
    Ok(source)
}

fn headings(told: &BTreeMap<String, String>, known: &[&str]) -> Outcome<String> {
    if told.is_empty() {
        return Err(Refusal::bad_field("fields", "at least one heading").into());
    }
    for (field, heading) in told {
        if !known.contains(&field.as_str()) {
            return Err(Refusal::bad_field(&format!("fields.{field}"), known.join(" | ")).into());
        }
        if heading.trim().is_empty() || heading.chars().count() > 100 {
            return Err(Refusal::bad_field(&format!("fields.{field}"), "a heading").into());
        }
    }
    Ok(json!(told).to_string())
}

/// Forgets a layout.
pub fn remove(cx: &mut Cx<'_>, p: &ProfileRemove) -> Outcome<Value> {
    if !import_profiles::remove(cx.tx, &p.name)? {
        return Err(Refusal::not_found("profile", &p.name).into());
    }
    cx.about(&p.name);
    cx.changed(Aggregate::Import);
    Ok(json!({ "name": p.name }))
}

/// The platforms' profiles, an office's own before those built in.
pub fn platforms(db: &Db) -> Outcome<Profiles> {
    let mut profiles = Profiles::built_in()?;
    for own in import_profiles::all(db)? {
        if own.customer_id.is_none() {
            profiles.add(&own.source)?;
        }
    }
    Ok(profiles)
}

/// The headings of a customer's own sheets, as they were taught.
pub fn of_customer(db: &Db, code: &str) -> Outcome<Own> {
    let Some(customer) = customers::by_code(db, code)? else {
        return Ok(Own::new());
    };
    let Some(own) = import_profiles::of_customer(db, customer.id)? else {
        return Ok(Own::new());
    };
    let told: BTreeMap<String, String> = serde_json::from_str(&own.source).unwrap_or_default();
    Ok(told
        .into_iter()
        .map(|(field, heading)| (field, vec![heading]))
        .collect())
}

/// Answers with the layouts.
pub fn list(qx: &Qx<'_>, q: &ProfilesQuery) -> Outcome<Value> {
    let own = import_profiles::all(qx.db)?;
    let mut rows = Vec::new();
    for profile in platforms(qx.db)?.all() {
        let taught = own
            .iter()
            .any(|own| own.customer_id.is_none() && own.name == profile.name);
        rows.push(json!({
            "name": profile.name, "platform": profile.platform(), "channel": profile.channel,
            "customer": null, "taught": taught, "also": profile.also,
        }));
    }
    for own in own.iter().filter(|own| own.customer_id.is_some()) {
        let fields: Value = serde_json::from_str(&own.source).unwrap_or_default();
        rows.push(json!({
            "name": own.name, "platform": null, "channel": null, "customer": own.name, "taught": true,
            "fields": fields,
        }));
    }
    Ok(page::of_short(&rows, q.limit, q.after.as_deref())?)
}

/// Answers with one layout's text.
pub fn one(qx: &Qx<'_>, q: &ProfileQuery) -> Outcome<Value> {
    let own = import_profiles::all(qx.db)?;
    let found = own.iter().find(|own| own.name == q.name);
    let (source, taught) = if let Some(own) = found {
        (own.source.clone(), true)
    } else {
        let source =
            Profiles::source(&q.name).ok_or_else(|| Refusal::not_found("profile", &q.name))?;
        (source.to_owned(), false)
    };
    Ok(json!({ "name": q.name, "source": source, "taught": taught }))
}
