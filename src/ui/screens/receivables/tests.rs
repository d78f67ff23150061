//! Receivables by key scripts over a real office.

use serde_json::{Value, json};

use crate::ui::base::ScreenKind;
use crate::ui::screens::live::Live;
use crate::words::Lang;

/// C1 owes 625.00 in two invoices, one of them overdue, and has paid 300.00 that stands against
/// nothing; C2 owes 400.00 that is not due.
fn office(lang: Lang) -> Live {
    let live = Live::new(lang);
    live.billed("C1", "P1", "10", "2026-10-10");
    live.billed("C1", "P1", "40", "2026-12-20");
    live.billed("C2", "P2", "2", "2026-12-20");
    let receipt = live.run(
        "2026-11-24T15:00:00",
        "receipt.record",
        json!({"customer": "C1", "amount": "300", "method": "wire"}),
    );
    let to: Vec<Value> = receipt["applied"].as_array().unwrap().clone();
    let with = json!({"receipt": receipt["receipt"], "to": to, "reason": "hand"});
    live.run("2026-11-24T15:01:00", "receipt.unapply", with);
    live
}

fn opened(lang: Lang) -> Live {
    let mut live = office(lang);
    live.keys("Alt-8");
    live
}

#[test]
fn receivables_look_like_this() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = opened(lang);
        for (columns, rows) in [(80, 24), (120, 40)] {
            insta::assert_snapshot!(format!("list_{columns}_{name}"), live.seen(columns, rows));
        }
        live.keys("Enter");
        insta::assert_snapshot!(format!("items_80_{name}"), live.seen(80, 24));
        live.keys("F6 Space");
        for (columns, rows) in [(80, 24), (120, 40)] {
            insta::assert_snapshot!(format!("apply_{columns}_{name}"), live.seen(columns, rows));
        }
        live.keys("Esc F9 1 1 Enter");
        insta::assert_snapshot!(format!("statement_80_{name}"), live.seen(80, 24));
        live.keys("Esc F9 3");
        insta::assert_snapshot!(format!("letter_80_{name}"), live.seen(80, 24));
    }
}

#[test]
fn money_is_put_against_invoices_and_the_rest_is_shown_as_it_goes() {
    let mut live = opened(Lang::En);
    live.keys("F6 Enter");
    assert!(
        live.seen(80, 24).contains("open 300.00  left 175.00"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("1 0 0 . 5 0 Enter");
    assert!(
        live.seen(80, 24).contains("left 74.50"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("Up 9 9 9 Enter");
    assert!(
        live.seen(80, 24).contains("! At most 125.00"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("Esc F6");
    let command = live.last_command().unwrap();
    assert!(
        command.contains(r#""amount":"125.00""#) && command.contains(r#""amount":"100.50""#),
        "{command}"
    );
    assert!(
        live.seen(80, 24).contains("Applied, 74.50 left"),
        "{}",
        live.seen(80, 24)
    );
    assert_eq!(
        live.ask("ageing", json!({"customer": "C1"}))["total"]["unapplied"],
        "-74.50"
    );
}

#[test]
fn a_receipt_takes_its_amount_and_two_keys() {
    let mut live = opened(Lang::Zh);
    live.keys("Down F5 4 0 0 Enter");
    let command = live.last_command().unwrap();
    assert!(
        command.contains(r#""customer":"C2""#) && command.contains(r#""amount":"400.00""#),
        "{command}"
    );
    assert!(
        live.seen(80, 24).contains("已登记 RC"),
        "{}",
        live.seen(80, 24)
    );
    assert_eq!(
        live.ask("ageing", json!({"customer": "C2"}))["total"]["balance"],
        "0.00"
    );
    // Full-width digits of an input method are digits; what is no amount is told and kept.
    live.keys("F5 '１２x Enter");
    assert!(
        live.seen(80, 24).contains("! 金额"),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn a_dispute_is_opened_and_settled_on_the_invoice() {
    let mut live = opened(Lang::Zh);
    live.keys("F4");
    assert!(
        live.seen(80, 24).contains("先选一张发票"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("Enter F4 '少两件 Enter");
    assert!(
        live.last_command().unwrap().contains("invoice.dispute "),
        "{:?}",
        live.last_command()
    );
    assert!(
        live.seen(80, 24).contains("有争议"),
        "{}",
        live.seen(80, 24)
    );
    assert_eq!(
        live.ask("credit", json!({"customer": "C1"}))["overdue_amount"],
        "0.00"
    );
    live.keys("F4 '补发 Enter");
    assert!(
        live.last_command()
            .unwrap()
            .contains("invoice.dispute_settle")
    );
    assert_eq!(
        live.ask("credit", json!({"customer": "C1"}))["overdue_amount"],
        "125.00"
    );
}

#[test]
fn a_promise_is_logged_on_the_invoice_and_stands_on_the_card() {
    let mut live = opened(Lang::Zh);
    live.keys("Enter F2 4 Enter '1205 Enter '125 Enter");
    let command = live.last_command().unwrap();
    assert!(
        command.contains(r#""promise":{"date":"2026-12-05","amount":"125.00"}"#),
        "{command}"
    );
    assert!(command.contains(r#""invoice":"IV"#), "{command}");
    assert!(
        live.seen(80, 24).contains("承诺 2026-12-05 付 125.00"),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn papers_are_copied_and_answers_written_down() {
    let mut live = opened(Lang::Zh);
    live.keys("F9 1 3 Enter F9");
    let text = live.app.take_copy().unwrap();
    assert!(
        text.contains("期末余额:325.00") && text.contains("2026-12-20"),
        "{text}"
    );
    live.keys("Esc F9 4 F9");
    let text = live.app.take_copy().unwrap();
    assert!(
        text.contains("最后通知") && text.contains("125.00") && text.contains("300.00"),
        "{text}"
    );
    live.keys("Esc F9 5 Enter '125 Enter '林 Enter");
    assert!(
        live.last_command().unwrap().contains("statement.confirm"),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn enter_follows_a_figure_to_its_paper_and_esc_comes_back() {
    let mut live = opened(Lang::Zh);
    live.keys("Enter Enter");
    assert_eq!(live.on(), ScreenKind::Timeline);
    live.keys("Esc");
    assert_eq!(live.on(), ScreenKind::Receivables);
    live.keys("Esc 'harbor");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("Harbor Supply") && !seen.contains("广州天河百货 "),
        "{seen}"
    );
    live.keys("Esc Ctrl-L");
    assert!(
        live.seen(80, 24).contains("按欠款"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("Esc");
    assert_eq!(live.on(), ScreenKind::Menu);
}

#[test]
fn no_window_is_too_small_for_it() {
    let mut live = opened(Lang::Zh);
    for keys in ["", "Enter", "F6", "Esc F9 1 Enter", "Esc Esc F5"] {
        live.keys(keys);
        for columns in [80, 81, 100, 200] {
            for rows in [24, 25, 30, 60] {
                live.seen(columns, rows);
            }
        }
    }
}

#[test]
fn a_month_end_is_read_again_and_goes_to_a_file() {
    let mut live = opened(Lang::En);
    live.keys("F9 6");
    insta::assert_snapshot!("ageing_sheet", live.seen(80, 24));
    live.keys("Ctrl-U '2026-10-31 Enter Enter");
    insta::assert_snapshot!("ageing_then", live.seen(80, 24));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ageing.csv");
    live.keys(&format!("Esc F9 6 Tab '{} Enter", file.display()));
    let seen = live.seen(160, 24);
    assert!(seen.contains("1 row written to"), "{seen}");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(
        written.contains("customer") && written.contains("C1"),
        "{written}"
    );
    // A file that is there is never written over, and the paper stays.
    live.keys(&format!("F9 6 Tab '{} Enter", file.display()));
    let seen = live.seen(80, 24);
    assert!(seen.contains("already"), "{seen}");
}
