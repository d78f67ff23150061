//! The customer card by keys.

use serde_json::json;

use crate::ui::screens::live::Live;
use crate::words::Lang;

fn office(lang: Lang) -> Live {
    let live = Live::new(lang);
    let at = "2026-11-24T14:00:00";
    let order = live.entered(at, "C1", json!([{"product": "P1", "qty": "4"}]));
    let with = json!({"order": order, "way": "phone", "outcome": "reached", "text": "要改地址"});
    live.run(at, "contact.log", with);
    let with = json!({"customer": "C1", "severity": 2, "text": "包装破损"});
    let opened = live.run(at, "complaint.open", with);
    let with = json!({"complaint": opened["complaint"], "text": "补发一箱"});
    live.run(at, "complaint.answer", with);
    live
}

#[test]
fn the_card_tells_what_stands_between_us() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = office(lang);
        live.keys("F3 'C1 F11");
        insta::assert_snapshot!(format!("card_80_{name}"), live.seen(80, 24));
    }
}

#[test]
fn a_complaint_is_taken_on_the_card() {
    let mut live = office(Lang::Zh);
    live.keys("F3 'C1 F11 F5 1 3 '又破了 Enter");
    let complaints = live.ask("complaints", json!({"customer": "C1"}));
    assert_eq!(
        complaints["rows"][0]["text"],
        "又破了",
        "{}",
        live.seen(80, 24)
    );
    assert!(
        live.seen(80, 24).contains("又破了"),
        "the card shows it at once"
    );
}
