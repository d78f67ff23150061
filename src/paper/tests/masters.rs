//! Customers, products, prices, stock and receipts from sheets people made.

use serde_json::json;

use super::support::*;
use crate::domain::Code;
use crate::domain::Refusal;
use crate::paper::input::Input;
use crate::paper::masters_sheet::{self, MasterKind, MasterRead, MasterRow};

fn read_masters(kind: MasterKind, name: &str, bytes: &[u8]) -> Result<MasterRead, Refusal> {
    masters_sheet::read_masters(kind, &Input::new(name, bytes))
}

fn masters(kind: MasterKind, text: &str) -> MasterRead {
    let read = read_masters(kind, "m.csv", text.as_bytes()).unwrap();
    assert_eq!(read.total, (read.len() + read.problems.len()) as u64);
    read
}

fn read_rows(read: &MasterRead) -> Vec<MasterRow> {
    read.rows().collect::<Result<_, _>>().unwrap()
}

fn only(kind: MasterKind, text: &str) -> serde_json::Value {
    let read = masters(kind, text);
    assert_eq!(read.problems, []);
    json!(read_rows(&read).remove(0).values)
}

#[test]
fn customers_come_with_chinese_headings() {
    let text = "客户编码,客户名称,客户类型,电话,信用额度,付款方式,发货方式,区域,超发比例\n\
        C1,海港商贸,公司,13800000000,\"¥50,000.00\",月结30天,整单,华东,5%\n";
    let read = masters(MasterKind::Customers, text);
    assert_eq!(read.unknown(), ["区域"]);
    assert_eq!(
        json!(read_rows(&read)[0].values),
        json!({"code": "C1", "name": "海港商贸", "kind": "company", "phone": "13800000000",
            "credit_limit": "50000.00", "terms": "net:30", "delivery_policy": "complete_order",
            "tolerance_over": "5"})
    );
    assert_eq!(read_rows(&read)[0].line, 2);
}

#[test]
fn customers_come_with_english_headings() {
    let text = "Code,Name,Terms,Credit Limit,Tax ID,overdue-grace-days\nC1,Harbor,net:45,unlimited,91330100799655058B,7\n";
    assert_eq!(
        only(MasterKind::Customers, text),
        json!({"code": "C1", "name": "Harbor", "terms": "net:45", "credit_limit": null,
            "tax_id": "91330100799655058B", "overdue_grace_days": 7})
    );
}

#[test]
fn terms_are_read_in_the_words_of_the_trade() {
    for (told, terms) in [
        ("月结30天", "net:30"),
        ("账期60天", "net:60"),
        ("30天", "net:30"),
        ("45", "net:45"),
        ("net 30", "net:30"),
        ("款到发货", "prepaid"),
        ("货到付款", "cod"),
        ("COD", "cod"),
        ("定金30%", "deposit:30"),
        ("预付30%", "deposit:30"),
        ("deposit:30", "deposit:30"),
        ("deposit:30/net:60", "deposit:30/net:60"),
        ("monthly:25+30", "monthly:25+30"),
        ("prepaid", "prepaid"),
    ] {
        let text = format!("code,name,terms\nC1,甲,{told}\n");
        assert_eq!(only(MasterKind::Customers, &text)["terms"], terms, "{told}");
    }
    for bad in ["月结", "看情况", "net:", "monthly:25", "half"] {
        let read = masters(
            MasterKind::Customers,
            &format!("code,name,terms\nC1,甲,{bad}\n"),
        );
        assert_eq!(read.problems[0].refusal.facts()["field"], "terms", "{bad}");
    }
}

#[test]
fn products_read_rates_prices_and_number_codes() {
    let mut rows = vec![
        "货号,品名,规格,单位,税率,标准售价,最低价,条码,货期,起订倍数"
            .split(',')
            .map(t)
            .collect::<Vec<_>>(),
    ];
    rows.push(vec![
        X::N(1001.0),
        t("红牛"),
        t("250ml"),
        t("箱"),
        X::N(0.13),
        X::N(12.3),
        t("11.5元"),
        X::N(6_901_234_567_892.0),
        t("3天"),
        X::N(6.0),
    ]);
    rows.push(vec![
        t("00123"),
        t("水"),
        t(""),
        t("箱"),
        t("13%"),
        X::N(1.0),
        t(""),
        t(""),
        t(""),
        t(""),
    ]);
    rows.push(vec![
        X::N(12_345_678_901_234_567.0),
        t("坏"),
        t(""),
        t("箱"),
        t("9"),
    ]);
    let read = read_masters(MasterKind::Products, "p.xlsx", &xlsx(&rows)).unwrap();
    assert_eq!(
        json!(read_rows(&read)[0].values),
        json!({"code": "1001", "name": "红牛", "spec": "250ml", "unit": "箱", "tax_rate": "13",
            "list_price": "12.30", "floor_price": "11.50", "barcode": "6901234567892", "lead_days": 3, "step": "6"})
    );
    assert_eq!(
        (
            &read_rows(&read)[1].values["code"],
            &read_rows(&read)[1].values["tax_rate"]
        ),
        (&json!("00123"), &json!("13"))
    );
    assert_eq!(read.numbered, ["barcode", "code"]);
    assert_eq!(read.problems[0].refusal.code(), Code::ImportBadId);
    assert_eq!(read.problems[0].line, 4);
}

#[test]
fn prices_understand_what_they_are_for() {
    assert_eq!(
        only(
            MasterKind::Prices,
            "客户编码,货号,单价,生效日期\nC1,A1,9.9,2026/1/5\n"
        ),
        json!({"scope": "customer", "scope_code": "C1", "target": "sku", "target_code": "A1",
            "price": "9.90", "from": "2026-01-05"})
    );
    assert_eq!(
        only(
            MasterKind::Prices,
            "scope,scope_code,target,target_code,min_qty,discount_percent,from,to\ncontract,K1,family,F,10,12.5,2026-01-01,2026-12-31\n"
        ),
        json!({"scope": "contract", "scope_code": "K1", "target": "family", "target_code": "F",
            "min_qty": "10", "discount_percent": "12.5", "from": "2026-01-01", "to": "2026-12-31"})
    );
}

#[test]
fn a_price_for_all_goods_names_none() {
    let read = masters(
        MasterKind::Prices,
        "target,target_code,渠道,scope,discount_percent,from\nall,,wechat,channel,5,2026-01-01\nsku,,,,5,2026-01-01\n",
    );
    assert!(!read_rows(&read)[0].values.contains_key("target_code"));
    assert_eq!(read_rows(&read)[0].values["scope_code"], "wechat");
    assert_eq!(read.problems[0].refusal.facts()["field"], "target_code");
}

#[test]
fn stock_and_receipts_become_their_commands() {
    assert_eq!(
        only(
            MasterKind::Stock,
            "仓库,货号,实盘数量,备注\nWH1,A1,\"1,200\",年底\n"
        ),
        json!({"warehouse": "WH1", "product": "A1", "counted": "1200", "reason": "年底"})
    );
    assert_eq!(
        only(
            MasterKind::Receipts,
            "客户编码,金额,收款方式,已到账,发票号,日期\nC1,100元,电汇,是,\"I1、I2\",2026-11-23\n"
        ),
        json!({"customer": "C1", "amount": "100.00", "method": "wire", "cleared": true,
            "invoices": ["I1", "I2"], "date": "2026-11-23"})
    );
}

#[test]
fn rows_fail_alone_and_files_without_headings_as_a_whole() {
    let read = masters(
        MasterKind::Customers,
        "编码,名称,额度\nC1,甲,1\n,乙,2\nC3,丙,三\nC4,丁,4\n",
    );
    let fields: Vec<_> = read
        .problems
        .iter()
        .map(|p| (p.line, p.id.as_str(), p.refusal.facts()["field"].clone()))
        .collect();
    assert_eq!(
        fields,
        [(3, "", json!("code")), (4, "C3", json!("credit_limit"))]
    );
    assert_eq!(read.len(), 2);
    let no = read_masters(MasterKind::Stock, "m.csv", b"code,name\n1,2\n").unwrap_err();
    assert_eq!(no.facts()["missing"], json!(["counted"]));
    assert!(read_masters(MasterKind::Stock, "m.csv", b"foo,bar\n1,2\n").is_err());
}

#[test]
fn texts_we_made_inert_come_back_as_they_were() {
    use crate::paper::table_out::{OutCell, Table, csv};
    for name in [
        "=cmd()", "+1", "@x", "-5 折", "'=x", "''-", "平常", "a,b\"c\"",
    ] {
        let table = Table {
            headers: vec!["code".into(), "name".into()],
            rows: vec![vec![OutCell::Text("C1".into()), OutCell::Text(name.into())]],
        };
        let read = read_masters(MasterKind::Customers, "x", &csv(&table)).unwrap();
        assert_eq!(read_rows(&read)[0].values["name"], name);
    }
}
