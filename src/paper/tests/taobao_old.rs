//! The exports of 千牛 up to 2022, trap by trap.

use super::support::*;
use crate::domain::{Code, Money, Price, Qty};
use crate::paper::profile::Status;

const ID: &str = "887766554433221100";
const ID2: &str = "887766554433221101";

fn list(rows: &[Vec<String>]) -> (&'static str, Vec<u8>) {
    ("ExportOrderList202003011200.csv", gbk(&csv(OLD_LIST, rows)))
}

fn detail(rows: &[Vec<String>]) -> (&'static str, Vec<u8>) {
    (
        "ExportOrderDetailList202003011200.csv",
        gbk(&csv(OLD_DETAIL, rows)),
    )
}

#[test]
fn list_and_detail_join_by_order_number_in_any_order() {
    let list = list(&[old_order(ID, &[]), old_order(ID2, &[])]);
    let detail = detail(&[
        old_line(ID, "短袖", "45.00", "2"),
        old_line(ID, "长裤", "100.00", "1"),
        old_line(ID2, "短袖", "45.00", "1"),
    ]);
    for files in [[list.clone(), detail.clone()], [detail, list]] {
        let read = read(&files);
        assert_eq!((read.profile.as_str(), read.channel), ("taobao", "taobao"));
        assert_eq!((read.orders.len(), read.rows), (2, 5));
        assert!(read.problems.is_empty());
        let order = &read.orders[0];
        assert!(order.complete);
        assert_eq!(order.order_id, ID, "the =\"…\" is off");
        assert_eq!(
            order.status,
            Status::ToShip,
            "full-width comma in the status"
        );
        assert_eq!(order.status_text, "买家已付款，等待卖家发货");
        assert_eq!(order.paid, Some(Money(19_750)));
        assert_eq!(order.freight, Some(Money(750)));
        assert_eq!(order.refund, Some(Money(0)));
        assert_eq!(order.phone, "13800000000", "the ' is off");
        assert_eq!(order.address, "浙江省 杭州市 余杭区 仓前街道1号");
        assert_eq!(order.created.unwrap().to_string(), "2020-03-01T10:11:12");
        assert_eq!(order.paid_at.unwrap().to_string(), "2020-03-01T10:12:00");
        let lines = &order.lines;
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].qty, Qty(2000));
        assert_eq!(lines[0].price, Some(Price(450_000)));
        assert_eq!(lines[0].merchant_code, "A-001");
        assert_eq!(lines[0].sku_text, "颜色分类：黑色;尺码：M");
        assert_eq!(lines[1].line, 3);
        let raw = serde_json::Value::Array(order.raw.clone());
        assert_eq!(raw.as_array().unwrap().len(), 3);
        let own = raw
            .as_array()
            .unwrap()
            .iter()
            .find(|r| r["cells"]["买家会员名"] == "tb小红");
        assert_eq!(own.unwrap()["cells"]["打款商家金额"], "197.50元");
    }
}

#[test]
fn list_alone_and_detail_alone_are_each_half_an_order() {
    let order = &read(&[list(&[old_order(ID, &[])])]).orders[0];
    assert!(!order.complete && order.lines.is_empty());
    let order = &read(&[detail(&[old_line(ID, "短袖", "45", "2")])]).orders[0];
    assert!(!order.complete && order.paid.is_none());
    assert_eq!(order.lines.len(), 1);
    assert_eq!(order.status, Status::ToShip, "told by its lines");
}

#[test]
fn bracketed_and_later_columns_move_nothing() {
    let header = OLD_LIST.replace("买家应付货款", "支付单号,支付详情,买家应付货款");
    let header = format!("{header},{OLD_LATER}");
    let mut values = row(
        &header,
        &[
            ("订单编号", "=\"887766554433221100\""),
            ("支付单号", "2020030122001"),
            ("买家实际支付金额", "88.80"),
            ("订单状态", "交易成功"),
            ("联系电话 ", "'0571-88888888"),
            ("商家备忘", "5.22发"),
            ("主订单编号", "887766554433221100"),
        ],
    );
    let read = read(&[("a.csv", gbk(&csv(&header, &[values.clone()])))]);
    let order = &read.orders[0];
    assert_eq!(order.paid, Some(Money(8880)));
    assert_eq!(order.status, Status::Done);
    assert_eq!(
        order.phone, "0571-88888888",
        "the landline where no mobile stands"
    );
    assert_eq!(order.seller_note, "5.22发");

    values.reverse();
    let mut names: Vec<&str> = header.split(',').collect();
    names.reverse();
    let turned = super::support::read(&[("b.csv", gbk(&csv(&names.join(","), &[values])))]);
    assert_eq!(
        turned.orders[0].paid,
        Some(Money(8880)),
        "by name, never by position"
    );
}

#[test]
fn a_changed_address_wins_over_the_first_one() {
    let rows = [
        old_order(ID, &[("修改后的收货地址", "上海市浦东新区2号")]),
        old_order(ID2, &[("修改后的收货地址", "null")]),
    ];
    let read = read(&[list(&rows)]);
    assert_eq!(read.orders[0].address, "上海市浦东新区2号");
    assert!(
        read.orders[1].address.starts_with("浙江省"),
        "null says nothing"
    );
}

#[test]
fn a_damaged_number_refuses_its_row_and_no_other() {
    let rows = [old_order("3.30438E+18", &[]), old_order(ID, &[])];
    let read = read(&[
        list(&rows),
        detail(&[old_line("3.30438E+18", "短袖", "45", "1")]),
    ]);
    assert_eq!(read.orders.len(), 1, "of the damaged one nothing is made");
    assert_eq!(read.problems.len(), 2);
    let problem = &read.problems[0];
    assert_eq!(problem.refusal.code(), Code::ImportBadId);
    assert_eq!(problem.refusal.facts()["why"], "scientific");
    assert_eq!((problem.line, problem.id.as_str()), (2, "3.30438E+18"));
    assert_eq!(problem.file, "ExportOrderList202003011200.csv");
}

#[test]
fn text_ids_that_all_lost_their_tail_are_refused() {
    let lost = ["887766554433221000", "887766554433222000"];
    let bare = |id: &str| {
        let mut row = old_order(id, &[]);
        row[0] = id.to_owned();
        row
    };
    let read = read(&[list(&lost.map(bare))]);
    assert!(read.orders.is_empty());
    assert_eq!(read.problems[1].refusal.facts()["why"], "rounded");
    let kept = super::support::read(&[list(&lost.map(|id| old_order(id, &[])))]);
    assert_eq!(kept.orders.len(), 2, "=\"…\" has kept them from harm");
    let one = super::support::read(&[list(&[bare(lost[0]), bare(ID2)])]);
    assert_eq!(one.orders.len(), 2, "one number may end in zeros");
}

#[test]
fn a_bad_cell_refuses_the_row_and_marks_the_order() {
    let mut short = old_line(ID, "长裤", "100.00", "1");
    short[3] = "两条".to_owned();
    let zero = old_line(ID2, "短袖", "45", "0");
    let read = read(&[
        list(&[
            old_order(ID, &[]),
            old_order(ID2, &[("买家实际支付金额", "12,5")]),
        ]),
        detail(&[old_line(ID, "短袖", "45", "1"), short, zero]),
    ]);
    assert_eq!(read.orders.len(), 1);
    assert_eq!(read.orders[0].lost_rows, 1);
    let why: Vec<_> = read
        .problems
        .iter()
        .map(|p| p.refusal.facts()["field"].clone())
        .collect();
    assert_eq!(why, ["paid", "qty", "qty"]);
    assert_eq!(read.problems[1].line, 3);
}

#[test]
fn dates_outside_the_calendar_keep_their_own_code() {
    let rows = [old_order(ID, &[("订单创建时间", "0000-00-00 00:00:00")])];
    let read = read(&[list(&rows)]);
    assert_eq!(read.problems[0].refusal.code(), Code::DateOutOfRange);
}

#[test]
fn unknown_status_is_kept_and_shown() {
    let read = read(&[list(&[old_order(ID, &[("订单状态", "月球直邮中")])])]);
    assert_eq!(read.orders[0].status, Status::Unknown);
    assert_eq!(read.orders[0].status_text, "月球直邮中");
}

#[test]
fn an_export_that_overlaps_replaces_and_never_doubles() {
    let first = detail(&[
        old_line(ID, "短袖", "45", "2"),
        old_line(ID, "长裤", "100", "1"),
    ]);
    let mut later = first.clone();
    later
        .1
        .extend(gbk(&csv("", &[old_line(ID2, "短袖", "45", "1")])));
    let list = list(&[old_order(ID, &[])]);
    let mut newer = list.clone();
    newer.1 = gbk(&csv(
        OLD_LIST,
        &[old_order(ID, &[("订单状态", "交易成功")])],
    ));
    let read = read(&[list, first.clone(), later, newer]);
    assert_eq!(read.orders[0].lines.len(), 2);
    assert_eq!(
        read.orders[0].status,
        Status::Done,
        "the later row knows more"
    );

    let twice = [("a".to_owned(), first.1.clone()), ("b".to_owned(), first.1)];
    let no = read_platform(&twice, None).unwrap_err();
    assert_eq!(no.facts()["why"], "same_file_twice");
}

#[test]
fn twin_lines_of_one_file_are_two_lines() {
    let twin = old_line(ID, "短袖", "45", "1");
    let read = read(&[detail(&[twin.clone(), twin])]);
    assert_eq!(read.orders[0].lines.len(), 2);
}

#[test]
fn a_list_as_xlsx_goes_with_details_as_csv() {
    let list = ("list.xlsx", xlsx_texts(OLD_LIST, &[old_order(ID, &[])]));
    let read = read(&[list, detail(&[old_line(ID, "短袖", "45", "2")])]);
    assert!(read.orders[0].complete);
}

#[test]
fn merchant_code_gives_way_to_the_outside_code() {
    let mut line = old_line(ID, "短袖", "45", "2");
    line[9] = String::new();
    assert_eq!(
        read(&[detail(&[line])]).orders[0].lines[0].merchant_code,
        "OUT-1"
    );
}
