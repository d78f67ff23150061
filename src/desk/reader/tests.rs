//! What is wrong is named.

use serde::Deserialize;
use serde_json::{Value, json};

use super::read;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // only read
struct Paper {
    name: Option<String>,
    #[serde(default)]
    rows: Vec<Row>,
    #[serde(default)]
    way: Option<Way>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)] // only read
struct Row {
    qty: i64,
    pair: Option<(u8, bool)>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)] // only read
enum Way {
    Sea,
    Road(u8),
    Rail { cars: u8 },
}

fn wrong(value: Value) -> (String, String) {
    let wrong = read::<Paper>(&value).expect_err("it is wrong");
    (wrong.path(), wrong.to_string())
}

#[test]
fn what_is_wrong_is_named_with_its_path() {
    let cases = [
        (json!(7), ".", "invalid type: integer `7`"),
        (
            json!({"name": 1.5}),
            "name",
            "invalid type: floating point `1.5`",
        ),
        (
            json!({"rows": [{"qty": 1}, {"qty": null}]}),
            "rows[1].qty",
            "invalid type: null",
        ),
        (
            json!({"rows": [{"qty": -1}, {}]}),
            "rows[1]",
            "missing field `qty`",
        ),
        (json!({"rows": {}}), "rows", "invalid type: map"),
        (
            json!({"rows": [{"qty": 1, "pair": [1, 2]}]}),
            "rows[0].pair[1]",
            "invalid type: integer `2`",
        ),
        (
            json!({"rows": [{"qty": 1, "pair": [1, true, 3]}]}),
            "rows[0].pair",
            "invalid length 3",
        ),
        (
            json!({"rows": [{"qty": 1, "pair": [300, true]}]}),
            "rows[0].pair[0]",
            "invalid value: integer `300`",
        ),
        (json!({"colour": "red"}), "colour", "unknown field `colour`"),
        (json!({"way": "air"}), "way", "unknown variant `air`"),
        (
            json!({"way": {"road": "no"}}),
            "way.road",
            "invalid type: string \"no\"",
        ),
        (
            json!({"way": {"rail": {"cars": true}}}),
            "way.rail.cars",
            "invalid type: boolean `true`",
        ),
        (
            json!({"way": {"sea": 1}}),
            "way.sea",
            "invalid type: integer `1`",
        ),
        (
            json!({"way": {"road": 1, "sea": null}}),
            "way",
            "invalid value: map",
        ),
        (
            json!({"way": "road"}),
            "way.road",
            "invalid type: unit variant",
        ),
    ];
    for (value, path, start) in cases {
        let (at, why) = wrong(value.clone());
        assert_eq!(at, path, "{value}");
        assert!(why.starts_with(start), "{value}: {why}");
    }
}

#[test]
fn what_is_right_is_read() {
    let value = json!({"name": null, "way": {"rail": {"cars": 3}},
        "rows": [{"qty": -2, "pair": [1, true], "more": {"is": ["left", "out"]}}, [5, null]]});
    let paper = read::<Paper>(&value).expect("it is right");
    assert_eq!(
        format!("{paper:?}"),
        "Paper { name: None, rows: [Row { qty: -2, pair: Some((1, true)) }, Row { qty: 5, pair: None }], \
         way: Some(Rail { cars: 3 }) }"
    );
}
