//! JD's export, trap by trap.

use super::support::*;
use crate::domain::{Code, Money, Price};
use crate::paper::profile::Status;

fn file(rows: &[Vec<String>]) -> (&'static str, Vec<u8>) {
    ("jd.csv", gbk(&csv(JD, rows)))
}

#[test]
fn rows_of_one_order_become_its_lines_and_money_counts_once() {
    let rows = [
        jd_row("11729439936", "100012", "1", "等待出库"),
        jd_row("11729439937", "100012", "2", "完成"),
        jd_row("11729439936", "100013", "3", "等待出库"),
    ];
    let read = read(&[file(&rows)]);
    assert_eq!(
        (read.profile.as_str(), read.channel, read.rows),
        ("jd", "jd", 3)
    );
    let order = &read.orders[0];
    assert_eq!(order.lines.len(), 2);
    assert!(order.complete);
    assert_eq!(
        order.paid,
        Some(Money(265_000)),
        "once, though it stands on each row"
    );
    assert_eq!(order.freight, Some(Money(600)));
    assert_eq!(
        order.lines[0].price,
        Some(Price(12_990_000)),
        "¥ and thousands are off"
    );
    assert_eq!(order.lines[0].merchant_code, "HN-250");
    assert_eq!(
        (order.buyer.as_str(), order.phone.as_str()),
        ("jd_abc", "139****1234")
    );
    assert_eq!(
        (order.buyer_note.as_str(), order.seller_note.as_str()),
        ("尽快", "29号发!!!")
    );
    assert_eq!(order.pay_method, "在线支付");
    assert_eq!((order.line, order.lines[1].line), (2, 4));
    assert_eq!(read.orders[1].status, Status::Done);
}

#[test]
fn every_status_word_has_its_state() {
    let words = [
        ("等待付款", Status::PendingPayment),
        ("等待出库", Status::ToShip),
        ("(锁定)等待出库", Status::Refunding),
        ("（锁定）等待出库", Status::Refunding),
        ("锁定", Status::Refunding),
        ("暂停", Status::Unknown),
        ("等待确认收货", Status::Shipped),
        ("完成", Status::Done),
        ("已取消", Status::Closed),
        ("(删除)等待出库", Status::Closed),
        ("(删除)完成", Status::Closed),
    ];
    for (word, status) in words {
        let read = read(&[file(&[jd_row("11729439936", "1", "1", word)])]);
        assert_eq!(read.orders[0].status, status, "{word}");
        assert_eq!(read.orders[0].status_text, word);
    }
}

#[test]
fn later_columns_and_the_sellers_own_code_are_known() {
    let header = format!("{JD},送装服务,服务费,仓库ID(仓库id),仓库名称,商家SKUID");
    let mut row = jd_row("11729439936", "1", "1", "完成");
    row.extend(["", "", "1", "仓", "MY-SKU"].map(str::to_owned));
    let read = read(&[("j.csv", gbk(&csv(&header, &[row])))]);
    assert_eq!(read.orders[0].lines[0].merchant_code, "MY-SKU");
}

#[test]
fn a_chosen_profile_reads_its_own_files_only() {
    let jd = [(
        "jd.csv".to_owned(),
        file(&[jd_row("11729439936", "1", "1", "完成")]).1,
    )];
    for name in ["jd", "JD", "京东"] {
        assert_eq!(
            read_platform(&jd, Some(name)).unwrap().orders.len(),
            1,
            "{name}"
        );
    }
    assert_eq!(
        read_platform(&jd, Some("taobao")).unwrap_err().code(),
        Code::ImportBadFile
    );
    assert_eq!(
        read_platform(&jd, Some("amazon")).unwrap_err().code(),
        Code::NotFound
    );
    let both = [
        jd[0].clone(),
        (
            "tb.csv".to_owned(),
            gbk(&csv(OLD_LIST, &[old_order("887766554433221100", &[])])),
        ),
    ];
    assert_eq!(
        read_platform(&both, None).unwrap_err().facts()["why"],
        "mixed_platforms"
    );
}

#[test]
fn a_comma_nobody_quoted_refuses_the_row() {
    let rows = [
        jd_row("11729439936", "1", "1", "完成"),
        jd_row("11729439937", "1", "1", "完成"),
    ];
    let text = csv(JD, &rows).replacen("红牛250ml", "红牛,250ml", 1);
    let read = read(&[("j.csv", gbk(&text))]);
    assert_eq!((read.problems.len(), read.orders.len()), (1, 1));
    assert_eq!(
        read.problems[0].refusal.facts()["why"],
        "more_cells_than_headings"
    );
}

/// `tests/files/jd.xls`: written by a spreadsheet library in the old form (BIFF8), a note above the
/// headings, dates as serial numbers, a second sheet without anything.
#[test]
fn an_old_workbook_is_read_like_a_new_one() {
    let bytes = include_bytes!("../../../tests/files/jd.xls");
    let read = read(&[("jd.xls", bytes.to_vec())]);
    assert_eq!((read.orders.len(), read.rows), (2, 4));
    let order = &read.orders[0];
    assert_eq!(order.lines.len(), 2);
    assert_eq!(order.paid, Some(Money(26_500)));
    assert_eq!(order.created, "2026-11-25T09:30:05".parse().ok());
    assert_eq!(order.lines[0].item_id, "100012");
    assert_eq!(order.lines[1].price, Some(Price(675_500)));
    assert_eq!((order.line, order.lines[1].line), (4, 5));
    // Eleven digits are whole as a number; of eighteen the last are lost.
    assert_eq!(read.orders[1].order_id, "11729439937");
    let problem = &read.problems[0];
    assert_eq!(
        (problem.line, problem.refusal.code()),
        (7, Code::ImportBadId)
    );
}
