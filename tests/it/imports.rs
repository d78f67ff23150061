//! Files of platforms and of colleagues, through the program: twice is once, and nothing is lost.

use std::fs;

use orderdesk::paper::table_out::{OutCell, Table, xlsx};
use serde_json::{Value, json};

use crate::support::program::Program;

const OLD_LIST: &str = "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,退款金额,打款商家金额";
const OLD_DETAIL: &str =
    "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码";
const NEW_MAIN: &str = "订单编号,买家应付邮费,买家实付金额,确认收货打款金额,退款金额,订单状态,订单创建时间,订单付款时间,发货时间,确认收货时间,应发货时间,买家留言,商家备注,备注标签,订单关闭原因,收货地址";
const NEW_SUB: &str = "子订单编号,主订单编号,商品ID,商品标题,商品属性,商品价格,购买数量,买家实付金额,订单状态,退款状态,退款金额,发货时间";
const JD: &str = "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单帐号,客户姓名,客户地址,联系电话,订单备注,发票类型,发票抬头,发票内容,商家备注,商家备注等级（等级1-5为由高到低）,运费金额,付款确认时间,增值税发票,货号,订单完成时间,订单来源,订单渠道";

/// A row of a table by heading; what is not named stays empty.
fn row(header: &str, values: &[(&str, &str)]) -> String {
    for (name, _) in values {
        assert!(header.split(',').any(|h| h == *name), "{name} is a heading");
    }
    let cell = |name: &str| {
        values
            .iter()
            .find(|(n, _)| *n == name)
            .map_or("", |(_, v)| *v)
    };
    header
        .split(',')
        .map(|name| cell(name).to_owned())
        .collect::<Vec<_>>()
        .join(",")
}

fn text(header: &str, rows: &[String]) -> String {
    format!("{header}\r\n{}\r\n", rows.join("\r\n"))
}

fn gbk(header: &str, rows: &[String]) -> Vec<u8> {
    let text = text(header, rows);
    let (bytes, _, lost) = encoding_rs::GBK.encode(&text);
    assert!(!lost);
    bytes.into_owned()
}

fn old_order(id: &str) -> String {
    let id = format!("=\"{id}\"");
    row(
        OLD_LIST,
        &[
            ("订单编号", &id),
            ("买家会员名", "tb小红"),
            ("买家应付货款", "190.00"),
            ("买家应付邮费", "0.00"),
            ("总金额", "190.00"),
            ("买家实际支付金额", "190.00"),
            ("订单状态", "买家已付款，等待卖家发货"),
            ("收货人姓名", "张三"),
            ("收货地址 ", "浙江省 杭州市 余杭区 仓前街道1号"),
            ("联系手机", "'13800000000"),
            ("订单创建时间", "2026-03-01 10:11:12"),
            ("订单付款时间 ", "2026-03-01 10:12:00"),
            ("宝贝标题 ", "短袖，长裤"),
            ("宝贝种类 ", "2"),
            ("宝贝总数量", "3"),
            ("打款商家金额", "190.00元"),
            ("退款金额", "0.00"),
        ],
    )
}

fn old_line(id: &str, code: &str, price: &str, qty: &str) -> String {
    let id = format!("=\"{id}\"");
    row(
        OLD_DETAIL,
        &[
            ("订单编号", &id),
            ("标题", "短袖"),
            ("价格", price),
            ("购买数量", qty),
            ("外部系统编号", code),
            ("订单状态", "买家已付款，等待卖家发货"),
            ("商家编码", code),
        ],
    )
}

fn new_order(id: &str) -> String {
    row(
        NEW_MAIN,
        &[
            ("订单编号", id),
            ("买家应付邮费", "0.00"),
            ("买家实付金额", "128.00"),
            ("确认收货打款金额", "0.00"),
            ("退款金额", "无退款申请"),
            ("订单状态", "买家已付款，等待卖家发货"),
            ("订单创建时间", "2026-06-09 20:00:01"),
            ("订单付款时间", "2026-06-09 20:00:30"),
            ("订单关闭原因", "订单未关闭"),
            ("收货地址", "广东省广州市天河区"),
        ],
    )
}

fn new_line(id: &str, order: &str, goods: &str) -> String {
    row(
        NEW_SUB,
        &[
            ("子订单编号", id),
            ("主订单编号", order),
            ("商品ID", goods),
            ("商品标题", "保温杯"),
            ("商品价格", "64.00"),
            ("购买数量", "2"),
            ("买家实付金额", "128.00"),
            ("订单状态", "买家已付款，等待卖家发货"),
            ("退款状态", "没有申请退款"),
            ("退款金额", "无退款申请"),
        ],
    )
}

fn jd(id: &str, sku: &str, qty: &str) -> String {
    row(
        JD,
        &[
            ("订单号", id),
            ("商品ID", sku),
            ("商品名称", "红牛250ml"),
            ("订购数量", qty),
            ("支付方式", "在线支付"),
            ("下单时间", "2026-05-06 07:08:09"),
            ("京东价", "￥10.00"),
            ("订单金额", "20.00"),
            ("结算金额", "20.00"),
            ("余额支付", "0"),
            ("应付金额", "20.00"),
            ("订单状态", "等待出库"),
            ("下单帐号", "jd_abc"),
            ("客户姓名", "李四"),
            ("客户地址", "北京市朝阳区"),
            ("联系电话", "139****1234"),
            ("运费金额", "0.00"),
            ("货号", "A-001"),
            ("付款确认时间", "2026-05-06 07:10:00"),
        ],
    )
}

/// An office with the two products that the files speak of.
fn office() -> Program {
    let program = Program::with_office();
    let product = |code: &str| json!({"do": "product.save", "with": {"code": code, "name": code, "unit": "件", "tax_rate": "13", "list_price": "45"}});
    program
        .run(&[
            product("A-001"),
            product("A-002"),
            json!({"do": "warehouse.save", "with": {"code": "W1", "name": "仓"}}),
        ])
        .ends(0);
    program
}

fn import(program: &Program, words: &[&str], code: i32) -> Value {
    let mut all = vec!["import"];
    all.extend(words);
    program.call(&all).ends(code).json()
}

/// The orders with their goods, as somebody who looks at the boards sees them.
fn orders(program: &Program) -> Vec<Value> {
    let rows = program.ask(&["orders"])["rows"].as_array().unwrap().clone();
    let mut found: Vec<Value> = rows
        .iter()
        .map(|row| {
            let number = format!("order={}", row["order"].as_str().or(row["number"].as_str()).unwrap());
            let order = program.ask(&["order", &number]);
            let lines: Vec<_> = order["lines"].as_array().unwrap().iter()
                .map(|l| json!([l["product"], l["ordered"], l["price"]])).collect();
            json!({"ref": order["head"]["customer_ref"], "state": order["state"], "customer": order["head"]["customer"],
                "channel": order["head"]["channel"], "ship_to": order["head"]["ship_to"], "gross": order["totals"]["gross"],
                "lines": lines})
        })
        .collect();
    found.sort_by_key(ToString::to_string);
    found
}

const ID: &str = "887766554433221100";
const ID2: &str = "887766554433221101";

#[test]
fn taobao_in_one_call_and_in_two_gives_the_same_orders() {
    let list = gbk(OLD_LIST, &[old_order(ID), old_order(ID2)]);
    let detail = gbk(
        OLD_DETAIL,
        &[
            old_line(ID, "A-001", "45.00", "2"),
            old_line(ID, "A-002", "100.00", "1"),
            old_line(ID2, "A-001", "45.00", "2"),
            old_line(ID2, "A-002", "100.00", "1"),
        ],
    );
    let (one, two, three) = (office(), office(), office());
    let (a, b) = (one.file("list.csv", &list), one.file("detail.csv", &detail));
    let told = import(&one, &["orders", &a, &b], 0);
    assert_eq!(
        (&told["added"], &told["failed"], &told["rows"]),
        (&json!(2), &json!(0), &json!(6)),
        "{told}"
    );
    for program in [&two, &three] {
        program.file("list.csv", &list);
        program.file("detail.csv", &detail);
    }
    import(
        &two,
        &["orders", &two.path("list.csv").display().to_string()],
        0,
    );
    import(
        &two,
        &["orders", &two.path("detail.csv").display().to_string()],
        0,
    );
    import(
        &three,
        &["orders", &three.path("detail.csv").display().to_string()],
        0,
    );
    import(
        &three,
        &["orders", &three.path("list.csv").display().to_string()],
        0,
    );
    let first = orders(&one);
    assert_eq!(first.len(), 2);
    assert_eq!(first[0]["customer"], "PLATFORM", "{first:?}");
    assert_eq!(first[0]["channel"], "taobao");
    assert_eq!(orders(&two), first);
    assert_eq!(orders(&three), first);
    // Twice is once.
    for program in [&one, &two] {
        let (a, b) = (program.path("list.csv"), program.path("detail.csv"));
        let told = import(
            program,
            &["orders", a.to_str().unwrap(), b.to_str().unwrap()],
            0,
        );
        assert_eq!(
            (&told["added"], &told["updated"], &told["skipped"]),
            (&json!(0), &json!(0), &json!(2)),
            "{told}"
        );
        assert_eq!(orders(program), first);
        program.call(&["check", "--deep"]).ends(0);
    }
}

#[test]
fn the_new_layout_of_taobao_joins_and_unknown_goods_are_gaps() {
    let program = office();
    let order = "3304375611452199951";
    let main = program.file("main.csv", text(NEW_MAIN, &[new_order(order)]));
    let sub = program.file(
        "sub.csv",
        text(
            NEW_SUB,
            &[new_line("3304375611452299951", order, "712345678901")],
        ),
    );
    let told = import(&program, &["orders", &main, &sub], 0);
    assert_eq!(
        (&told["added"], &told["failed"]),
        (&json!(1), &json!(0)),
        "{told}"
    );
    let list = program.ask(&["worklist", "queue=incomplete"]);
    assert_eq!(
        list["rows"].as_array().unwrap().len(),
        1,
        "goods that nobody knows: {list}"
    );
    assert_eq!(orders(&program)[0]["state"], "incomplete");
}

#[test]
fn jd_rows_become_one_order_and_a_dry_run_makes_none() {
    let program = office();
    let file = program.file(
        "jd.csv",
        gbk(
            JD,
            &[
                jd("11729439936", "100012", "1"),
                jd("11729439936", "100013", "1"),
            ],
        ),
    );
    let told = import(&program, &["orders", &file, "--dry-run"], 0);
    assert_eq!(told["added"], json!(1));
    assert!(orders(&program).is_empty());
    program.run(&[json!({"do": "customer.save", "with": {"code": "SHOP", "name": "店", "terms": "prepaid", "kind": "shop"}}),
        json!({"do": "setting.set", "with": {"name": "shop.jd", "value": "SHOP"}})]).ends(0);
    import(&program, &["orders", &file], 0);
    let made = orders(&program);
    assert_eq!(
        (made.len(), &made[0]["customer"], &made[0]["channel"]),
        (1, &json!("SHOP"), &json!("jd")),
        "{made:?}"
    );
    assert_eq!(made[0]["lines"].as_array().unwrap().len(), 2);
    let told = import(&program, &["orders", &file], 0);
    assert_eq!(
        (&told["added"], &told["skipped"]),
        (&json!(0), &json!(1)),
        "{told}"
    );
}

#[test]
fn a_batch_is_taken_back_but_for_what_has_moved() {
    let program = office();
    let file = program.file(
        "jd.csv",
        gbk(
            JD,
            &[
                jd("11729439936", "100012", "1"),
                jd("11729439937", "100013", "1"),
            ],
        ),
    );
    let batch = import(&program, &["orders", &file], 0)["batch"].clone();
    let moved = program.ask(&["orders"])["rows"][0]["order"].clone();
    program
        .run(&[json!({"do": "order.edit", "with": {"order": moved, "remark": "called"}})])
        .ends(0);
    let undo = json!({"do": "import.undo", "with": {"batch": batch}});
    let told = program.run(std::slice::from_ref(&undo)).ends(0).lines();
    let value = &told[0]["value"];
    assert_eq!(value["undone"].as_array().unwrap().len(), 1, "{told:?}");
    assert_eq!(value["kept"][0]["order"], moved, "{told:?}");
    let again = program.run(&[undo]).ends(1).lines();
    assert_eq!(again[0]["refusal"]["code"], "wrong_state");
    let list = program.ask(&["imports"]);
    assert!(list["rows"][0]["undone_at"].is_string(), "{list}");
    // Its file may come again: the order that was kept is known, the other one is made anew.
    let told = import(&program, &["orders", &file], 0);
    assert_eq!(
        (&told["added"], &told["skipped"]),
        (&json!(1), &json!(1)),
        "{told}"
    );
    program.call(&["check", "--deep"]).ends(0);
}

#[test]
fn damaged_numbers_are_refused_and_listed() {
    let program = office();
    let bad = old_order(ID).replace(&format!("=\"{ID}\""), "8.87767E+17");
    let list = program.file("list.csv", gbk(OLD_LIST, &[bad, old_order(ID2)]));
    let detail = program.file(
        "detail.csv",
        gbk(OLD_DETAIL, &[old_line(ID2, "A-001", "45.00", "2")]),
    );
    let problems = program.path("problems.csv");
    let told = import(
        &program,
        &[
            "orders",
            &list,
            &detail,
            "--problems",
            problems.to_str().unwrap(),
        ],
        1,
    );
    assert_eq!(told["added"], json!(1), "{told}");
    assert!(told["failed"].as_i64().unwrap() >= 1, "{told}");
    let text = fs::read_to_string(&problems).unwrap();
    assert!(
        text.trim_start_matches('\u{feff}')
            .starts_with("line,code,id,text"),
        "{text}"
    );
    assert!(
        text.contains("\r\n2,import.bad_id,") || text.contains("\n2,import.bad_id,"),
        "{text}"
    );
    assert_eq!(orders(&program).len(), 1);
}

/// A table as delimited text or as a spreadsheet.
fn table(program: &Program, sheet: bool, name: &str, rows: &[&[&str]]) -> String {
    if sheet {
        let cells = |row: &&[&str]| row.iter().map(|c| OutCell::Text((*c).to_owned())).collect();
        let headers = rows[0].iter().map(|h| (*h).to_owned()).collect();
        let rows = rows[1..].iter().map(cells).collect();
        return program.file(
            &format!("{name}.xlsx"),
            xlsx(&Table { headers, rows }).unwrap(),
        );
    }
    let lines: Vec<_> = rows.iter().map(|row| row.join(",")).collect();
    program.file(&format!("{name}.csv"), lines.join("\n"))
}

#[test]
fn masters_come_from_text_and_from_spreadsheets() {
    for sheet in [false, true] {
        let program = Program::with_office();
        program
            .run(&[json!({"do": "warehouse.save", "with": {"code": "W1", "name": "仓"}})])
            .ends(0);
        let write = |name: &str, rows: &[&[&str]]| table(&program, sheet, name, rows);
        let customers = write(
            "customers",
            &[
                &["客户编码", "客户名称", "账期", "电话"],
                &["C1", "甲公司", "net:30", "13800000001"],
                &["007", "乙公司", "prepaid", "13800000002"],
            ],
        );
        let products = write(
            "products",
            &[
                &["货号", "品名", "单位", "税率", "售价"],
                &["P1", "螺丝", "件", "13", "10.00"],
                &["P2", "螺母", "件", "13", "2.3333"],
            ],
        );
        let prices = write(
            "prices",
            &[
                &["范围", "客户编码", "货号", "单价", "from"],
                &["客户", "C1", "P1", "9.50", "2026-01-01"],
            ],
        );
        let stock = write(
            "stock",
            &[
                &["仓库", "货号", "实盘数量"],
                &["W1", "P1", "120"],
                &["W1", "P9", "5"],
            ],
        );
        for (kind, file, added) in [
            ("customers", &customers, 2),
            ("products", &products, 2),
            ("prices", &prices, 1),
        ] {
            let told = import(&program, &[kind, file], 0);
            assert_eq!(
                (&told["added"], &told["failed"]),
                (&json!(added), &json!(0)),
                "{kind}: {told}"
            );
            let told = import(&program, &[kind, file], 0);
            assert_eq!(
                (&told["added"], &told["failed"]),
                (&json!(0), &json!(0)),
                "{kind} again: {told}"
            );
        }
        let told = import(&program, &["stock", &stock], 1);
        assert_eq!(told["failed"], json!(1), "{told}");
        assert_eq!(
            program.ask(&["stock", "product=P1"])["rows"][0]["on_hand"],
            "120"
        );
        assert_eq!(program.ask(&["customer", "customer=007"])["name"], "乙公司");
        let price = program.ask(&["price", "customer=C1", "product=P1", "qty=1"]);
        assert_eq!(price["price"], "9.50", "{price}");
        let batches = program.ask(&["imports"]);
        assert!(batches["rows"].as_array().unwrap().len() >= 4, "{batches}");
        program.call(&["check", "--deep"]).ends(0);
    }
}

#[test]
fn files_that_cannot_be_understood_are_refused_whole() {
    let program = office();
    let junk = program.file("junk.csv", [0_u8, 159, 146, 150, 0, 1, 2, 3]);
    let empty = program.file("empty.csv", "");
    let page = program.file("page.csv", "name\nonly a name\n");
    let folder = program.folder.path().display().to_string();
    for file in [&junk, &empty, &page, &folder, &"/no/such/file".to_owned()] {
        let answer = program.call(&["import", "products", file]).ends(1);
        assert!(answer.err.contains("import.bad_file"), "{answer:?}");
        let answer = program.call(&["import", "orders", file]).ends(1);
        assert!(!answer.err.is_empty(), "{answer:?}");
    }
    assert!(orders(&program).is_empty());
    program.call(&["import", "nonsense", &junk]).ends(2);
}
