//! The form of any command, against a real office.

use serde_json::json;

use super::CommandForm;
use crate::desk::describe;
use crate::ui::base::{Command, HelpPart, Opening, ScreenKind};
use crate::ui::screens::live::Live;
use crate::ui::widgets::testing::Desk;
use crate::words::Lang;

#[test]
fn every_command_has_a_form_with_all_its_fields() {
    let desk = Desk::new(Lang::En);
    for spec in Command::SPECS {
        let opening = Opening {
            part: HelpPart::Screen,
            from: ScreenKind::Menu,
            actions: Vec::new(),
            subject: Some(spec.name.to_owned()),
            parked: None,
            said: Vec::new(),
            list: None,
            lists: crate::ui::base::Arrangements::new(),
        };
        let form = CommandForm::new(&opening, &desk.ctx());
        let fields = describe::fields(&spec.schema());
        let shown = fields.iter().filter(|field| field.name != "version");
        assert_eq!(form.fields.len(), shown.count(), "{}", spec.name);
    }
}

#[test]
fn a_master_is_saved_by_its_form() {
    let mut live = Live::new(Lang::Zh);
    live.keys("F10 'bchp Enter 'X9 Enter '测试货 Enter '件 Enter '9.5 Enter 'abc F6");
    assert!(
        live.seen(80, 24).contains("tax_rate"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("Ctrl-U '13 F6");
    assert!(
        live.seen(80, 24).contains("已保存货品"),
        "{}",
        live.seen(80, 24)
    );
    let product = live.ask("product", json!({ "product": "X9" }));
    assert_eq!(product["list_price"], "9.50");
    // A form that went through is empty the next time.
    live.keys("F10 'bchp Enter");
    assert!(
        !live.seen(80, 24).contains("测试货"),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn rows_are_typed_short_and_a_half_typed_form_is_kept() {
    let mut live = Live::new(Lang::En);
    live.keys("F10 'stock.receive Enter 'W1 Enter 'P1 Esc");
    live.keys("F10 'stock.receive Enter");
    assert!(live.seen(80, 24).contains("W1"), "{}", live.seen(80, 24));
    live.keys("Esc F10 'order.enter Enter 1 'C1 Enter 'P1*3,P2*1/180 Up");
    insta::assert_snapshot!(live.seen(80, 24));
}

#[test]
fn codes_are_found_by_initials_and_listed() {
    let mut live = Live::new(Lang::Zh);
    // One fits: it is taken as the field is left. The carrier by its key, from the list.
    live.keys("F10 'receipt.record Enter 'gzth Tab");
    assert!(live.seen(80, 24).contains("C1"), "{}", live.seen(80, 24));
    live.keys("Shift-Tab Ctrl-U 'zzz Tab");
    let seen = live.seen(80, 24);
    assert!(seen.contains("没有符合「zzz」的客户"), "{seen}");
    live.keys("Ctrl-U F2");
    insta::assert_snapshot!(live.seen(80, 24));
    live.keys("Down Down Enter");
    assert!(live.seen(80, 24).contains("C2"), "{}", live.seen(80, 24));
}

#[test]
fn sending_finds_the_codes_first_and_takes_back_what_is_typed() {
    let mut live = Live::new(Lang::En);
    live.keys("F10 'credit.set Enter 'harbor Down 'why Down '500 F6");
    let seen = live.seen(80, 24);
    assert!(seen.contains("Done: Set a credit limit"), "{seen}");
    live.keys("F10 'customer.save Enter 'K999 Tab 'abc Ctrl-Z Ctrl-Z");
    let seen = live.seen(80, 24);
    assert!(!seen.contains("K999") && !seen.contains("abc"), "{seen}");
    live.keys("Ctrl-Z");
    assert!(live.seen(80, 24).contains("Nothing to take back"));
    live.keys("F1");
    let seen = live.seen(80, 24);
    assert!(seen.contains("Undo") && seen.contains("Ctrl+Z"), "{seen}");
}

#[test]
fn an_amount_that_is_no_number_is_told_when_it_is_left() {
    let mut live = Live::new(Lang::Zh);
    live.keys("F10 'djsk Enter Tab '1万 Enter");
    let seen = live.seen(80, 24);
    assert!(seen.contains("不是数字"), "{seen}");
    live.keys("'10000 Enter");
    assert!(!live.seen(80, 24).contains("不是数字"));
}
