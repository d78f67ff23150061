//! What a person types into a search is text and nothing else (`reliability.md` R39).

use orderdesk::desk::{Caller, Query};
use serde_json::{Value, json};

use crate::support::office::{Desk, boss};
use crate::support::tables;

/// Typed by mistake, by a cat, or by somebody who tries.
const HOSTILE: [&str; 12] = [
    "' OR 1=1 --",
    "%",
    "_",
    "\\",
    "\"",
    "AND",
    "a:b",
    "NEAR(a b)",
    "'; DROP TABLE customer; --",
    "100%",
    "A_1",
    "O'Brien",
];

fn desk() -> Desk {
    let desk = Desk::new();
    for (code, name) in [
        ("A_1", "下划线商行"),
        ("AX1", "普通商行"),
        ("D100", "满100%折扣店"),
        ("D200", "O'Brien \\ Sons"),
    ] {
        desk.say(
            json!({"do": "customer.save", "with": {"code": code, "name": name, "terms": "net:30"}}),
        );
        desk.say(
            json!({"do": "product.save", "with": {"code": code, "name": name, "unit": "件",
            "tax_rate": "13", "list_price": "10", "floor_price": "5"}}),
        );
    }
    desk
}

fn codes(answer: &Value, key: &str) -> Vec<String> {
    let rows = answer["rows"].as_array().unwrap();
    let codes = rows.iter().map(|row| row[key].as_str().unwrap().to_owned());
    codes.collect()
}

/// The names of all questions that take a text.
fn questions() -> Vec<&'static str> {
    let all = Query::SPECS.iter().filter(|spec| {
        let schema = spec.schema();
        schema["properties"]["text"].is_object()
    });
    all.map(|spec| spec.name).collect()
}

fn ask(desk: &Desk, caller: &Caller, name: &str, text: &str) -> Result<Value, String> {
    let answer = desk
        .office
        .ask_by_name(caller, name, json!({ "text": text }));
    answer.map_err(|why| {
        let refusal = why.into_refusal();
        format!("{} {}", refusal.code().name(), json!(refusal.facts()))
    })
}

#[test]
fn what_is_typed_is_looked_for_as_it_stands() {
    let desk = desk();
    let questions = questions();
    assert!(questions.len() >= 5, "{questions:?}");
    let long = "x".repeat(100_000);
    let many = "a ".repeat(1_000);
    for name in questions {
        for text in HOSTILE.iter().copied().chain([&*long, &*many]) {
            match ask(&desk, &boss(), name, text) {
                Ok(answer) => {
                    let rows = answer["rows"].as_array().unwrap();
                    let all = rows.iter().all(|row| {
                        let row = row.to_string().to_lowercase();
                        let typed = json!(text.to_lowercase()).to_string();
                        text == many || row.contains(typed.trim_matches('"'))
                    });
                    assert!(all, "{name} {text}: {answer}");
                }
                Err(why) => assert!(why.starts_with("bad_field"), "{name} {text:.20}: {why}"),
            }
        }
    }
    desk.sound(false);
}

#[test]
fn signs_of_patterns_stand_for_themselves() {
    let desk = desk();
    for name in ["customers", "products"] {
        assert_eq!(
            codes(&desk.ask(name, json!({"text": "a_1"})), "code"),
            ["A_1"]
        );
        assert_eq!(
            codes(&desk.ask(name, json!({"text": "0%"})), "code"),
            ["D100"]
        );
        assert_eq!(
            codes(&desk.ask(name, json!({"text": "o'b"})), "code"),
            ["D200"]
        );
        let first = desk.ask(name, json!({"text": "A_1"}));
        assert_eq!(first["rows"][0]["rank"], 0, "the code itself: {first}");
    }
    assert_eq!(
        codes(&desk.ask("debtors", json!({"text": "A_1"})), "customer"),
        ["A_1"]
    );
    assert_eq!(
        codes(&desk.ask("debtors", json!({"text": "0%"})), "customer"),
        ["D100"]
    );
}

#[test]
fn what_could_be_had_instead_is_of_the_same_style_then_family_and_there() {
    let desk = Desk::new();
    let product = |code: &str, style: Option<&str>, family: &str, price: &str, stock: i64| {
        desk.say(json!({"do": "product.save", "with": {"code": code, "name": code, "unit": "件",
            "tax_rate": "13", "list_price": price, "floor_price": "5", "style": style, "family": family}}));
        if stock > 0 {
            desk.say(json!({"do": "stock.receive",
                "with": {"warehouse": "W1", "product": code, "qty": stock.to_string()}}));
        }
    };
    product("Q", Some("S1"), "F", "100", 0);
    product("SAME", Some("S1"), "G", "300", 1);
    product("NEAR", None, "F", "101", 9);
    product("FAR", None, "F", "200", 9);
    product("NONE", None, "F", "100", 0);
    product("OTHER", None, "H", "100", 9);
    let codes = |with: Value| codes(&desk.ask("substitutes", with), "product");
    assert_eq!(codes(json!({"product": "Q"})), ["SAME", "NEAR", "FAR"]);
    assert_eq!(codes(json!({"product": "Q", "limit": 1})), ["SAME"]);
    assert_eq!(codes(json!({"product": "OTHER"})), [""; 0]);
}

/// Search texts as an older program left them: `nightly.run` and `admin upgrade` make them anew.
#[test]
fn texts_of_an_older_rule_are_renewed_by_night_and_by_an_upgrade() {
    let desk = Desk::new();
    let name = "长乐石角六合大厦重庆长沙商行";
    desk.say(
        json!({"do": "customer.save", "with": {"code": "K1", "name": name, "terms": "net:30"}}),
    );
    desk.say(
        json!({"do": "product.save", "with": {"code": "K1", "name": name, "unit": "件",
        "tax_rate": "13", "list_price": "10", "initials": "mine"}}),
    );
    let found = |text: &str| {
        let codes = |name: &str| codes(&desk.ask(name, json!({ "text": text })), "code");
        (codes("customers"), codes("products"))
    };
    let age = || {
        let db = rusqlite::Connection::open(&desk.path).unwrap();
        db.execute_batch(
            "DELETE FROM setting WHERE name = 'search_texts';
             UPDATE customer SET py = 'zlsjlhdszqzssx|zhangle' WHERE code = 'K1';
             UPDATE product SET py = 'mine|zlsjlhdszqzssx|zhangle' WHERE code = 'K1';",
        )
        .unwrap();
    };
    let both = || (vec!["K1".to_owned()], vec!["K1".to_owned()]);
    let night = || desk.say(json!({"do": "nightly.run", "with": {}}))["search_texts"].clone();
    assert_eq!(night(), 0, "a new office has new texts");
    assert_eq!(found("cqcs"), both());
    age();
    assert_eq!(found("cqcs"), (vec![], vec![]));
    let audit = || tables::number(&tables::reader(&desk.path), "SELECT count(*) FROM audit");
    let before = audit();
    assert_eq!(night(), 2);
    assert_eq!(audit(), before + 1, "the run alone is written down");
    assert_eq!(found("cqcs"), both());
    assert_eq!(found("chongqing"), both());
    assert_eq!(found("mine").1, ["K1"]);
    assert_eq!(night(), 0);
    age();
    let done = orderdesk::desk::upgrade(&boss(), &desk.path).unwrap();
    assert_eq!((done.copy, done.search_texts), (None, 2));
    assert_eq!(found("cqcs"), both());
    desk.sound(true);
}
