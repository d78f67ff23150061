//! A sheet by its keys.

use serde_json::json;

use super::*;
use crate::ui::widgets::codes::{Codes, Held};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::testing::Desk;

fn sheet() -> Sheet {
    let options = |codes: &[&str]| {
        codes
            .iter()
            .map(|c| ((*c).to_owned(), (*c).to_owned()))
            .collect()
    };
    Sheet::new(
        "t",
        vec![
            Item::choice("verdict", "Verdict", options(&["pass", "fail"]), 0).needed(),
            Item::field("reason", "Reason", Field::new(Kind::Text)).hidden(),
            Item::field("text", "Text", Field::new(Kind::Text)),
        ],
    )
}

fn play(sheet: &mut Sheet, keys: &str) -> SheetAnswer {
    let desk = Desk::new(Lang::En);
    let mut last = SheetAnswer::Ignored;
    for key in keys.split_whitespace() {
        last = sheet.take(&Input::Press(desk.press(key)), &desk.ctx());
    }
    last
}

#[test]
fn a_digit_takes_and_enter_sends() {
    let mut sheet = sheet();
    assert_eq!(
        play(&mut sheet, "2"),
        SheetAnswer::Changed("verdict".into())
    );
    assert_eq!(play(&mut sheet, "Enter"), SheetAnswer::Done);
    assert_eq!(sheet.value("verdict"), "fail");
}

#[test]
fn words_typed_where_one_chooses_go_to_the_field_for_words() {
    let mut sheet = sheet();
    sheet.set("text", "a");
    play(&mut sheet, "b 2");
    assert_eq!(
        (sheet.value("text"), sheet.value("verdict")),
        ("ab2", "pass")
    );
    // What is still to be chosen is not guessed.
    assert_eq!(
        play(&mut sheet, "Enter"),
        SheetAnswer::Changed("text".into())
    );
    assert_eq!(sheet.at, 0);
    let mut sheet = Sheet::new("t", vec![sheet.items[0].clone()]);
    assert_eq!(play(&mut sheet, "x"), SheetAnswer::Waiting);
    assert_eq!(sheet.said.len(), 1, "with no field for words it is said");
}

#[test]
fn enter_stops_where_something_is_needed() {
    let mut sheet = sheet();
    sheet.show("reason", true, true);
    assert_eq!(play(&mut sheet, "1 Enter"), SheetAnswer::Waiting);
    assert_eq!(sheet.said, [(Tone::Bad, "Reason: needs a value".into())]);
    assert_eq!(play(&mut sheet, "x Enter"), SheetAnswer::Done);
    let mut sheet = self::sheet();
    assert_eq!(play(&mut sheet, "Tab F6"), SheetAnswer::Waiting);
    assert_eq!(sheet.at, 0, "a needed choice is confirmed, never guessed");
}

/// Answers the question that was asked.
fn reply(sheet: &mut Sheet, asked: &SheetAnswer, rows: &Value) -> SheetAnswer {
    let desk = Desk::new(Lang::En);
    let SheetAnswer::Ask(Effect::Ask(ticket, _)) = asked else {
        panic!("{asked:?}")
    };
    let reply = Input::Reply(*ticket, Ok(json!({ "rows": rows })));
    assert!(sheet.expects(&reply) && !sheet.expects(&Input::Shown));
    sheet.take(&reply, &desk.ctx())
}

fn paper() -> Sheet {
    let field = |id: &str| Item::field(id, id, Field::new(Kind::Code));
    Sheet::new("t", vec![field("customer"), field("ref")])
}

#[test]
fn steps_are_taken_back_in_the_field_they_belong_to() {
    let mut sheet = paper();
    play(&mut sheet, "k 9");
    sheet.go_to("ref");
    play(&mut sheet, "x Ctrl-U Ctrl-Z");
    assert_eq!(sheet.value("ref"), "x");
    play(&mut sheet, "Ctrl-Z");
    assert_eq!((sheet.value("ref"), sheet.place()), ("", 1));
    play(&mut sheet, "Ctrl-Z");
    assert_eq!((sheet.value("customer"), sheet.place()), ("", 0));
    play(&mut sheet, "Ctrl-Z");
    assert_eq!(sheet.said, [(Tone::Plain, "Nothing to take back".into())]);
    play(&mut sheet, "Ctrl-Y Ctrl-Y");
    assert_eq!((sheet.value("customer"), sheet.value("ref")), ("k9", "x"));
    // A choice is a step too; what is typed later cuts off what was taken back.
    let mut sheet = self::sheet();
    play(&mut sheet, "2 Ctrl-Z");
    assert_eq!((sheet.value("verdict"), sheet.place()), ("pass", 0));
    play(&mut sheet, "Ctrl-Y");
    assert_eq!(sheet.value("verdict"), "fail");
}

#[test]
fn a_text_that_fits_one_code_becomes_it_when_it_is_left() {
    let mut sheet = paper();
    let asked = play(&mut sheet, "h a r Enter");
    assert!(sheet.holds_keys());
    let answer = reply(
        &mut sheet,
        &asked,
        &json!([{ "code": "C2", "name": "Harbor" }]),
    );
    assert_eq!(sheet.value("customer"), "C2");
    assert_eq!(answer, SheetAnswer::Done, "what Enter was for goes on");
    assert!(!sheet.holds_keys());
    play(&mut sheet, "Ctrl-Z");
    assert_eq!(sheet.value("customer"), "har", "it can be taken back");
    // The same text once known is not asked about again.
    play(&mut sheet, "Ctrl-Y");
    assert_eq!(play(&mut sheet, "Enter"), SheetAnswer::Done);
}

#[test]
fn a_text_that_fits_several_opens_the_list_and_none_is_said() {
    let mut sheet = paper();
    let rows = json!([{ "code": "C1", "name": "Cape" }, { "code": "C2", "name": "Cave" }]);
    let asked = play(&mut sheet, "c a Tab");
    let asked = reply(&mut sheet, &asked, &rows);
    reply(&mut sheet, &asked, &rows);
    assert_eq!(
        play(&mut sheet, "Down Enter"),
        SheetAnswer::Changed("customer".into())
    );
    assert_eq!((sheet.value("customer"), sheet.place()), ("C2", 1));
    let mut sheet = paper();
    let asked = play(&mut sheet, "x F6");
    assert_eq!(reply(&mut sheet, &asked, &json!([])), SheetAnswer::Waiting);
    assert_eq!((sheet.value("customer"), sheet.place()), ("x", 0));
    assert_eq!(sheet.said[0], (Tone::Bad, "no customer fits x".into()));
    // The desk has the last word on what the lists do not know.
    assert_eq!(play(&mut sheet, "F6"), SheetAnswer::Done);
}

#[test]
fn the_list_opens_by_its_key_whatever_that_means_below() {
    let desk = Desk::new(Lang::En);
    let mut sheet = paper();
    let key = "F2".parse().unwrap();
    let press = Press {
        action: desk.keymap.find(ScreenKind::FollowUp, key),
        key: Some(key),
        burst: false,
    };
    assert_eq!(press.action, Some(Action::Contact));
    let asked = sheet.take(&Input::Press(press), &desk.ctx());
    reply(
        &mut sheet,
        &asked,
        &json!([{ "code": "C1", "name": "Cape" }]),
    );
    play(&mut sheet, "Enter");
    assert_eq!((sheet.value("customer"), sheet.place()), ("C1", 0));
    sheet.go_to("ref");
    assert_eq!(play(&mut sheet, "F2"), SheetAnswer::Waiting);
    assert_eq!(
        sheet.said,
        [(Tone::Warn, "ref: there is no list, type it in".into())]
    );
}

#[test]
fn of_several_codes_the_last_one_is_listed() {
    let orders = Item::field("orders", "orders", Field::new(Kind::Text).with("SO1, 23"));
    let mut sheet = Sheet::new("t", vec![orders]);
    let asked = play(&mut sheet, "F2");
    let SheetAnswer::Ask(Effect::Ask(_, query)) = &asked else {
        panic!("{asked:?}")
    };
    assert!(query.payload().unwrap().contains("\"23\""), "{query}");
    reply(
        &mut sheet,
        &asked,
        &json!([{ "order": "SO1-0023", "state": "approved" }]),
    );
    play(&mut sheet, "Enter");
    assert_eq!(sheet.value("orders"), "SO1, SO1-0023");
}

#[test]
fn a_refusal_puts_the_cursor_on_the_field_it_names() {
    let mut sheet = paper();
    sheet.go_to("ref");
    sheet.say_refused(&Refusal::not_found("customer", "x"), Lang::En);
    assert_eq!(sheet.place(), 0);
    sheet.say_refused(&Refusal::bad_field("ref[0].code", "1 to 1000"), Lang::En);
    assert_eq!(sheet.place(), 1);
}

#[test]
fn what_has_to_be_chosen_first_is_said() {
    let mut sheet = sheet();
    play(&mut sheet, "Tab F6");
    assert_eq!(
        sheet.said,
        [(
            Tone::Warn,
            "Verdict: to be confirmed by digit or Enter".into()
        )]
    );
}

#[test]
fn many_options_are_chosen_from_the_list_too() {
    let options = ["SF", "YTO", "ZTO"].map(|code| (code.to_owned(), code.to_owned()));
    let held = Some(Held::free(Codes::Carrier));
    let carrier = Item::choice("carrier", "Carrier", options.to_vec(), 0).unset();
    let mut sheet = Sheet::new("t", vec![carrier.holding(held)]);
    let asked = play(&mut sheet, "y");
    let rows = json!([{ "code": "SF", "name": "S" }, { "code": "YTO", "name": "Y" }]);
    reply(&mut sheet, &asked, &rows);
    assert_eq!(
        play(&mut sheet, "Enter"),
        SheetAnswer::Changed("carrier".into())
    );
    assert_eq!(sheet.value("carrier"), "YTO");
    play(&mut sheet, "Ctrl-Z");
    assert_eq!(sheet.value("carrier"), "");
}
