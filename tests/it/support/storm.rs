//! What the storms of random commands share: an office, and acts about what follows a sale.

use serde_json::{Value, json};

use super::office::Desk;

/// A desk with customers on all kinds of terms.
pub fn desk() -> Desk {
    let desk = Desk::new();
    for (code, terms) in [("CP", "prepaid"), ("CD", "deposit:30"), ("CC", "cod")] {
        desk.say(
            json!({"do": "customer.save", "with": {"code": code, "name": code, "terms": terms,
            "kind": "shop", "address": "某地", "phone": "13800000008", "credit_limit": "500"}}),
        );
    }
    desk.say(json!({"do": "warehouse.save", "with": {"code": "W2", "name": "仓二"}}));
    desk.say(json!({"do": "product.save", "with": {"code": "PX", "name": "匹", "unit": "米", "step": "0.5",
        "tax_rate": "9", "list_price": "3.3333", "floor_price": "2", "tolerance_over": "10", "tolerance_under": "10"}}));
    desk.say(
        json!({"do": "stock.receive", "with": {"warehouse": "W1", "product": "P1", "qty": "30"}}),
    );
    desk.say(json!({"do": "setting.set", "with": {"name": "survey_every", "value": "2"}}));
    for (code, kind, reward, exclusive, more) in [
        (
            "PA",
            "percent_off",
            json!({"percent": "7"}),
            true,
            json!({"budget": "40"}),
        ),
        (
            "PB",
            "amount_off",
            json!({"amount": "3.33"}),
            true,
            json!({"condition": {"min_amount": "50"}}),
        ),
        (
            "PC",
            "buy_get",
            json!({"buy": "5", "get": "1"}),
            false,
            json!({"cap_per_customer": "30"}),
        ),
        (
            "PD",
            "fixed_price",
            json!({"price": "3.1"}),
            false,
            json!({"condition": {"products": ["PX"]}}),
        ),
    ] {
        let mut with = json!({"code": code, "name": code, "kind": kind, "reward": reward,
            "exclusive": exclusive, "priority": 1, "from": "2026-01-01", "to": "2027-12-31"});
        for (name, value) in more.as_object().into_iter().flatten() {
            with[name] = value.clone();
        }
        desk.say(json!({"do": "promotion.save", "with": with}));
    }
    desk
}

/// A random act about what follows a sale: `act` from 36 on, `b` for every choice.
pub fn after_sale(
    act: usize,
    b: usize,
    (order, back): (String, String),
    qty: String,
) -> (&'static str, Value) {
    let line = 1 + b % 2;
    let conditions = ["good", "second", "scrap", "repair", "vendor"];
    match act {
        36 | 37 => (
            "return.open",
            json!({"order": order, "lines": [{"line": line, "qty": qty, "reason": "quality"}],
            "want": (["credit", "refund", "exchange", "repair"][b % 4]), "fault": "ours"}),
        ),
        38 => ("return.approve", json!({ "return": back })),
        39 | 40 => (
            "return.receive",
            json!({"return": back, "warehouse": "W1",
            "lines": [{"line": line, "qty": qty, "condition": (conditions[b % 5])}]}),
        ),
        41 => (
            "return.settle",
            json!({"return": back, "early": b.is_multiple_of(4)}),
        ),
        42 if b.is_multiple_of(3) => ("return.drop", json!({"return": back, "reason": "x"})),
        42 => (
            "survey.record",
            json!({"order": order, "score": b % 7, "reason": "x"}),
        ),
        _ => (
            "task.open",
            json!({"subject": order, "department": (["sales", "clerk"][b % 2]), "text": "x",
            "due": "2026-11-25"}),
        ),
    }
}
