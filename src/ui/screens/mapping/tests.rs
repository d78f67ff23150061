//! Layouts taught column by column, over a real office.

use serde_json::json;

use crate::ui::base::ScreenKind;
use crate::ui::screens::live::Live;
use crate::words::Lang;

fn file(folder: &std::path::Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn a_shop_is_taught_by_its_columns_and_then_imported() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "单子编号,买了啥,几份,给多少钱,谁收,送哪里,随便\n\
        A-1001,不锈钢螺丝,3,37.50,张三,广州市天河路1号,x\nA-1002,铝合金窗,1,200,李四,深圳市南山区2号,y\n";
    let path = file(folder.path(), "mine.csv", rows);
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = Live::new(lang);
        live.keys(&format!("Alt-D Enter '{path} Ins"));
        assert_eq!(live.on(), ScreenKind::Mapping, "{}", live.seen(80, 24));
        insta::assert_snapshot!(format!("columns_80_{name}"), live.seen(80, 24));
        live.keys("F6");
        assert_eq!(
            live.last_command(),
            None,
            "no column is the order's number yet"
        );
        // The number, the goods, how many, what is paid; by the contract's word, in either language.
        live.keys("Enter 'order_id Enter Down Enter 'title Enter Down Enter 'qty Enter");
        live.keys("Down Enter 'paid Enter Down Enter 'receiver Enter Down Enter 'addr");
        insta::assert_snapshot!(format!("choosing_80_{name}"), live.seen(80, 24));
        live.keys("Enter F6 'wodian Enter");
        assert_eq!(live.on(), ScreenKind::Imports, "{}", live.seen(80, 24));
        let saved = live.last_command().unwrap();
        assert!(
            saved.contains("单子编号") && saved.contains("wodian"),
            "{saved}"
        );
        let known = live.ask("profiles", json!({}));
        let known = known["rows"].as_array().unwrap();
        assert!(known.iter().any(|row| row["name"] == "wodian"));
    }
}

#[test]
fn a_customers_sheet_is_guessed_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "货号,数量,几时要\nP1,5,2026-12-01\n";
    let path = file(folder.path(), "c1.csv", rows);
    let mut live = Live::new(Lang::Zh);
    live.keys(&format!("Alt-D Enter '{path} Tab 'C1 Ins"));
    let seen = live.seen(80, 24);
    assert!(seen.contains("客户订货单"), "{seen}");
    // What the headings say is there already; the day is added, by initials.
    live.keys("End Enter 'jq Enter F6 Enter");
    let saved = live.last_command().unwrap();
    for word in ["货号", "need_date", "几时要", "\"C1\""] {
        assert!(saved.contains(word), "{word}: {saved}");
    }
    // A column can be nothing, and Esc leaves without keeping.
    live.keys("Ins Ctrl-X Esc");
    assert_eq!(live.on(), ScreenKind::Imports);
}
