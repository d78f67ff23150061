//! Order sheets that people make: a customer's own headings and article numbers, sizes across columns, shops that
//! want to be filled up again; what was refused can be mended and fed again.

use std::fs;

use serde_json::{Value, json};

use crate::support::office::Desk;
use crate::support::program::Program;

fn office() -> Program {
    let program = Program::with_office();
    let product = |code: &str, more: Value| {
        let mut with =
            json!({"code": code, "name": code, "unit": "件", "tax_rate": "13", "list_price": "45"});
        for (field, value) in more.as_object().unwrap() {
            with[field] = value.clone();
        }
        json!({"do": "product.save", "with": with})
    };
    let of_style = |code: &str, colour: &str, size: &str| {
        product(
            code,
            json!({"style": "8801", "colour": colour, "size": size}),
        )
    };
    program
        .run(&[
            product("A-001", json!({})),
            of_style("8801-B-S", "黑", "S"),
            of_style("8801-B-M", "黑", "M"),
            of_style("8801-W-M", "白", "M"),
            json!({"do": "customer.save", "with": {"code": "K1", "name": "客户", "terms": "net:30", "address": "一处"}}),
            json!({"do": "customer.save", "with": {"code": "S01", "name": "一店", "kind": "franchise", "terms": "net:30", "address": "二处"}}),
        ])
        .ends(0);
    program
}

fn put(program: &Program, name: &str, text: &str) -> String {
    let path = program.folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn lines(program: &Program, order: &Value) -> Vec<Value> {
    let number = format!("order={}", order["order"].as_str().unwrap());
    let order = program.ask(&["order", &number]);
    let lines = order["lines"].as_array().unwrap().iter();
    lines
        .map(|line| json!([line["product"], line["name"], line["ordered"]]))
        .collect()
}

fn orders(program: &Program) -> Vec<Value> {
    program.ask(&["orders"])["rows"].as_array().unwrap().clone()
}

#[test]
fn a_customers_own_headings_and_article_numbers_are_remembered() {
    let program = office();
    let sheet = put(
        &program,
        "po.csv",
        "订货表,,\n我方料号,箱数,要求到货\nZZ-9,2,2026-12-20\nA-001,3,\n合计,5,\n",
    );
    let refused = program
        .call(&["import", "orders", &sheet, "--customer", "K1"])
        .ends(1);
    assert!(refused.err.contains("unknown_headings"), "{refused:?}");
    let teach = json!({"do": "profile.save", "with": {"customer": "K1", "fields": {"product": "我方料号", "qty": "箱数", "need_date": "要求到货"}}});
    program.run(&[teach]).ends(0);
    let told = program
        .call(&["import", "orders", &sheet, "--customer", "K1"])
        .ends(0)
        .json();
    assert_eq!(
        (&told["added"], &told["rows"]),
        (&json!(1), &json!(3)),
        "the row of sums is no goods: {told}"
    );
    assert_eq!(told["read"][0]["headings"]["qty"], "箱数");
    let waits = program.ask(&["unmapped"]);
    assert_eq!(
        (&waits["rows"][0]["item"], &waits["rows"][0]["platform"]),
        (&json!("ZZ-9"), &json!("sheet"))
    );
    let map = json!({"do": "goods.map", "with": {"platform": "sheet", "shop": "K1", "item": "ZZ-9", "product": "A-001", "qty": "12"}});
    program.run(&[map]).ends(0);
    let order = &orders(&program)[0];
    assert_eq!(
        lines(&program, order)[0][2],
        "24",
        "two of theirs are 24 of ours"
    );
    let again = put(&program, "po2.csv", "我方料号,箱数\nZZ-9,1\n");
    program
        .call(&["import", "orders", &again, "--customer", "K1"])
        .ends(0);
    assert_eq!(
        lines(&program, &orders(&program)[0]),
        [json!(["A-001", "A-001", "12"])]
    );
    program
        .run(&[json!({"do": "profile.remove", "with": {"name": "K1"}})])
        .ends(0);
    program
        .call(&["import", "orders", &sheet, "--customer", "K1"])
        .ends(1);
}

#[test]
fn sizes_across_columns_become_lines() {
    let program = office();
    let sheet = put(
        &program,
        "S01 补货.csv",
        "款号,颜色,S,M,合计,备注\n8801,黑,2,3,5,\n8801,白,,4,4,急\n8801,白,1,,1,\n小计,,3,7,10,\n",
    );
    let told = program.call(&["import", "orders", &sheet]).ends(0).json();
    assert_eq!(
        (&told["added"], &told["rows"]),
        (&json!(1), &json!(4)),
        "{told}"
    );
    let order = &orders(&program)[0];
    assert_eq!(
        (&order["customer"], &order["channel"], &order["kind"]),
        (&json!("S01"), &json!("franchise"), &json!("replenish")),
        "the file's name says whose it is, and shops want to be filled up again"
    );
    let told: Vec<_> = lines(&program, order)
        .iter()
        .map(|l| l[1].clone())
        .collect();
    assert_eq!(
        told,
        ["8801-B-S", "8801-B-M", "8801-W-M", "8801 白 S"],
        "there is no white S: the line waits with its words"
    );
    let same = program.call(&["import", "orders", &sheet]).ends(0).json();
    assert_eq!(same["skipped"], 1);
}

#[test]
fn a_sheet_of_nobody_known_waits_for_its_customer() {
    let program = office();
    let sheet = put(&program, "传真.csv", "货号,数量\nA-001,5\n");
    let told = program.call(&["import", "orders", &sheet]).ends(0).json();
    assert_eq!(
        (&told["added"], &told["customers"]),
        (&json!(1), &json!([])),
        "{told}"
    );
    let order = &orders(&program)[0];
    assert_eq!(
        (&order["customer"], &order["state"]),
        (&Value::Null, &json!("incomplete")),
        "{order}"
    );
}

#[test]
fn shops_sheets_together_are_one_demand_and_a_reply_to_each() {
    let program = office();
    program.run(&[json!({"do": "customer.save", "with": {"code": "S02", "name": "二店", "kind": "franchise", "terms": "net:30", "address": "三处"}})]).ends(0);
    let one = put(&program, "S01.csv", "货号,要货数量\nA-001,5\n8801-B-S,2\n");
    let two = put(&program, "S02.csv", "货号,要货数量\nA-001,7\n");
    let told = program
        .call(&["import", "orders", &one, &two])
        .ends(0)
        .json();
    assert_eq!(told["added"], 2, "{told}");
    let batch = format!("batch={}", told["batch"].as_str().unwrap());
    let demand = program.ask(&["demand", &batch]);
    let first = &demand["rows"][0];
    assert_eq!(
        (
            &first["product"],
            &first["wanted"],
            &first["customers"],
            &first["short"]
        ),
        (&json!("A-001"), &json!("12"), &json!(2), &json!("12"))
    );
    let reply = program.ask(&["replies", &batch, "customer=S02"]);
    assert_eq!(
        (
            reply["rows"].as_array().unwrap().len(),
            &reply["rows"][0]["wanted"]
        ),
        (1, &json!("7"))
    );
}

#[test]
fn what_was_refused_comes_back_in_its_own_layout_and_can_be_fed_again() {
    let program = office();
    let sheet = put(
        &program,
        "o.csv",
        "客户单号,货号,数量,客户\nPO1,A-001,2,K1\nPO2,A-001,两箱,K1\nPO2,A-001,5,K1\n",
    );
    let lost = program.folder.path().join("lost.csv");
    let lost_name = lost.to_str().unwrap();
    let told = program
        .call(&["import", "orders", &sheet, "--lost", lost_name])
        .ends(1)
        .json();
    assert_eq!(
        (&told["added"], &told["failed"]),
        (&json!(1), &json!(2)),
        "{told}"
    );
    let text = fs::read_to_string(&lost).unwrap();
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(
        rows.len(),
        3,
        "all of the order that was refused, for it goes in as a whole: {text}"
    );
    assert!(rows[1].starts_with("PO2,A-001,两箱,K1,"), "{text}");
    let mended = put(&program, "mended.csv", &text.replace("两箱", "2"));
    let told = program.call(&["import", "orders", &mended]).ends(0).json();
    assert_eq!(
        (&told["added"], &told["failed"]),
        (&json!(1), &json!(0)),
        "{told}"
    );
    assert_eq!(orders(&program).len(), 2);
}

#[test]
fn numbers_of_platforms_come_back_whole() {
    let program = office();
    let heads = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码";
    let row = |id: &str, qty: &str| {
        format!("=\"{id}\",短袖,45.00,{qty},A-001,颜色：黑,,,\"买家已付款，等待卖家发货\",A-001\n")
    };
    let text = format!(
        "{heads}\n{}{}",
        row("887766554433221100", "两件"),
        row("887766554433221101", "1")
    );
    let sheet = put(&program, "tb.csv", &text);
    for name in ["lost.csv", "lost.xlsx"] {
        let lost = program.folder.path().join(name);
        program
            .call(&["import", "orders", &sheet, "--lost", lost.to_str().unwrap()])
            .ends(1);
        let again = program
            .call(&["import", "orders", lost.to_str().unwrap()])
            .ends(1);
        assert!(
            again.err.contains("bad_field 887766554433221100"),
            "the number is whole, the quantity still wrong: {again:?}"
        );
        assert_eq!(
            again.json()["read"][0]["unread"],
            json!(["套餐信息"]),
            "our own column is none of theirs"
        );
    }
    let text = fs::read_to_string(program.folder.path().join("lost.csv")).unwrap();
    let mended = put(&program, "mended.csv", &text.replace("两件", "2"));
    let told = program.call(&["import", "orders", &mended]).ends(0).json();
    assert_eq!(told["added"], 1, "{told}");
}

#[test]
fn a_list_of_problems_that_has_no_place_refuses_before_anything_is_written() {
    let program = office();
    let sheet = put(&program, "o.csv", "货号,数量,客户\nA-001,2,K1\n");
    let taken = put(&program, "there.csv", "mine");
    for option in ["--problems", "--lost"] {
        let no = program
            .call(&["import", "orders", &sheet, option, &taken])
            .ends(1);
        assert!(no.err.contains("already_there"), "{no:?}");
    }
    assert_eq!(orders(&program).len(), 0);
    assert_eq!(program.ask(&["imports"])["rows"], json!([]));
    assert_eq!(fs::read_to_string(&taken).unwrap(), "mine");
}

#[test]
fn a_platform_an_office_teaches_is_read_like_those_built_in() {
    let program = office();
    let source = program.ask(&["profile", "name=jd"])["source"]
        .as_str()
        .unwrap()
        .to_owned();
    let own = source
        .replace("name = \"jd\"", "name = \"mall\"\nplatform = \"mall\"")
        .replace("channel = \"jd\"", "channel = \"other\"")
        .replace("京东价", "商城价")
        .replace("\"下单帐号\", \"下单账号\", \"结算金额\"", "\"商城号\"");
    program
        .run(&[json!({"do": "profile.save", "with": {"source": own}})])
        .ends(0);
    let sheet = put(
        &program,
        "m.csv",
        "订单号,商品名称,订购数量,商城价,订单状态,货号\n1172943993611,a,2,10.00,等待出库,A-001\n",
    );
    let told = program.call(&["import", "orders", &sheet]).ends(0).json();
    assert_eq!(told["added"], 1, "{told}");
    assert_eq!(orders(&program)[0]["channel"], "other");
    assert!(
        program.ask(&["profiles"])["rows"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["name"] == "mall" && row["taught"] == json!(true))
    );
    let no = program
        .run(&[json!({"do": "profile.save", "with": {"source": "name = 1"}})])
        .ends(1);
    assert!(no.out.contains("bad_field"));
}

#[test]
fn a_clerk_teaches_headings_and_a_supervisor_whole_profiles() {
    let desk = Desk::new();
    let teach = |with: Value| json!({"do": "profile.save", "by": "clerk", "with": with});
    desk.say(teach(
        json!({"customer": "C1", "fields": {"product": "料号", "qty": "数"}}),
    ));
    desk.say(teach(
        json!({"platform": "wodian", "fields": {"order_id": "单子"}}),
    ));
    let source = desk.ask("profile", json!({"name": "jd"}))["source"].clone();
    let no = desk.refused(teach(json!({ "source": source })));
    assert_eq!(no, "not_permitted");
    // A shop in the name of a platform would be read in its place by everybody.
    let no = desk.refused(teach(
        json!({"platform": "jd", "fields": {"order_id": "单子"}}),
    ));
    assert_eq!(no, "not_permitted");
    desk.say(json!({"do": "profile.save", "with": {"source": source}}));
}
