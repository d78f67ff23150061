//! What cheques that bounced cost the acts after them: an office keeps them for ever.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use orderdesk::desk::{Envelope, Office};
use serde_json::json;

use crate::support::office::{Desk, NOW, boss};
use crate::support::statements::{self, Then};

/// The statements of a dispatch after so many cheques of its customer have bounced on one day.
fn statements_of_a_dispatch(bounced: usize) -> usize {
    let desk = Desk::in_memory();
    let give = |by: &str, name: &str, with| desk.say(json!({"do": name, "by": by, "with": with}));
    let stock = json!({"warehouse": "W1", "product": "P1", "qty": "50"});
    give("warehouse", "stock.receive", stock);
    let lines = json!([{"product": "P1", "qty": "10"}]);
    let billed = desk.approved("C1", lines.clone());
    let order = desk.approved("C1", lines);
    let packed = |order: &str| {
        let with = json!({"order": order, "lines": [{"line": 1, "qty": "10"}]});
        give("warehouse", "shipment.pack", with)["shipment"].clone()
    };
    let with = json!({"shipment": packed(&billed), "carrier": "SF"});
    give("logistics", "shipment.dispatch", with);
    give("finance", "invoice.post", json!({"order": billed}));
    for _ in 0..bounced {
        let cheque = json!({"customer": "C1", "amount": "1", "method": "cheque"});
        let cheque = give("finance", "receipt.record", cheque);
        let with = json!({"receipt": cheque["receipt"]});
        give("finance", "receipt.bounce", with);
    }
    let hold = json!({"order": order, "code": "cheque", "reason": "x"});
    give("finance", "hold.release", hold);
    // As much has come since: every one of them was made good.
    let paid = json!({"customer": "C1", "amount": "90", "method": "wire"});
    give("finance", "receipt.record", paid);
    let with = json!({"shipment": packed(&order), "carrier": "SF"});
    let line = json!({"do": "shipment.dispatch", "by": "logistics", "with": with});
    statements::told();
    let now: DateTime<Utc> = NOW.parse().unwrap();
    let office = Office::open(&desk.path, Arc::new(move || now)).unwrap();
    let count = Rc::new(Cell::new(0));
    let seen = count.clone();
    let watch = move |_: &str| {
        seen.set(seen.get() + 1);
        Then::Go
    };
    let envelope = Envelope::parse(line).unwrap();
    statements::watched(watch, || office.run(&boss(), &envelope)).unwrap();
    count.get()
}

#[test]
fn cheques_that_bounced_on_one_day_are_looked_at_together() {
    assert_eq!(
        statements_of_a_dispatch(1),
        statements_of_a_dispatch(12),
        "however many there were"
    );
}
