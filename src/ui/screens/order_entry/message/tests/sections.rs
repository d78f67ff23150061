//! What a message says of its lines: returns, gifts, corrections, old letters, several people and places.

use super::*;

#[test]
fn lines_below_a_heading_are_what_it_says_until_another_orders() {
    assert_eq!(
        told("退货:\nD0001 2箱\n红牛 1箱\n新订单:\nD0003 5箱"),
        ["D0001 退货|2箱|", "红牛 退货|1箱|", "D0003|5箱|"]
    );
    assert_eq!(
        told("D0003 5箱\nReturns:\nD0001 2 boxes"),
        ["D0003|5箱|", "D0001 Returns|2boxes|"]
    );
    assert_eq!(
        told("以下是赠品:D0001 2箱,D0002 1箱\nD0003 5箱"),
        [
            "D0001 以下是赠品|2箱|",
            "D0002 以下是赠品|1箱|",
            "D0003|5箱|"
        ]
    );
    assert_eq!(
        told("编码\t数量\nD0001\t2\n退货\t\nD0003\t1"),
        ["D0001|2|", "D0003 退货|1|"]
    );
    assert_eq!(told("D0001 2箱\n退货:"), ["D0001|2箱|", "退货||"]);
    assert_eq!(
        told("退货:\n张三 10:20\nD0001 2箱\n李四 10:21\nD0003 5箱"),
        ["D0001|2箱|", "D0003|5箱|", "退货||"],
        "who speaks first has not said it"
    );
}

#[test]
fn what_changes_a_line_makes_it_one_to_look_at() {
    for (message, lines) in [
        (
            "D0001 20箱\n不对,改成25箱",
            vec!["D0001 不对,改成25箱|20箱|"],
        ),
        (
            "D0001 20箱\nD0003 5箱\nD0001改成25箱",
            vec!["D0001 D0001改成25箱|20箱|", "D0003|5箱|"],
        ),
        (
            "D0001 20箱\nD0003 5箱\nD0001 不要了",
            vec!["D0001 D0001不要了|20箱|", "D0003|5箱|"],
        ),
        (
            "D0001 20箱\nD0003 5箱\ncancel D0003",
            vec!["D0001|20箱|", "D0003 cancelD0003|5箱|"],
        ),
    ] {
        assert_eq!(told(message), lines, "{message}");
    }
}

#[test]
fn several_who_order_and_several_places_are_told() {
    let speakers = |message: &str| read(message).speakers;
    let two = "张三 10:20\nD0001 2箱\n李四 10:21\nD0003 5箱";
    assert_eq!(speakers(two), ["张三", "李四"]);
    assert_eq!(
        speakers("张三 10:20\nD0001 2箱\n李四 10:21\n好的"),
        ["张三"]
    );
    let places = read(
        "D0001 2箱 发广东省广州市番禺区大北路12号 李姐 13800138000\nD0003 5箱\n地址:佛山市南海区桂城海八路8号",
    );
    assert_eq!(places.places(), 2, "{:?}", places.remarks);
}

#[test]
fn names_below_a_letter_and_cells_in_quotes_are_no_goods() {
    let letter = read("D0001 20 boxes\nBest regards,\nTom\nOcean Trading Ltd.");
    assert_eq!((letter.items.len(), letter.asides), (1, 3));
    assert_eq!(read("D0001 20箱\n谢谢\n张三").items.len(), 1);
    assert_eq!(
        told("编码\t品名\t数量\nD0001\t\"红牛\n250ml\"\t5\nD0003\t水\t6"),
        ["D0001 红牛 250ml|5|", "D0003 水|6|"]
    );
    assert_eq!(
        told("款号\t颜色\t尺码\t数量\n8801\t黑\tS\t2\n\t\tM\t3\n\t白\tS\t1\n8801\t\tM\t4"),
        [
            "8801 黑 S|2|",
            "8801 黑 M|3|",
            "8801 白 S|1|",
            "8801 白 M|4|"
        ]
    );
}

#[test]
fn what_is_not_wanted_never_stands_clean() {
    // The goods that are wanted for certain; all others are to be looked at.
    for (message, clean) in [
        ("~~D0003 10~~\nD0001 20", "D0001"),
        ("D0001 20箱 ×\nD0004 5箱", "D0004"),
        ("下周再要的:\nD0003 10箱", ""),
        ("Old Order:\nD0003 10\nNew Order:\nD0003 12", "D0003"),
        ("退回的D0003 2箱、D0004 3箱", ""),
        ("不发D0003 10箱、D0004 5箱", ""),
        ("Please return D0003 2, D0004 3", ""),
        ("上次订的:D0001 20箱 D0003 10箱\n这次:D0004 5箱", "D0004"),
        (
            "Last order: D0001 20, D0003 10\nThis time: D0004 5",
            "D0004",
        ),
        ("I already got D0001 20, D0003 10", ""),
        ("【退货】\nD0003 2箱\n【订货】\nD0001 20箱", "D0001"),
        ("[Returns]\nD0003 2\n[Order]\nD0001 20", "D0001"),
        ("退货单\nD0003 2箱\n订货单\nD0001 20箱", "D0001"),
        ("我们库存:\nD0003 2箱", ""),
        ("Please don't ship these:\nD0003 2", ""),
        (
            "D0005 5\n-----Original Message-----\nFrom: Wang Fang\nD0001 50",
            "D0005",
        ),
        ("On 23 Nov Tom wrote:\nD0001 50\n\nSame again.", ""),
        ("昨天 18:22\n> D0001 50箱\n今天照这个减半", ""),
        ("D0001 20箱\nD0003 10箱\nD0003取消,D0001加5箱", ""),
        ("8801 黑 S2 M3\n8801不要了", ""),
        ("D0001 20\nD0003 10\nremove D0003", "D0001"),
        ("D0001 20\nD0003 10\n都不要了", ""),
        ("退货:\nD0004 3箱\n另外再要:\nD0001 10箱", "D0001"),
        ("RETURNS\nD0004 3\nORDER\nD0001 20", "D0001"),
        ("王芳写道:\n> 要什么?\nD0001 5箱", "D0001"),
        (
            "From: Tom\nSent: 23 Nov 2026\nTo: Wang Fang\nD0001 5",
            "D0001",
        ),
        ("主题: 急 D0001 20箱\nD0003 5箱", "D0003"),
        ("老板好,麻烦发D0001 20箱\n谢谢\nD0003 5箱", "D0001 D0003"),
    ] {
        let items = read(message).items;
        let wanted = |item: &&Item| item.qty.is_some() && !item.goods.contains([' ', '?']);
        let told: Vec<&str> = items
            .iter()
            .filter(wanted)
            .map(|item| item.goods.as_str())
            .collect();
        assert_eq!(told.join(" "), clean, "{message}: {items:?}");
    }
    assert_eq!(
        read("Hi Wang,\nD0001 20\nKind regards,\nTom").items.len(),
        1
    );
    assert_eq!(
        read("D0001 20\nShip to: 45 Harbour St, Shenzhen").places(),
        1
    );
}

#[test]
fn a_day_is_of_the_order_or_of_the_lines_it_is_said_of() {
    let days = |message: &str| {
        let read = read(message);
        let lines = read.items.iter().map(|item| item.remark.clone());
        (read.days.join("|"), lines.collect::<Vec<_>>().join("|"))
    };
    for (message, of_all, of_lines) in [
        ("D0001 10箱\n12月8日前送到", "12月8日", ""),
        ("D0001 10箱 明天要", "明天", ""),
        ("明天要:\nD0001 10箱\nD0003 5箱", "明天", "|"),
        ("D0001 10箱 明天要\nD0003 5箱 明天要", "明天", "|"),
        ("D0001 10箱 明天要\nD0003 5箱", "", "明天要|"),
        (
            "明天要:\nD0001 10箱\n后天要:\nD0003 5箱",
            "",
            "明天要|后天要",
        ),
        (
            "周五前到:D0001 10箱\n周六到:D0003 5箱",
            "",
            "周五前到|周六到",
        ),
        ("订货单 12月5日\nD0001 10箱", "", ""),
        ("交期:12/8\nD0001 10箱", "12/8", ""),
    ] {
        assert_eq!(
            days(message),
            (of_all.to_owned(), of_lines.to_owned()),
            "{message}"
        );
    }
    assert_eq!(read("D0001 10箱 明天要").remarks, ["明天要"]);
    let two = read("D0001 10箱 明天要\nD0003 5箱");
    assert_eq!(two.days_of_lines().collect::<Vec<_>>(), ["明天"]);
}

#[test]
fn an_answer_that_corrects_what_it_quotes_keeps_it() {
    let read = read("> D0001 10箱\n> D0003 5箱\n改成D0001 8箱");
    let goods: Vec<&str> = read.items.iter().map(|item| item.goods.as_str()).collect();
    assert_eq!(goods, ["D0001 > 改成D00018箱", "D0003 >"]);
}

#[test]
fn what_a_letter_is_about_is_heeded() {
    for message in [
        "主题:退货\nD0001 10箱",
        "发件人:张三\n主题:取消周五订单\nD0001 10箱",
        "Subject: RE: cancel order 8812\n\nHi Amy\nD0001 2 cases",
        "Subject: Do not ship\nD0001 2 cases",
        "To: Amy\nCc: Bob\nSubject: Sample order - free of charge\n\nD0001 10 cases",
    ] {
        let read = read(message);
        assert!(
            read.items.iter().all(|item| item.goods.contains(' ')),
            "{:?}",
            read.items
        );
    }
    for (message, remark) in [
        ("主题:12月9日送曲江店\nD0001 10箱", "12月9日送曲江店"),
        ("发件人:曲江店 要自提\nD0001 10箱", "发件人:曲江店 要自提"),
        ("D0001 10箱\n谢谢,尽快", "尽快"),
    ] {
        assert_eq!(read(message).remarks, [remark], "{message}");
    }
    assert_eq!(
        read("From: Tom Li\nSubject: order\nD0001 5 cases").asides,
        2
    );
}

#[test]
fn below_a_letter_stands_one_name_and_no_order() {
    let asides = |end: &str| read(&format!("D0001 10 cases\nRegards,\n{end}")).asides;
    assert_eq!(asides("Tom Hill"), 2);
    assert_eq!(asides("Tom Hill\nSales Manager\nHarbour Foods Ltd"), 4);
    for end in ["Pickup Friday", "Half Only", "North Store", "Rush Order"] {
        assert_eq!(asides(end), 1, "{end}");
    }
    assert_eq!(asides("Tom\nCollect ourselves"), 2);
    assert_eq!(read("D0001 10箱\n[图片]\n[微笑]").pictures, 1);
}
