//! A bank's export through the import: recorded once, matched by number and by name, the rest told with
//! what is like it.

use orderdesk::desk::imports::{Imported, Job};
use orderdesk::paper::input::Input;
use orderdesk::paper::masters_sheet::MasterKind;
use serde_json::json;

use crate::support::office::{Desk, boss};

const HEADS: &str = "交易日期,交易流水号,借方发生额,贷方发生额,对方户名,对方账号,摘要";

/// C1 and C2 each with an invoice of 100.00.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.say(
        json!({"do": "customer.save", "with": {"code": "C2", "name": "广州（天河）百货有限公司",
        "terms": "net:30", "phone": "13800000002", "address": "广州"}}),
    );
    desk.say(
        json!({"do": "stock.receive", "with": {"warehouse": "W1", "product": "P1", "qty": "50"}}),
    );
    for customer in ["C1", "C2"] {
        let order = desk.approved(customer, json!([{"product": "P1", "qty": "10"}]));
        let packed = desk.say(json!({"do": "shipment.pack", "with": {"order": order,
            "lines": [{"line": 1, "qty": "10"}]}}));
        desk.say(
            json!({"do": "shipment.dispatch", "with": {"shipment": packed["shipment"],
            "carrier": "SF"}}),
        );
        desk.say(json!({"do": "invoice.post", "with": {"order": order}}));
    }
    desk
}

fn import(desk: &Desk, text: &str) -> Imported {
    let files = [Input::new("bank.csv", text.as_bytes())];
    let job = Job {
        masters: Some(MasterKind::Receipts),
        files: &files,
        profile: None,
        customer: None,
        scratch: None,
    };
    let mut seen = Vec::new();
    let mut progress = |done: u64, all: u64| {
        seen.push((done, all));
        true
    };
    let result = desk.office.import(&boss(), &job, &mut progress).unwrap();
    if let Some((done, all)) = seen.last() {
        assert_eq!(done, all, "the bar reaches its end");
    }
    result
}

fn counts(read: &Imported) -> [i64; 4] {
    [read.added, read.skipped, read.failed, read.rows]
}

#[test]
fn lines_are_matched_by_number_and_by_name_and_recorded_once() {
    let desk = desk();
    let invoices = desk.ask("invoices", json!({"customer": "C1"}));
    let number = invoices["rows"][0]["number"].as_str().unwrap();
    let text = format!(
        "某某银行 交易明细\n账号:6222\n{HEADS}\n\
         20261120,T001,,\"100.00\",不知何人,111,货款{number}\n\
         2026-11-21 10:11:12,T002,,60.00,广州(天河)百货 有限公司,222,部分\n\
         20261121,T003,500.00,,供应商甲,333,付款\n\
         20261122,T004,0.00,40.00,天河百货,444,\n\
         20261122,T005,,77.00,路人,555,\n\
         合计,,500.00,277.00,,,\n"
    );
    let read = import(&desk, &text);
    assert_eq!(counts(&read), [2, 2, 2, 6], "{:?}", read.problems);
    let problems = read.problems.first(9).unwrap();
    let told: Vec<_> = problems
        .iter()
        .map(|p| {
            (
                p.id.as_str(),
                p.refusal.code().name(),
                p.refusal.facts()["like"].clone(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("T004", "receipt.unmatched", json!(["C2"])),
            ("T005", "receipt.unmatched", json!([])),
        ]
    );
    let ageing = desk.ask("ageing", json!({}));
    assert_eq!(ageing["rows"][0]["customer"], "C2");
    assert_eq!(ageing["rows"][0]["balance"], "40.00");
    let receipts = desk.ask("receipts", json!({"customer": "C2"}));
    assert_eq!(receipts["rows"][0]["reference"], "T002 部分");
    assert_eq!(receipts["rows"][0]["received_on"], "2026-11-21");
    // The same file again adds nothing; what a person has recorded by hand is known by its number.
    desk.say(
        json!({"do": "receipt.record", "with": {"customer": "C2", "amount": "40",
        "method": "wire", "ref": "T004"}}),
    );
    let again = import(&desk, &text);
    assert_eq!(counts(&again), [0, 5, 1, 6], "{:?}", again.problems);
    assert_eq!(desk.ask("ageing", json!({}))["total"]["balance"], "0.00");
    desk.sound(false);
}

#[test]
fn one_amount_with_a_word_is_read_as_well_and_a_like_amount_is_a_suggestion() {
    let desk = desk();
    let text = "记账日期,发生额,借贷标志,付款人名称,附言\n\
        2026/11/20,60.00,贷,客户一,一\n\
        2026/11/20,60.00,贷,客户一,一\n\
        2026/11/20,8.00,借,水电,\n\
        2026/11/20,100.00,贷,王五,\n";
    let read = import(&desk, text);
    assert_eq!(counts(&read), [2, 1, 1, 4], "{:?}", read.problems);
    let problem = read.problems.get(0).unwrap().unwrap();
    let like = &problem.refusal.facts()["like"];
    assert!(like[0].as_str().unwrap().starts_with("C2 (IV"), "{like}");
    let balance = &desk.ask("ageing", json!({"customer": "C1"}))["total"]["balance"];
    assert_eq!(balance, "-20.00", "two equal payments are two");
    assert_eq!(counts(&import(&desk, text)), [0, 3, 1, 4]);
}

#[test]
fn what_is_neither_a_sheet_of_receipts_nor_of_a_bank_is_refused_whole() {
    let desk = desk();
    let files = [Input::new("x.csv", "甲,乙\n1,2\n".as_bytes())];
    let job = Job {
        masters: Some(MasterKind::Receipts),
        files: &files,
        profile: None,
        customer: None,
        scratch: None,
    };
    assert!(desk.office.import(&boss(), &job, &mut |_, _| true).is_err());
}

#[test]
fn a_line_of_a_closed_month_is_refused_by_the_months_name_and_the_rest_is_taken() {
    let desk = desk();
    desk.say(json!({"do": "period.close", "by": "finance", "with": {"month": "2026-10"}}));
    let read = import(
        &desk,
        &format!(
            "{HEADS}\n20261030,T001,0.00,100.00,客户一,111,货款\n20261102,T002,0.00,50.00,客户一,111,货款\n"
        ),
    );
    assert_eq!((read.added, read.failed), (1, 1));
    let problem = read.problems.get(0).unwrap().unwrap();
    assert_eq!((problem.line, problem.id.as_str()), (2, "T001"));
    assert_eq!(problem.refusal.code().name(), "period.closed");
    assert_eq!(problem.refusal.facts()["month"], "2026-10", "{problem:?}");
    desk.sound(true);
}
