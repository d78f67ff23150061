//! Waybills and signatures from a carrier's file: dispatched, signed, and twice is once.

use orderdesk::desk::imports::job::{Imported, Job};
use orderdesk::paper::input::Input;
use orderdesk::paper::masters_sheet::MasterKind;
use serde_json::json;

use crate::support::office::{Desk, boss};

fn import(desk: &Desk, text: &str) -> Imported {
    let files = [Input::new("顺丰.csv", text.as_bytes())];
    let job = Job {
        masters: Some(MasterKind::Waybills),
        files: &files,
        profile: None,
        customer: None,
        scratch: None,
    };
    desk.office.import(&boss(), &job, &mut |_, _| true).unwrap()
}

fn told(done: &Imported) -> (i64, i64, i64) {
    (done.updated, done.skipped, done.failed)
}

#[test]
fn a_carriers_file_dispatches_and_signs() {
    let desk = Desk::new();
    desk.say(
        json!({"do": "stock.receive", "with": {"warehouse": "W1", "product": "P1", "qty": "50"}}),
    );
    let packed = |qty: &str| {
        let order = desk.approved("C1", json!([{"product": "P1", "qty": qty}]));
        let done = desk.say(json!({"do": "shipment.pack",
            "with": {"order": order, "lines": [{"line": 1, "qty": qty}]}}));
        (order, done["shipment"].as_str().unwrap().to_owned())
    };
    let (first, shipment) = packed("5");
    let (second, _) = packed("6");
    let sent = format!(
        "订单号,快递公司,运单号\n{first},顺丰速运,SF100000000001\n{second},顺丰速运,SF100000000001\n\
         {second},,SF100000000002\nSO0,顺丰,SF100000000003\n"
    );
    let done = import(&desk, &sent);
    assert_eq!(told(&done), (1, 0, 3), "{:?}", done.problems);
    let problems = done.problems.first(9).unwrap();
    let likely = problems.iter().find(|p| p.line == 4).unwrap();
    assert_eq!(
        likely.refusal.facts()["likely"],
        "SF",
        "suggested, not taken"
    );
    let order = desk.ask("order", json!({"order": first}));
    assert_eq!(order["shipments"][0]["waybill"], "SF100000000001");
    assert_eq!(order["fulfilment"], "shipped");
    // The same file and the signatures: what is known is passed over.
    let signed = format!(
        "运单号,签收日期,签收人\nSF100000000001,2026-11-23,王五\nSF100000000001,2026-11-23,王五\n\
         SF100000000009,2026-11-23,赵六\n{shipment},2026-11-23,\n"
    );
    let done = import(&desk, &signed);
    assert_eq!(told(&done), (1, 1, 2), "{:?}", done.problems);
    let order = desk.ask("order", json!({"order": first}));
    assert_eq!(order["shipments"][0]["signer"], "王五");
    assert_eq!(order["fulfilment"], "signed");
    desk.sound(true);
}
