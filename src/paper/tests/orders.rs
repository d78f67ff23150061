//! General order sheets.

use serde_json::json;

use super::support::*;
use crate::domain::Code;
use crate::paper::input::Input;
use crate::paper::order_sheet::{OrderRead, read_orders};

fn orders(text: &str) -> OrderRead {
    let read = read_orders(&Input::new("o.csv", text.as_bytes())).unwrap();
    let lines: usize = read.drafts.iter().map(|draft| draft.lines.len()).sum();
    assert_eq!(read.rows, (lines + read.problems.len()) as u64);
    read
}

#[test]
fn rows_group_by_customer_and_reference() {
    let read = orders(
        "客户编码,客户订单号,货号,数量,单价,交期,备注,收货地址\n\
         C1,PO-1,A1,10,9.5,2026/12/1,急,上海\n\
         C2,PO-1,A1,1,,,,\n\
         C1,PO-1,A2,5,,2026-12-03,,上海\n",
    );
    assert_eq!(read.drafts.len(), 2);
    assert_eq!(
        json!(read.drafts[0].values),
        json!({"customer": "C1", "customer_ref": "PO-1", "need_date": "2026-12-01", "remark": "急", "ship_to": "上海",
            "lines": [{"product": "A1", "qty": "10", "price": "9.50"}, {"product": "A2", "qty": "5", "need_date": "2026-12-03"}]})
    );
    assert_eq!(read.drafts[0].lines, [2, 4]);
    assert_eq!(
        (
            read.drafts[1].customer.as_str(),
            read.drafts[1].lines.clone()
        ),
        ("C2", vec![3])
    );
}

#[test]
fn merged_cells_continue_the_order_above() {
    let mut rows = vec![
        "customer,customer_ref,product,qty"
            .split(',')
            .map(t)
            .collect::<Vec<_>>(),
    ];
    rows.push(vec![t("C1"), X::N(20_261_123.0), t("A1"), X::N(2.0)]);
    rows.push(vec![t(""), t(""), t("A2"), X::N(1.5)]);
    let read = read_orders(&Input::new("o.xlsx", &xlsx(&rows))).unwrap();
    assert_eq!(read.drafts.len(), 1);
    assert_eq!(read.drafts[0].customer_ref, "20261123");
    assert_eq!(
        read.drafts[0].values["lines"][1],
        json!({"product": "A2", "qty": "1.5"})
    );
    let orphan = orders("customer,customer_ref,product,qty\n,,A1,1\n");
    assert_eq!(orphan.problems[0].refusal.facts()["field"], "customer");
}

#[test]
fn a_sheet_of_one_customer_needs_no_customer_column() {
    let read = orders("货号,数量,电话\nA1,2,1\nA2,3,1\n");
    assert_eq!(
        (read.drafts.len(), read.unknown.as_slice()),
        (1, &["电话".to_owned()][..])
    );
    assert_eq!(read.drafts[0].lines, [2, 3]);
}

#[test]
fn a_row_that_fails_marks_its_order() {
    let read = orders(
        "customer,customer_ref,product,qty,warehouse\nC1,P,A1,1,W1\nC1,P,A2,x,W1\nC1,P,A3,1,W2\nC1,P,,1,W1\n",
    );
    assert_eq!(
        (read.drafts[0].lines.len(), read.drafts[0].lost_rows),
        (1, 3)
    );
    let why: Vec<_> = read
        .problems
        .iter()
        .map(|p| p.refusal.facts()["why"].clone())
        .collect();
    assert_eq!(why, ["number", "differs_inside_order", "missing"]);
    assert!(
        read.problems
            .iter()
            .all(|p| p.id == "P" && p.refusal.code() == Code::BadField)
    );
}

#[test]
fn a_draft_may_still_name_channel_and_kind() {
    let read = orders("customer,product,qty,渠道,订单类型\nC1,A1,1,微信,期货\n");
    assert_eq!(
        (
            &read.drafts[0].values["channel"],
            &read.drafts[0].values["kind"]
        ),
        (&json!("wechat"), &json!("futures"))
    );
}
