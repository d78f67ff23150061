//! Messages to customers: the program's own templates, in both languages.

use serde_json::{Map, Value, json};

use super::Lang;
use super::fill::fill;

/// A template by what it tells, in Chinese and English.
type Table = &'static [(&'static str, &'static str, &'static str)];

/// What customers are told. `{your_number}` and `{by}` are there only where there is something to say.
pub const MESSAGES: Table = &[
    (
        "received",
        "{customer_name} 您好:您的订单{your_number}已收到,我方单号 {order},{goods},含税 {gross} 元。核对后与您确认交期。",
        "Dear {customer_name}: we have your order{your_number}, our number {order}: {goods}, {gross} VAT included. We will confirm the date.",
    ),
    (
        "confirmed",
        "{customer_name} 您好:订单 {order}{your_number}已确认,含税 {gross} 元,预计 {date} 交货。",
        "Dear {customer_name}: order {order}{your_number} is confirmed, {gross} VAT included, delivery by {date}.",
    ),
    (
        "shipped",
        "{customer_name} 您好:订单 {order}{your_number}已发货:{goods}。{carrier} {waybill},预计 {date} 送达,请当面验收。",
        "Dear {customer_name}: order {order}{your_number} has left: {goods}. {carrier} {waybill}, expected {date}. Please check it at the door.",
    ),
    (
        "delayed",
        "{customer_name} 您好:很抱歉,订单 {order}{your_number}原定 {promised} 交货,现预计 {date}({goods})。如不便请告知,我们另作安排。",
        "Dear {customer_name}: we are sorry, order {order}{your_number} was promised for {promised} and is now expected {date} ({goods}). Please tell us if that does not suit.",
    ),
    (
        "short",
        "{customer_name} 您好:订单 {order}{your_number}中 {goods} 暂缺,预计 {date} 补到。先发其余还是一起发,请告知。",
        "Dear {customer_name}: of order {order}{your_number} {goods} is missing, expected {date}. Shall we send the rest first, or all together?",
    ),
    (
        "signed",
        "{customer_name} 您好:订单 {order}{your_number}已于 {signed_at} 签收{by}。如有问题请随时联系我们。",
        "Dear {customer_name}: order {order}{your_number} was signed for at {signed_at}{by}. Please tell us if anything is wrong.",
    ),
    (
        "reminder",
        "{customer_name} 您好:订单 {order}{your_number}货款 {amount} 元,到期日 {date},请安排付款。已付请忽略。",
        "Dear {customer_name}: {amount} for order {order}{your_number} falls due on {date}. Please arrange payment; if you have paid, ignore this.",
    ),
];

impl Lang {
    /// A message with its facts, by the office's own template if it has one.
    pub fn message(self, kind: &str, own: &str, facts: &Value) -> String {
        let empty = Map::new();
        let mut facts = facts.as_object().unwrap_or(&empty).clone();
        let beside = |name: &str, zh: &str, en: &str| {
            let text = facts.get(name).and_then(Value::as_str).unwrap_or("");
            let told = if self == Self::Zh { zh } else { en };
            if text.is_empty() {
                String::new()
            } else {
                told.replace("{}", text)
            }
        };
        let your_number = beside("customer_ref", "(贵方单号 {})", " (your number {})");
        let by = beside("signer", ",签收人 {}", " by {}");
        facts.insert("your_number".to_owned(), json!(your_number));
        facts.insert("by".to_owned(), json!(by));
        let row = MESSAGES.iter().find(|(name, _, _)| *name == kind);
        let usual = row.map_or("", |(_, zh, en)| self.pick(zh, en));
        fill(if own.is_empty() { usual } else { own }, &facts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_what_there_is_and_nothing_else() {
        let facts = json!({
            "customer_name": "客户一", "order": "SO1", "customer_ref": "", "signed_at":
            "2026-11-24T09:00:00", "signer": "门卫",
        });
        assert_eq!(
            Lang::Zh.message("signed", "", &facts),
            "客户一 您好:订单 SO1已于 2026-11-24 09:00:00 签收,签收人 门卫。如有问题请随时联系我们。"
        );
        let facts = json!({ "customer_name": "One", "order": "SO1", "customer_ref": "PO7" });
        assert_eq!(
            Lang::En.message("x", "{order}{your_number}{by}", &facts),
            "SO1 (your number PO7)"
        );
    }
}
