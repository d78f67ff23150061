//! Pinduoduo, 抖店, 1688, Xiaohongshu, WeChat shop and Youzan, trap by trap, in the headings of
//! `practice.md §1.4`–`§1.7`.

use super::support::*;
use crate::domain::{Code, Money, Price, Qty};
use crate::paper::platform::{Mark, PlatformOrder};
use crate::paper::profile::Status;

pub(super) const PDD: &str = "商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),平台优惠折扣(元),用户实付金额(元),商家实收金额(元),商品数量(件),收货人,手机,省,市,区, 街道,支付时间,订单成交时间,承诺发货时间,发货时间,商品id,商品规格,样式ID,商家编码-规格维度,商家编码-商品维度,商家备注,买家留言,售后状态,快递单号,快递公司,用户购买手机号,赠品id,赠品名称,赠品规格,赠品数量";
pub(super) const DOUYIN: &str = "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,运费,支付方式,收件人,收件人手机号,省,市,区,街道,详细地址,买家留言,订单提交时间,商家备注,订单完成时间,支付完成时间,APP渠道,订单状态,承诺发货时间,订单类型,售后状态,取消原因,预约发货时间,发货时间,快递信息";
pub(super) const ALI: &str = "订单编号,买家公司名,买家会员名,卖家公司名,卖家会员名,货品总价(元),运费(元),涨价或折扣(元),实付款(元),订单状态,订单创建时间,订单付款时间,发货方,收货人姓名,收货地址,邮编,联系电话,联系手机,货品标题,单价(元),数量,单位,货号,型号,Offer ID,SKU ID,物料编号,单品货号,货品种类,买家留言,物流公司,运单号";
const XHS: &str = "订单号,用户应付金额(元),承诺发货时间,用户备注,包裹备注标记,包裹备注信息,SKU件数,商家编码,快递单号,快递公司";
const WEIXIN: &str = "订单号,订单状态,商品名称,商品数量,商品价格(单件),商品实际价格(单件),商品实际价格(总共),订单实际收款金额,订单运费,商品已退款金额,商品发货,商品售后,技术服务费";
const YOUZAN: &str = "订单号,买家付款时间,收货人手机号/提货人手机号,全部商品名称,商品种类数,订单实付金额,订单状态,订单已退款金额";

pub(super) fn pdd_row(id: &str, more: &[(&str, &str)]) -> Vec<String> {
    let mut values = vec![
        ("商品", "加厚毛巾"),
        ("订单号", id),
        ("订单状态", "待发货"),
        ("商品总价(元)", "1,299.00"),
        ("邮费(元)", "0.00"),
        ("用户实付金额(元)", "1,199.00"),
        ("商家实收金额(元)", "1,249.00"),
        ("商品数量(件)", "2"),
        ("收货人", "王*"),
        ("手机", "138****1234"),
        ("省", "浙江省"),
        ("市", "杭州市"),
        ("区", "余杭区"),
        (" 街道", "****"),
        ("承诺发货时间", "2026-11-27 20:00:00"),
        ("商品id", "512345678901"),
        ("商品规格", "蓝色,两条"),
        ("商家编码-规格维度", "MJ-2"),
        ("售后状态", "无售后或售后取消"),
        ("用户购买手机号", "\t"),
    ];
    for more in more {
        values.retain(|(name, _)| *name != more.0);
        values.push(*more);
    }
    row(PDD, &values)
}

pub(super) fn douyin_row(id: &str, line: &str, more: &[(&str, &str)]) -> Vec<String> {
    let mut values = vec![
        ("主订单编号", id),
        ("子订单编号", line),
        ("选购商品", "\t气垫拖鞋"),
        ("商品规格", "灰色 42"),
        ("商品数量", "1"),
        ("商品ID", "\t3512345678901234567"),
        ("商家编码", "TX-42"),
        ("商品单价", "1,234.00"),
        ("订单应付金额", "1,200.00"),
        ("运费", "-"),
        ("支付方式", "微信"),
        ("收件人", "##AbCdEf=="),
        ("收件人手机号", "$$9f8e7d=="),
        ("省", "广东省"),
        ("市", "深圳市"),
        ("详细地址", "##ZmZm=="),
        ("订单提交时间", "2026-11-25 22:00:01"),
        ("订单状态", "待发货"),
        ("承诺发货时间", "2026-11-27 22:00:00"),
        ("售后状态", "-"),
        ("取消原因", "-"),
    ];
    for more in more {
        values.retain(|(name, _)| *name != more.0);
        values.push(*more);
    }
    row(DOUYIN, &values)
}

fn bom(header: &str, rows: &[Vec<String>]) -> Vec<u8> {
    format!("\u{feff}{}", csv(header, rows)).into_bytes()
}

fn only(header: &str, rows: &[Vec<String>]) -> PlatformOrder {
    let read = read(&[("x.csv", bom(header, rows))]);
    assert_eq!(
        (read.orders.len(), read.problems.len()),
        (1, 0),
        "{:?}",
        read.problems
    );
    read.orders[0].clone()
}

const PDD_ID: &str = "261125-123456789012345";
const DY_ID: &str = "\t6917926768823643751";

#[test]
fn pinduoduo_takes_the_day_from_the_number_and_says_that_the_phone_is_masked() {
    let order = only(PDD, &[pdd_row(PDD_ID, &[])]);
    assert_eq!(order.order_id, PDD_ID);
    assert_eq!(order.status, Status::ToShip);
    assert_eq!(order.created.unwrap().day().to_string(), "2026-11-25");
    assert_eq!(order.marks, [Mark::Masked, Mark::DatedById]);
    assert_eq!(
        order.paid,
        Some(Money(124_900)),
        "what the shop really gets"
    );
    assert_eq!(order.address, "浙江省杭州市余杭区****");
    assert_eq!(order.lines[0].merchant_code, "MJ-2");
    assert_eq!(order.lines[0].qty, Qty(2_000));
    assert_eq!(order.ship_by.unwrap().to_string(), "2026-11-27T20:00:00");
    let told = only(
        PDD,
        &[pdd_row(PDD_ID, &[("订单成交时间", "2026-11-24 23:59:58")])],
    );
    assert_eq!(told.created.unwrap().to_string(), "2026-11-24T23:59:58");
    assert_eq!(told.marks, [Mark::Masked]);
}

#[test]
fn pinduoduo_says_by_a_suffix_that_the_money_is_back_and_by_another_column_that_it_is_asked_for() {
    for (status, after_sale, is) in [
        ("待发货，退款成功", "退款成功", Status::Closed),
        ("已取消，退款成功", "退款成功", Status::Closed),
        ("已取消", "", Status::Closed),
        ("待发货", "售后处理中", Status::Refunding),
        ("已发货，待收货", "", Status::Shipped),
        ("已收货", "", Status::Done),
        ("飞走了", "", Status::Unknown),
    ] {
        let row = pdd_row(PDD_ID, &[("订单状态", status), ("售后状态", after_sale)]);
        assert_eq!(only(PDD, &[row]).status, is, "{status} {after_sale}");
    }
}

#[test]
fn pinduoduo_gives_a_gift_in_columns_of_its_own() {
    let gift = [("赠品名称", "小毛巾"), ("赠品id", "99"), ("赠品数量", "1")];
    let order = only(PDD, &[pdd_row(PDD_ID, &gift)]);
    assert_eq!(order.lines.len(), 2);
    assert_eq!(order.lines[1].price, Some(Price::ZERO));
    assert_eq!(order.lines[1].qty, Qty::ONE);
}

#[test]
fn pinduoduo_exports_whatever_columns_were_ticked() {
    let header = "商品数量(件),订单号,收货人,承诺发货时间";
    let few = row(
        header,
        &[
            ("订单号", PDD_ID),
            ("商品数量(件)", "1"),
            ("收货人", "李四"),
        ],
    );
    let order = only(header, &[few]);
    assert_eq!(
        order.status,
        Status::ToShip,
        "no column of states: what is to be sent was exported"
    );
    let header = "订单号,承诺发货时间,订单状态";
    let bare = row(header, &[("订单号", PDD_ID), ("订单状态", "待发货")]);
    assert!(
        only(header, &[bare]).lines.is_empty(),
        "no goods at all are not goods without quantity"
    );
}

#[test]
fn douyin_cells_carry_a_tab_a_dash_for_nothing_and_cipher_text() {
    let order = only(DOUYIN, &[douyin_row(DY_ID, "\t6917926768823643752", &[])]);
    assert_eq!(order.order_id, "6917926768823643751");
    assert_eq!(order.freight, None);
    assert_eq!((order.receiver.as_str(), order.phone.as_str()), ("", ""));
    assert_eq!(
        order.address, "广东省深圳市",
        "the cipher text is no address"
    );
    assert_eq!(order.marks, [Mark::Masked]);
    let line = &order.lines[0];
    assert_eq!(line.item_id, "3512345678901234567");
    assert_eq!(line.price.unwrap().to_string(), "1234.00");
    assert_eq!(line.amount, Some(Money(120_000)));
}

#[test]
fn douyin_merges_rows_and_the_quantity_is_sure_only_where_there_is_one_of_each() {
    let two = [
        ("选购商品", "拖鞋;袜子"),
        ("商品ID", "35;36"),
        ("商家编码", "TX;WZ"),
        ("商品数量", "2"),
    ];
    let lines = only(
        DOUYIN,
        &[douyin_row(
            DY_ID,
            "6917926768823643752;6917926768823643753",
            &two,
        )],
    )
    .lines;
    let told: Vec<_> = lines
        .iter()
        .map(|l| (l.merchant_code.as_str(), l.qty))
        .collect();
    assert_eq!(told, [("TX", Qty::ONE), ("WZ", Qty::ONE)]);
    let three = [two[0], two[1], two[2], ("商品数量", "3")];
    let lines = only(DOUYIN, &[douyin_row(DY_ID, "", &three)]).lines;
    assert!(
        lines
            .iter()
            .all(|line| line.qty == Qty::ZERO && line.price.is_none())
    );
}

#[test]
fn douyin_closes_a_gift_and_the_rest_is_still_to_be_sent() {
    let gift = [
        ("商品单价", "0.00"),
        ("订单应付金额", "0.00"),
        ("订单状态", "已关闭"),
        ("取消原因", "主品订单售后完成"),
    ];
    let order = only(
        DOUYIN,
        &[
            douyin_row(DY_ID, "6917926768823643752", &gift),
            douyin_row(DY_ID, "6917926768823643753", &[]),
        ],
    );
    assert_eq!(order.status, Status::ToShip);
    assert_eq!(order.lines[0].status, Status::Closed);
    let presale = only(
        DOUYIN,
        &[douyin_row(
            DY_ID,
            "",
            &[("订单类型", "预售订单"), ("支付方式", "货到付款")],
        )],
    );
    assert_eq!(presale.marks[..2], [Mark::Cod, Mark::Presale]);
    let sent = [
        ("订单状态", "已发货"),
        ("快递信息", "SF1234567890123-顺丰速运,6917926768823643752"),
    ];
    let sent = only(DOUYIN, &[douyin_row(DY_ID, "", &sent)]);
    assert_eq!(
        (sent.waybill.as_str(), sent.carrier.as_str()),
        ("SF1234567890123", "顺丰速运")
    );
}

pub(super) fn ali_rows() -> Vec<Vec<String>> {
    let first = [
        ("订单编号", "1234567890123456789"),
        ("买家公司名", "某某商行"),
        ("运费(元)", "10.00"),
        ("实付款(元)", "210.00"),
        ("订单状态", "等待卖家发货"),
        ("订单创建时间", "2026/11/5 9:08"),
        ("收货人姓名", "赵六"),
        ("收货地址", "山东省 济南市 历下区 1 号"),
        ("联系手机", "13700000000"),
        ("货品标题", "毛巾"),
        ("单价(元)", "10"),
        ("数量", "10"),
        ("单品货号", "MJ-1"),
    ];
    let below = [
        ("货品标题", "浴巾"),
        ("单价(元)", "20"),
        ("数量", "5"),
        ("货号", "YJ-1"),
    ];
    vec![row(ALI, &first), row(ALI, &below)]
}

#[test]
fn a_merged_order_of_1688_is_one_and_its_money_counts_once() {
    let read = read(&[("x.xlsx", xlsx_texts(ALI, &ali_rows()))]);
    assert_eq!(read.channel, "1688");
    let order = &read.orders[0];
    assert_eq!((order.lines.len(), order.rows), (2, 2));
    assert_eq!(
        (order.paid, order.freight),
        (Some(Money(21_000)), Some(Money(1_000)))
    );
    assert_eq!(
        order.status,
        Status::ToShip,
        "the rows below say nothing of it"
    );
    assert_eq!(order.lines[1].merchant_code, "YJ-1");
}

#[test]
fn a_row_of_1688_without_an_order_above_it_is_named_and_joins_nobody() {
    let mut rows = ali_rows();
    rows.insert(0, rows[1].clone());
    let lost = read(&[("x.xlsx", xlsx_texts(ALI, &rows))]);
    assert_eq!((lost.orders.len(), lost.problems.len()), (1, 1));
    assert_eq!(lost.problems[0].refusal.code(), Code::ImportBadId);

    let mut rows = ali_rows();
    let mut damaged = rows[0].clone();
    damaged[0] = "1.23457E+18".to_owned();
    rows.extend([damaged, rows[1].clone()]);
    let lost = read(&[("x.xlsx", xlsx_texts(ALI, &rows))]);
    assert_eq!(
        lost.orders[0].lines.len(),
        2,
        "not the goods of the order that was lost"
    );
    assert_eq!(lost.problems.len(), 2);

    let mut rows = ali_rows();
    rows[1][20] = "五".to_owned();
    let lost = read(&[("x.xlsx", xlsx_texts(ALI, &rows))]);
    assert_eq!(
        lost.orders[0].lost_rows, 1,
        "an order is not to be trusted without one of its rows"
    );
}

#[test]
fn a_page_with_cells_that_span_rows_is_read_as_merged() {
    let cell = |text: &str| format!("<td>{text}</td>");
    let rows = ali_rows();
    let head = ALI.replace(',', "</th><th>");
    let first: String = rows[0]
        .iter()
        .enumerate()
        .map(|(n, text)| {
            if n < 18 {
                format!("<td rowspan=2>{text}</td>")
            } else {
                cell(text)
            }
        })
        .collect();
    let below: String = rows[1].iter().skip(18).map(|text| cell(text)).collect();
    let page = format!(
        "<html><table><tr><th>{head}</th></tr><tr>{first}</tr><tr>{below}</tr></table></html>"
    );
    let read = read(&[("x.xls", page.into_bytes())]);
    assert_eq!(read.orders[0].lines[1].merchant_code, "YJ-1");
    assert_eq!(read.orders[0].lines[1].qty, Qty(5_000));
}

#[test]
fn xiaohongshu_tells_no_state_but_a_waybill_does() {
    let told = |waybill: &str| {
        let values = [
            ("订单号", "P712345678901234567"),
            ("用户应付金额(元)", "59.00"),
            ("承诺发货时间", "2026-11-28 23:59:59"),
            ("SKU件数", "1"),
            ("商家编码", "TX-42"),
            ("快递单号", waybill),
        ];
        only(XHS, &[row(XHS, &values)])
    };
    assert_eq!(told("").status, Status::ToShip);
    assert_eq!(told("YT123456789012").status, Status::Shipped);
}

#[test]
fn weixin_and_youzan_are_read() {
    let goods = [
        ("订单号", "3712345678901234567"),
        ("订单状态", "待发货"),
        ("商品名称", "茶杯"),
        ("商品数量", "2"),
        ("商品价格(单件)", "30.00"),
        ("商品实际价格(单件)", "27.50"),
        ("商品实际价格(总共)", "55.00"),
        ("订单实际收款金额", "60.00"),
        ("订单运费", "5.00"),
        ("商品售后", "退款中"),
    ];
    let order = only(WEIXIN, &[row(WEIXIN, &goods)]);
    assert_eq!(order.status, Status::Refunding);
    assert_eq!(order.lines[0].amount, Some(Money(5_500)));
    let values = [
        ("订单号", "E20261125101112000100001"),
        ("买家付款时间", "2026-11-25 10:11:12"),
        ("收货人手机号/提货人手机号", "13700000000"),
        ("全部商品名称", "茶杯;茶壶"),
        ("订单实付金额", "99.00"),
        ("订单状态", "待发货"),
    ];
    let order = only(YOUZAN, &[row(YOUZAN, &values)]);
    assert_eq!(order.goods_text, "茶杯;茶壶");
    assert!(order.lines.is_empty() && !order.complete);
}
