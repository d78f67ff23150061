//! A platform's order as the fields of `import.order`.

use serde_json::{Value, json};

use crate::domain::{Moment, text};
use crate::paper::platform::{Mark, PlatformLine, PlatformOrder, PlatformRead};
use crate::paper::profile::Status;

/// The fields of `import.order`.
pub fn fields(batch: &str, shop: Option<&str>, read: &PlatformRead, o: &PlatformOrder) -> Value {
    let has_head =
        !(o.address.is_empty() && o.receiver.is_empty() && o.buyer.is_empty()) || o.paid.is_some();
    let goods: Vec<_> = o.lines.iter().map(goods).collect();
    json!({
        "batch": batch, "channel": read.channel(), "platform": read.platform(), "shop": shop,
        "outside_id": o.order_id, "status": o.status.name(), "status_text": o.status_text,
        "refund": o.refund, "carrier": o.carrier, "waybill": o.waybill, "ship_by": o.ship_by,
        "marks": o.marks, "head": has_head.then(|| head(o)), "lines": (!goods.is_empty()).then_some(goods),
        "raw": o.raw,
    })
}

fn goods(line: &PlatformLine) -> Value {
    json!({
        "code": line.merchant_code, "title": line.title, "item": line.item_id, "sku": line.sku_text,
        "line_id": line.line_id, "qty": line.qty, "price": line.price, "amount": line.amount,
        "closed": line.status == Status::Closed,
    })
}

fn head(o: &PlatformOrder) -> Value {
    // What the goods' prices do not hold must not get lost: it stands in the remark.
    let freight = o.freight.filter(|freight| !freight.is_zero());
    let freight = freight.map_or_else(String::new, |freight| {
        let paid = o
            .paid
            .map_or_else(String::new, |paid| format!(", 实付 {paid}"));
        format!("运费 {freight}{paid}")
    });
    let marked = |mark: Mark, text: &'static str| if o.marks.contains(&mark) { text } else { "" };
    let notes = [
        o.seller_note.as_str(),
        o.buyer_note.as_str(),
        marked(Mark::Presale, "预售"),
        o.pay_method.as_str(),
        freight.as_str(),
        marked(Mark::DatedById, "下单日期取自单号"),
        o.goods_text.as_str(),
    ];
    json!({
        "buyer": o.buyer, "ship_to": joined(&[&o.receiver, &o.phone, &o.address]), "notes": joined(&notes),
        "words": joined(&[&o.seller_note, &o.buyer_note]), "paid": o.paid, "freight": o.freight,
        "ordered_on": o.created.map(Moment::day),
    })
}

fn joined(parts: &[&str]) -> String {
    let told: Vec<_> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    text::clipped(&told.join(" "))
}
