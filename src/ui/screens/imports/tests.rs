//! Imports by key scripts over a real office.

use serde_json::json;

use crate::paper::profile::Profiles;
use crate::ui::base::ScreenKind;
use crate::ui::screens::live::Live;
use crate::words::Lang;
use crate::words::field_names::field_name;

fn bank(folder: &std::path::Path) -> String {
    let file = folder.join("bank.csv");
    let rows = "交易日期,收入金额,对方户名,摘要,流水号\n2026-11-20,100.00,广州天河百货,货款,1\n2026-11-21,7.50,不认识的人,货款,2\n";
    std::fs::write(&file, rows).unwrap();
    file.display().to_string()
}

#[test]
fn a_bank_file_is_tried_then_imported() {
    let folder = tempfile::tempdir().unwrap();
    let file = bank(folder.path());
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = Live::new(lang);
        live.keys("Alt-D");
        insta::assert_snapshot!(format!("paper_80_{name}"), live.seen(80, 24));
        live.keys(&format!("2 '{file} Enter"));
        insta::assert_snapshot!(format!("tried_80_{name}"), live.seen(80, 24));
        assert_eq!(
            live.ask("receipts", json!({}))["rows"],
            json!([]),
            "nothing is written yet"
        );
        live.keys("F6");
        insta::assert_snapshot!(format!("done_80_{name}"), live.seen(80, 24));
        assert_eq!(
            live.ask("receipts", json!({}))["rows"][0]["amount"],
            "100.00"
        );
        // Other screens stay a key away, with the result still there.
        live.keys("Alt-P Alt-D");
        assert!(
            live.seen(80, 24).contains("IM20261125-0001"),
            "{}",
            live.seen(80, 24)
        );
        // Again it changes nothing.
        live.keys("F5 Enter F6");
        assert_eq!(
            live.ask("receipts", json!({}))["rows"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
    }
}

#[test]
fn a_file_that_is_not_there_leaves_the_paper_open() {
    let mut live = Live::new(Lang::En);
    live.keys("Alt-D 2 '/nowhere/x.csv Enter");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("/nowhere/x.csv") && seen.contains("! "),
        "{seen}"
    );
    live.keys("Esc");
    assert_eq!(live.on(), ScreenKind::Menu);
}

#[test]
fn the_office_itself_is_no_file_to_import() {
    let mut live = Live::new(Lang::En);
    let office = live.office.path().display().to_string();
    live.keys(&format!("Alt-D 2 '{office} Enter"));
    let seen = live.seen(80, 24);
    assert!(seen.contains("the office itself"), "{seen}");
}

#[test]
fn an_order_in_words_is_pasted_and_becomes_a_new_order() {
    let mut live = Live::new(Lang::En);
    live.keys("Alt-1 'C2 Enter Alt-D");
    live.paste("您好,请发:\nP1 20件\n铝合金窗 3扇 单价190\n谢谢");
    assert_eq!(live.on(), ScreenKind::OrderEntry);
    insta::assert_snapshot!("message", live.seen(80, 24));
    // The order that was half typed is put aside, not written over.
    live.keys("Ctrl-L");
    assert!(live.seen(80, 24).contains("C2"), "{}", live.seen(80, 24));
    // Names of files stay names of files.
    live.keys("Esc Alt-D");
    live.paste("/tmp/a.csv\n/tmp/b.csv");
    assert_eq!(live.on(), ScreenKind::Imports);
}

#[test]
fn every_field_of_a_platforms_file_has_a_name_in_both_languages() {
    for name in Profiles::built_in().unwrap().names() {
        let source = Profiles::source(name).unwrap();
        let profile: toml::Table = toml::from_str(source).unwrap();
        let layouts = profile["tables"].as_array().unwrap().iter();
        for field in layouts.flat_map(|layout| layout["fields"].as_table().unwrap().keys()) {
            let told = field_name(Lang::Zh, field);
            assert!(!told.is_ascii(), "{name}: {field}");
        }
    }
}

#[test]
fn a_name_with_blanks_stands_in_quotes_as_a_terminal_writes_it() {
    for (typed, files) in [
        ("a.csv b.csv", vec!["a.csv", "b.csv"]),
        (
            "'订货 单.xlsx' \"c d.csv\"",
            vec!["订货 单.xlsx", "c d.csv"],
        ),
        ("/tmp/a\\ b.csv", vec!["/tmp/a b.csv"]),
        ("it's.csv b.csv", vec!["it's.csv", "b.csv"]),
        ("", vec![]),
    ] {
        let names: Vec<_> = super::names(typed).into_iter().collect();
        let files: Vec<std::path::PathBuf> = files.into_iter().map(Into::into).collect();
        assert_eq!(names, files, "{typed}");
    }
}

#[test]
fn shops_sheets_become_one_demand_and_a_reply_to_each() {
    let folder = tempfile::tempdir().unwrap();
    let mut live = Live::new(Lang::Zh);
    let customers = live.ask("customers", json!({}))["rows"].clone();
    let codes = [0, 1].map(|at: usize| customers[at]["code"].as_str().unwrap().to_owned());
    let product = live.ask("products", json!({}))["rows"][0]["code"].clone();
    let product = product.as_str().unwrap();
    let sheets = codes.clone().map(|code| {
        let file = folder.path().join(format!("{code} 补货.csv"));
        std::fs::write(&file, format!("货号,数量\n{product},2\n")).unwrap();
        format!("'{}'", file.display())
    });
    live.keys("Alt-D Tab");
    live.paste(&sheets.join(" "));
    live.keys("Enter F6");
    let seen = live.seen(80, 24);
    assert!(seen.contains("新 2") && seen.contains("F9"), "{seen}");
    let all = folder.path().join("汇总.csv");
    live.keys("F9");
    live.paste(&all.display().to_string());
    live.keys("Enter");
    let seen = live.seen(80, 24);
    assert!(seen.contains("已写 3 个文件"), "{seen}");
    let demand = std::fs::read_to_string(&all).unwrap();
    assert!(demand.lines().nth(1).unwrap().contains(product), "{demand}");
    for code in codes {
        let reply = std::fs::read_to_string(folder.path().join(format!("汇总-{code}.csv")));
        assert!(reply.unwrap().contains(product), "{code}");
    }
}
