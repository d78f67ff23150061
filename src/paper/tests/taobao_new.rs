//! The exports of 千牛 since 2023, trap by trap.

use rust_xlsxwriter::ExcelDateTime;

use super::support::*;
use crate::domain::{Code, Money, Qty};
use crate::paper::profile::Status;

const ID: &str = "3304375611452199951";

fn main_row(id: &str, more: &[(&str, &str)]) -> Vec<String> {
    let mut values = vec![
        ("订单编号", id),
        ("买家应付邮费", "0.00"),
        ("买家实付金额", "128.00"),
        ("确认收货打款金额", "0.00"),
        ("退款金额", "无退款申请"),
        ("订单状态", "买家已付款,等待卖家发货"),
        ("订单创建时间", "2026-06-09 20:00:01"),
        ("订单付款时间", "2026-06-09 20:00:30"),
        (
            "应发货时间",
            "子订单3304375611452299951： 2026-06-12 22:17前 ; 子订单3304375611452199952： 2026-06-11 22:17前 ; ",
        ),
        ("商家备注", "29号发!!! 加急100"),
        ("订单关闭原因", "订单未关闭"),
        ("收货地址", "广东省广州市天河区"),
    ];
    for more in more {
        values.retain(|(name, _)| *name != more.0);
        values.push(*more);
    }
    row(NEW_MAIN, &values)
}

fn sub_row(id: &str, order: &str, more: &[(&str, &str)]) -> Vec<String> {
    let mut values = vec![
        ("子订单编号", id),
        ("主订单编号", order),
        ("商品ID", "712345678901"),
        ("商品标题", "保温杯"),
        ("商品属性", "商品规格:500ml"),
        ("商品价格", "64.00"),
        ("购买数量", "2"),
        ("买家实付金额", "128.00"),
        ("订单状态", "买家已付款,等待卖家发货"),
        ("退款状态", "没有申请退款"),
        ("退款金额", "无退款申请"),
    ];
    for more in more {
        values.retain(|(name, _)| *name != more.0);
        values.push(*more);
    }
    row(NEW_SUB, &values)
}

fn sub(rows: &[Vec<String>]) -> (&'static str, Vec<u8>) {
    ("sub.xlsx", xlsx_texts(NEW_SUB, rows))
}

fn main(rows: &[Vec<String>]) -> (&'static str, Vec<u8>) {
    ("main.xlsx", xlsx_texts(NEW_MAIN, rows))
}

#[test]
fn main_and_sub_tables_join_and_tell_the_earliest_deadline() {
    let read = read(&[
        sub(&[sub_row("3304375611452199952", ID, &[])]),
        main(&[main_row(ID, &[])]),
    ]);
    assert_eq!(
        (read.profile.as_str(), read.channel),
        ("taobao2023", "taobao")
    );
    let order = &read.orders[0];
    assert!(order.complete);
    assert_eq!(
        order.status,
        Status::ToShip,
        "half-width comma in the status"
    );
    assert_eq!(order.ship_by.unwrap().to_string(), "2026-06-11T22:17:00");
    assert_eq!(order.close_reason, "", "订单未关闭 means open");
    assert_eq!(order.refund, None);
    assert_eq!(order.paid, Some(Money(12_800)));
    assert_eq!(
        order.lines[0].line_id.as_deref(),
        Some("3304375611452199952")
    );
    assert_eq!(order.lines[0].item_id, "712345678901");
    assert_eq!(order.lines[0].amount, Some(Money(12_800)));
    assert_eq!(order.lines[0].qty, Qty(2000));
    assert_eq!(order.seller_note, "29号发!!! 加急100");
}

#[test]
fn columns_may_be_few_and_in_any_order() {
    let header = "收货地址,买家应付邮费,订单编号,订单状态";
    let rows = [row(
        header,
        &[
            ("订单编号", ID),
            ("订单状态", "交易关闭"),
            ("买家应付邮费", "-"),
        ],
    )];
    let read = read(&[("x.csv", csv(header, &rows).into_bytes())]);
    assert_eq!(read.orders[0].status, Status::Closed);
    assert_eq!(read.orders[0].freight, None, "- says nothing");
}

#[test]
fn number_cells_have_lost_their_digits() {
    let whole = NEW_MAIN.split(',').map(t).collect::<Vec<_>>();
    let damaged = vec![X::N(3_304_375_611_452_199_951.0), X::N(0.0), X::N(128.0)];
    let good = vec![t("3304375611452199953"), X::N(0.1 + 0.2), X::N(128.5)];
    let read = read(&[("m.xlsx", xlsx(&[whole, damaged, good]))]);
    assert_eq!(read.problems[0].refusal.code(), Code::ImportBadId);
    assert_eq!(read.problems[0].refusal.facts()["why"], "rounded");
    assert_eq!(read.problems[0].line, 2);
    assert_eq!(read.orders.len(), 1);
    assert_eq!(
        read.orders[0].freight,
        Some(Money(30)),
        "binary noise is cut off"
    );
    assert_eq!(read.orders[0].paid, Some(Money(12_850)));
}

#[test]
fn date_cells_and_bare_serials_are_times() {
    let header = ["订单编号", "买家应付邮费", "订单创建时间", "订单付款时间"].map(t);
    let time = ExcelDateTime::from_ymd(2026, 6, 9)
        .unwrap()
        .and_hms(20, 0, 1)
        .unwrap();
    let row = vec![t(ID), t(""), X::D(time), X::N(46_182.5)];
    let read = read(&[("m.xlsx", xlsx(&[header.into(), row]))]);
    let order = &read.orders[0];
    assert_eq!(order.created.unwrap().to_string(), "2026-06-09T20:00:01");
    assert_eq!(order.paid_at.unwrap().to_string(), "2026-06-09T12:00:00");
}

#[test]
fn an_open_refund_stops_an_order_that_would_go_out() {
    let asked = [("退款状态", "买家已经申请退款，等待卖家同意")];
    let lines = sub(&[
        sub_row("3304375611452199952", ID, &asked),
        sub_row("3304375611452199953", ID, &[]),
    ]);
    assert_eq!(
        read(&[lines, main(&[main_row(ID, &[])])]).orders[0].status,
        Status::Refunding
    );
    let done = [("退款状态", "退款成功"), ("退款金额", "64.00")];
    let lines = sub(&[sub_row("3304375611452199952", ID, &done)]);
    assert_eq!(
        read(&[lines, main(&[main_row(ID, &[])])]).orders[0].status,
        Status::ToShip
    );
}

#[test]
fn lines_alone_tell_a_part_shipment() {
    let sent = [("订单状态", "卖家已发货，等待买家确认")];
    let shut = [("订单状态", "交易关闭")];
    let rows = [
        sub_row("3304375611452199952", ID, &sent),
        sub_row("3304375611452199953", ID, &[]),
        sub_row("3304375611452199954", ID, &shut),
    ];
    assert_eq!(read(&[sub(&rows)]).orders[0].status, Status::PartShipped);
    assert_eq!(read(&[sub(&rows[..1])]).orders[0].status, Status::Shipped);
    assert_eq!(read(&[sub(&rows[2..])]).orders[0].status, Status::Closed);
}

#[test]
fn a_line_seen_again_replaces_itself() {
    let twice = sub(&[
        sub_row("3304375611452199952", ID, &[]),
        sub_row("3304375611452199952", ID, &[("购买数量", "3")]),
    ]);
    let order = &read(&[twice]).orders[0];
    assert_eq!(order.lines.len(), 1);
    assert_eq!((order.lines[0].qty, order.rows), (Qty(3000), 2));
}

#[test]
fn both_tables_may_be_sheets_of_one_workbook() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "说明").unwrap();
    for (header, values) in [
        (NEW_MAIN, main_row(ID, &[])),
        (NEW_SUB, sub_row("3304375611452199952", ID, &[])),
    ] {
        let sheet = book.add_worksheet();
        for (c, (name, value)) in (0..).zip(header.split(',').zip(values)) {
            sheet
                .write_string(0, c, name)
                .unwrap()
                .write_string(1, c, value)
                .unwrap();
        }
    }
    assert!(read(&[("both.xlsx", book.save_to_buffer().unwrap())]).orders[0].complete);
}

#[test]
fn damaged_line_numbers_refuse_the_line() {
    let read = read(&[sub(&[
        sub_row("3.30438E+18", ID, &[]),
        sub_row("3304375611452199952", ID, &[]),
    ])]);
    assert_eq!(read.problems[0].refusal.facts()["field"], "line_id");
    assert_eq!(
        (read.orders[0].lines.len(), read.orders[0].lost_rows),
        (1, 1)
    );
}
