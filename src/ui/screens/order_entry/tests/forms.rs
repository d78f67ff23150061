//! The short forms that help and README name, typed one after the other.

use std::collections::BTreeMap;

use serde_json::json;

use super::sizes::{fashion, goods};
use super::{Clerk, office};
use crate::ui::base::ScreenKind;
use crate::words::Lang;
use crate::words::forms::{Form, LINE, SIZES};

fn lines(clerk: &Clerk) -> Vec<(String, String)> {
    goods(&clerk.newest())
}

fn of(code: &str, qty: &str) -> (String, String) {
    (code.to_owned(), qty.to_owned())
}

#[test]
fn every_short_form_of_a_line_works() {
    let mut clerk = fashion(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1001*20/12.5 Enter");
    clerk.type_text("bxgls 20");
    clerk.keys(
        "Enter '+ Enter '1004 Enter '12*3+5 Enter '8801-B-S Enter '.. Enter '8801-B-M Enter '// Enter",
    );
    clerk.paste("1001 3\n1004\t6");
    // Enter on an empty line ends them; the first choice is a draft.
    clerk.keys("Enter");
    assert!(clerk.seen().contains("存为草稿"), "{}", clerk.seen());
    clerk.keys("1 '大单 Enter");
    let told = lines(&clerk);
    let first = [
        ("1001", "20"),
        ("1003", "20"),
        ("1003", "20"),
        ("1004", "41"),
    ];
    for (n, (code, qty)) in first.iter().enumerate() {
        assert_eq!(told[n], of(code, qty), "{told:?}");
    }
    assert_eq!(told[4..6], [of("8801-B-S", "41"), of("8801-B-M", "20")]);
    assert_eq!(told[6..], [of("1001", "3"), of("1004", "6")], "pasted");
    assert_eq!(clerk.newest()["lines"][0]["price"], "12.50");
}

#[test]
fn every_short_form_of_a_date_works() {
    // The clock of these tests stands on Monday 2026-11-23.
    for (typed, day) in [
        ("+3", "2026-11-26"),
        ("5", "2026-12-05"),
        ("1205", "2026-12-05"),
        ("明天", "2026-11-24"),
        ("周五", "2026-11-27"),
        ("下周一", "2026-11-30"),
        ("tomorrow", "2026-11-24"),
        ("fri", "2026-11-27"),
        ("+2w", "2026-12-07"),
        ("31/12", "2026-12-31"),
        ("3/4", "2027-03-04"),
        ("两周后", "2026-12-07"),
    ] {
        let mut clerk = fashion(Lang::Zh);
        clerk.keys(&format!("'GZMM Enter '{typed} Enter"));
        assert!(clerk.seen().contains(day), "{typed}: {}", clerk.seen());
    }
    let mut clerk = fashion(Lang::En);
    clerk.keys("'GZMM Enter");
    clerk.type_text("next mon");
    clerk.keys("Enter");
    assert!(clerk.seen().contains("2026-11-30"), "{}", clerk.seen());
    clerk.keys("Shift-Tab");
    clerk.type_text("5 dec");
    clerk.keys("Enter");
    assert!(clerk.seen().contains("2026-12-05"), "{}", clerk.seen());
}

#[test]
fn every_short_form_of_the_size_table_works() {
    let mut clerk = fashion(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '8801 Enter '3 Enter '2手 Enter '1p Enter Esc F6");
    let told = lines(&clerk);
    assert_eq!(
        told,
        [
            of("8801-B-S", "3"),
            of("8801-B-M", "4"),
            of("8801-B-L", "2")
        ]
    );
    let mut clerk = fashion(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '8801 Enter Left '2 Enter Esc F6");
    assert_eq!(lines(&clerk).len(), 5, "a pack of each size");
    assert_eq!(lines(&clerk)[1], of("8801-B-M", "4"));
}

#[test]
fn help_shows_every_short_form_and_comes_back_to_what_was_open() {
    for lang in Lang::ALL {
        let mut clerk = fashion(lang);
        clerk.keys("F1");
        let (seen, small) = (clerk.wide(), clerk.seen());
        for ([typed_zh, typed_en], [zh, en]) in LINE.iter().chain(SIZES) {
            let (typed, told) = (lang.pick(typed_zh, typed_en), lang.pick(zh, en));
            assert!(
                seen.contains(typed) && seen.contains(told),
                "{told}: {seen}"
            );
        }
        assert!(
            small.contains(lang.pick("下面还有", "more below")),
            "{small}"
        );
        clerk.keys("PgDn");
        assert!(clerk.seen().contains("F6, F8, Ctrl+S"), "{}", clerk.seen());
        // Over the size table, with a number half typed.
        clerk.keys("Esc 'GZMM Enter '+3 Enter '8801 Enter '1 '2 F1");
        let title = lang.pick("尺码表写法", "In the size table");
        assert!(clerk.wide().contains(title), "{}", clerk.wide());
        clerk.keys("Esc");
        let open = lang.pick("尺码表 8801", "8801");
        assert!(clerk.seen().contains(open), "{}", clerk.seen());
        assert!(clerk.seen().contains("12"), "{}", clerk.seen());
        // What would leave the table says what to do first.
        clerk.keys("F10");
        let said = lang.pick("先按 Esc 关闭,再按 F10", "Esc closes this first, then F10");
        assert!(clerk.said().contains(said), "{}", clerk.seen());
        clerk.keys("Alt-4");
        assert!(clerk.said().contains("Alt+4"), "{}", clerk.said());
    }
}

#[test]
fn help_fits_eighty_cells_and_the_readme_names_the_same_forms() {
    let readme = include_str!("../../../../../README.md");
    let ruler = crate::words::Ruler::default();
    let rows: Vec<&Form> = LINE.iter().chain(SIZES).collect();
    for (typed, told) in rows {
        for (typed, told) in typed.iter().zip(told) {
            assert!(ruler.width(typed) <= 21, "{typed}");
            assert!(ruler.width(told) <= 56, "{told}");
        }
        let row = format!("| `{}` | {} |", typed[1], told[1]);
        assert!(readme.contains(&row), "README lacks {row}");
    }
}

#[test]
fn a_list_of_choices_is_called_by_its_field_and_terms_stand_in_words() {
    for lang in Lang::ALL {
        let mut clerk = fashion(lang);
        clerk.keys("'GZMM Enter Tab Tab Tab Tab F2");
        let (words, code) = (lang.terms("monthly:25+30"), "monthly:25+30");
        assert!(
            clerk.seen().contains(&format!("{words}  {code}")),
            "{}",
            clerk.seen()
        );
        clerk.keys("5 Tab");
        assert!(clerk.seen().contains(&words), "{}", clerk.seen());
        assert!(!clerk.seen().contains(code), "{}", clerk.seen());
        // The form ends with delivery and tolerance.
        clerk.keys("Tab Tab Tab Tab Tab Tab Tab Tab F2");
        let box_title = clerk.seen();
        let title = lang.entry_policy();
        assert!(box_title.matches(title).count() >= 2, "{box_title}");
    }
}

#[test]
fn a_need_date_that_may_be_left_out_has_no_sign_that_it_must_be_there() {
    let mut clerk = fashion(Lang::Zh);
    let head = clerk.seen().lines().nth(1).unwrap_or_default().to_owned();
    assert!(
        head.contains("客户     *") && !head.contains("交期     *"),
        "{head}"
    );
    // Left out, the order is handed in all the same.
    clerk.keys("'GZMM Enter Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab '1001*2 Enter F6");
    assert_eq!(clerk.newest()["state"], "reviewing", "{}", clerk.seen());
    assert_eq!(clerk.newest()["head"]["need_date"], serde_json::Value::Null);
}

#[test]
fn a_choice_stands_in_words_until_it_is_typed_in() {
    let mut clerk = fashion(Lang::Zh);
    clerk.keys("'GZMM Enter Tab Tab");
    let head = |clerk: &Clerk| clerk.seen().lines().nth(2).unwrap_or_default().to_owned();
    assert!(head(&clerk).contains("电话"), "{}", head(&clerk));
    clerk.keys("'we");
    assert!(head(&clerk).contains("we"), "{}", head(&clerk));
    clerk.keys("Tab");
    assert!(head(&clerk).contains("微信"), "{}", head(&clerk));
}

#[test]
fn what_is_half_typed_in_the_head_moves_no_price() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter");
    assert!(clerk.seen().contains("230.00"), "{}", clerk.seen());
    // The price is the customer's own; another one's begins to be typed.
    clerk.keys("Up Up Shift-Tab 'GZX");
    let head = clerk.seen();
    assert!(head.lines().nth(1).unwrap().contains("GZX"), "{head}");
    assert!(clerk.seen().contains("230.00"), "{}", clerk.seen());
}

#[test]
fn an_order_left_in_its_head_goes_on_there() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter Up Up Shift-Tab 'y Tab");
    let parked = clerk.parked().unwrap();
    let field = parked["current"]["field"].as_str().unwrap().to_owned();
    assert_ne!(field, "customer");
    let parked = BTreeMap::from([(ScreenKind::OrderEntry, parked)]);
    let bench = std::mem::replace(&mut clerk.bench, office());
    let mut next = Clerk::with(bench, Lang::Zh, parked);
    next.keys("'x");
    let parked = next.parked().unwrap();
    assert_eq!(parked["current"]["typing"]["field"], field.as_str());
}

#[test]
fn stock_begins_with_the_line_that_is_spoken_of() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter '1003*1 Enter Alt-3");
    let stock = clerk.seen();
    assert!(stock.contains("> 1003"), "{stock}");
    // Another line, another product; what was asked last does not stay.
    clerk.keys("Esc Up Up Alt-3");
    let stock = clerk.seen();
    assert!(stock.contains("> 1001"), "{stock}");
    // Help that was left by a key for another screen is about that screen.
    clerk.keys("F1 Alt-8 F1");
    let help = clerk.seen();
    assert!(help.contains("本屏按键: 应收"), "{help}");
}

#[test]
fn a_box_says_what_closes_it_for_a_key_that_leaves() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter F2 F10");
    assert!(clerk.said().contains("先按 Esc"), "{}", clerk.said());
}

#[test]
fn a_need_date_that_is_past_is_told() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '20250101 Enter");
    assert!(clerk.said().contains("已经过去"), "{}", clerk.said());
}

#[test]
fn what_every_line_lacks_is_said_once() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter");
    clerk.paste("甲乙丙 1\n丁戊己 2");
    clerk.keys("F6");
    let seen = clerk.seen();
    assert!(seen.contains("第 1-2 行 货品不明"), "{seen}");
}

#[test]
fn what_an_empty_field_stands_for_is_in_brackets_and_says_whence() {
    for (lang, whence) in [
        (Lang::Zh, "客户资料的地址"),
        (Lang::En, "the customer's card"),
    ] {
        let mut clerk = Clerk::new(lang);
        clerk.keys("'GZMM Enter");
        assert!(clerk.seen().contains("(天河路 1 号)"), "{}", clerk.seen());
        clerk.keys("Tab Tab Tab Tab");
        assert!(
            clerk.seen().contains(lang.entry_usual_terms()),
            "{}",
            clerk.seen()
        );
        clerk.keys("Tab Tab Tab");
        assert!(clerk.seen().contains(whence), "{}", clerk.seen());
        // An address of one's own stands without.
        clerk.keys("'x Tab");
        assert!(!clerk.seen().contains("(天河路"), "{}", clerk.seen());
    }
}

#[test]
fn the_price_asked_for_is_that_of_the_goods_being_typed() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter '1003 F7");
    assert!(clerk.seen().contains("价格 1003"), "{}", clerk.seen());
    // One of several is chosen first.
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter 'bxg*3 F7 2");
    assert!(clerk.seen().contains("价格 1004"), "{}", clerk.seen());
    assert!(clerk.seen().contains("标价 7.00"), "{}", clerk.seen());
    // Goods that nobody knows are told, and no other price is shown for them.
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter 'xyz F7");
    assert!(clerk.said().contains("没有货品 xyz"), "{}", clerk.said());
    assert!(!clerk.seen().contains("价格 1001"), "{}", clerk.seen());
}

#[test]
fn the_message_names_the_same_people_as_the_panel() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*45/99 Enter '1002*5 Enter F6 '长期客户 Enter");
    let director = "营销总监";
    let wide = clerk.wide();
    assert_eq!(
        wide.matches(director).count(),
        3,
        "panel, who may set aside, message: {wide}"
    );
}

#[test]
fn goods_that_stand_there_already_ask_how_many_more() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter '1001 Enter");
    assert!(
        clerk.said().contains("1001 已在第 1 行"),
        "{}",
        clerk.said()
    );
    clerk.keys("'20 Enter");
    assert!(
        clerk.said().contains("1001 已在第 1 行,现为 22"),
        "{}",
        clerk.said()
    );
    // The line under it is free again, and other goods go there.
    clerk.keys("'1003*4 Enter F6");
    let order = clerk.newest();
    let lines = order["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 2, "{}", clerk.said());
    assert_eq!(
        (&lines[0]["ordered"], &lines[1]["ordered"]),
        (&json!("22"), &json!("4"))
    );
}

#[test]
fn what_is_typed_and_what_it_comes_to_is_never_shown_in_part() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*1/99999999");
    assert!(clerk.seen().contains("1001*1/99999999"), "{}", clerk.seen());
    clerk.keys("Enter");
    let seen = clerk.seen();
    assert!(seen.contains(" 99999999.00"), "{seen}");
}

#[test]
fn a_scanner_goes_from_article_to_article() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter");
    for _ in 0..3 {
        clerk.scan("6901234567890");
    }
    assert!(clerk.said().contains("现为 3"), "{}", clerk.said());
    clerk.keys("Enter F6");
    assert_eq!(lines(&clerk), [of("1001", "3")], "{}", clerk.said());
}

#[test]
fn who_types_on_in_the_question_how_to_save_types_the_next_line() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter Enter");
    clerk.keys("'bxgls Enter '4 Enter Enter");
    clerk.paste("1004 2\n");
    clerk.keys("Down Enter '1");
    let lines = clerk.newest()["lines"].as_array().cloned().unwrap();
    assert_eq!(lines.len(), 3, "{}", clerk.seen());
    assert_eq!(lines[1]["ordered"], "4", "{lines:?}");
}

#[test]
fn goods_nobody_knows_that_are_kept_keep_their_quantity_apart() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter 'zzzz Space '20 Enter");
    assert!(clerk.seen().contains("没有货品"), "{}", clerk.seen());
    clerk.keys("'zzzz Space '20 Enter");
    let seen = clerk.seen();
    assert!(
        seen.contains("1 zzzz ") && !seen.contains("zzzz 20 "),
        "{seen}"
    );
    clerk.keys("'1001*2 Enter");
    let seen = clerk.seen();
    assert!(seen.contains("2 1001 "), "{seen}");
}
