//! What would stand clean and be wrong: orders with their address in one line, remarks that change lines, numbers that
//! may be price or amount; and beside each what is right as it stands.

use super::*;

/// The goods of the lines that nobody would look at again, and how many.
fn clean(message: &str) -> String {
    let items = read(message).items;
    let clean = items.iter().filter(|item| {
        let doubt = item.price_cell().ends_with('?') || item.qty_text().contains('(');
        !doubt && !item.goods.contains([' ', '?'])
    });
    let clean = clean.filter_map(|item| {
        let qty = item.qty.as_ref()?;
        Some(format!("{}*{}", item.goods, qty.text()))
    });
    clean.collect::<Vec<_>>().join(" ")
}

fn check(table: &[(&str, &str)]) {
    for (message, wanted) in table {
        let items = read(message).items;
        assert_eq!(clean(message), *wanted, "{message}: {items:?}");
    }
}

#[test]
fn goods_before_where_they_go_are_lines() {
    let to = "佛山市南海区桂城街道海三路5号 李四 13912345678";
    for (said, lines) in [
        ("请发D0001 10箱到", "D0001*10箱"),
        ("麻烦发20箱D0004到", "D0004*20箱"),
        ("要D0001十箱寄到", "D0001*10箱"),
        ("D0001 10箱,D0003 5箱送到:", "D0001*10箱 D0003*5箱"),
        ("送到", ""),
        ("请送到", ""),
    ] {
        let message = format!("{said}{to}");
        let read = read(&message);
        assert_eq!(clean(&message), lines, "{message}: {:?}", read.items);
        assert_eq!(read.addresses.len(), 1, "{message}");
        assert!(read.addresses[0].line().starts_with("佛山市"), "{message}");
    }
    for share in ["两箱寄到", "其中5箱送到", "一半送到"] {
        let part = format!("D0001 10箱\n{share}{to}");
        let read = read(&part);
        assert_eq!((clean(&part).as_str(), read.addresses.len()), ("", 0));
        assert_eq!(read.places(), 1, "told");
    }
    for other in [
        format!("D0001 10箱送到{to},D0003 5箱送到广州市白云区机场路88号 王五 13712345678"),
        format!("D0001 10箱,发票寄到{to}"),
    ] {
        let read = read(&other);
        let told = clean(&other).is_empty() || read.addresses.is_empty();
        assert!(told, "{other}: {read:?}");
    }
    let inside = "李四13912345678佛山市南海区海三路5号D0001*10";
    assert_eq!((told(inside).len(), clean(inside).as_str()), (1, ""));
    let glued = format!("8801黑M10件寄{to}");
    assert_eq!(told(&glued), ["8801 黑 M|10件|"]);
}

#[test]
fn remarks_that_change_lines_mark_them() {
    let two = |said: &str| {
        [
            format!("{said}\nD0001 10箱\nD0003 5箱"),
            format!("D0001 10箱\nD0003 5箱\n{said}"),
        ]
    };
    for (said, left) in [
        ("备注:D0003不要了", "D0001*10箱"),
        ("D0003先不发,等通知", "D0001*10箱"),
        ("注意:D0003要换成无糖的500ml", "D0001*10箱"),
        ("Note: cancel D0003", "D0001*10箱"),
        ("Remark: no D0003 please", "D0001*10箱"),
        ("Note: D0003 change to 15", "D0001*10箱"),
        ("备注:赤虎500的也来5箱", ""),
        ("备注:多发2箱", ""),
        ("备注:按100结", ""),
        ("说明:以下为试用装,不收费", ""),
        ("备注:先不发,等通知", ""),
        // What is of other goods is a line to look at.
        ("备注:另加D0005 3箱", "D0001*10箱 D0003*5箱"),
        ("Remark: also add 3 cases D0005", "D0001*10箱 D0003*5箱"),
        ("备注:D0003不要了,D0001加5箱", ""),
        ("Notes: 2 free D0004", "D0001*10箱 D0003*5箱"),
        // Plain wishes.
        ("周五前送到", "D0001*10箱 D0003*5箱"),
        ("备注:放门卫,加急", "D0001*10箱 D0003*5箱"),
        ("开专票", "D0001*10箱 D0003*5箱"),
        ("Note: call before delivery", "D0001*10箱 D0003*5箱"),
        ("备注:PO4500123", "D0001*10箱 D0003*5箱"),
    ] {
        for message in two(said) {
            let read = read(&message);
            assert_eq!(clean(&message), left, "{message}: {:?}", read.items);
            let line = read.items.len() > 2 || clean(&message) != "D0001*10箱 D0003*5箱";
            assert_eq!(line, read.remarks.is_empty(), "{message}: {read:?}");
        }
    }
    check(&[("D0001 10箱\nD0003 5箱\n以上两个品先不发", "")]);
}

#[test]
fn notes_beside_lines_that_change_them_mark_them() {
    for note in [
        "半箱",
        "要550ml的",
        "按25.5",
        "和D0005对半",
        "先发2箱",
        "24",
        "change to 8",
        "backorder",
    ] {
        let sheet = format!("编码\t数量\t备注\nD0001\t10\t{note}\nD0003\t5\t周五前送");
        assert_eq!(clean(&sheet), "D0003*5", "{note}");
    }
    assert!(
        told("编码\t数量\t备注\nD0001\t10\t24")[0].contains("?24"),
        "no word of 250ml×24罐"
    );
}

#[test]
fn a_bare_number_that_may_be_price_or_amount_is_asked_about() {
    let cell = |message: &str| {
        items(message)
            .first()
            .map(Item::price_cell)
            .unwrap_or_default()
    };
    for (message, price) in [
        ("D0001 10箱 1050元", "1050/箱?"),
        ("D0001 10箱 ¥1050", "1050/箱?"),
        ("D0001 10箱 550块钱", "550/箱?"),
        ("D0004 20 cases 500.00", "500.00/cases?"),
        ("D0001\t105\t10", "10??"),
        ("1\tD0001\t105\t10", "10??"),
        ("D0001\t250ml\t24\t10\t箱", "10/箱??"),
        ("D0001,105,10", "10??"),
        ("D0001; 105; 10", "10??"),
        ("D0001 / 105 / 10", "10??"),
        // Said to be the price of one.
        ("D0001 10箱 单价105", "105/箱"),
        ("D0001 10箱 @105", "105/箱"),
        ("D0001 10箱 105元/箱", "105/箱"),
        ("D0001 10箱 每箱105", "105/箱"),
        ("D0001 10箱 105元每箱", "105/箱"),
        ("D0001 25块一箱 要30箱", "25/箱"),
        ("D0001 10 cases 105.00 each", "105.00/cases"),
        ("编码\t数量\t单价\nD0001\t10\t105", "105"),
    ] {
        assert_eq!(cell(message), price, "{message}");
    }
}

#[test]
fn what_is_said_of_the_line_above_marks_it() {
    check(&[
        ("D0001 10箱\n(这个不要了)\nD0003 5箱", "D0003*5箱"),
        ("D0001 10箱\n(not this one)\nD0003 5箱", "D0003*5箱"),
        ("D0003 5箱\nD0001 10箱\n这个先不要", "D0003*5箱"),
        ("D0003 5箱\nD0001 10箱\n算了", ""),
        ("D0003 5箱\nD0001 10箱\n↑改20", "D0003*5箱"),
        ("D0003 5\nD0001 10\nnot needed", "D0003*5"),
        ("D0003 5箱\nD0001 10箱\n少一箱", "D0003*5箱"),
        ("D0003 5箱\nD0001 10箱\n每样再加2箱", ""),
        ("D0003 5箱\nD0001 10箱\nD0001那个不要", "D0003*5箱"),
        ("D0003 5箱\nD0001 10箱\nPS:D0001多给一箱", "D0003*5箱"),
        ("D0003 5\nD0001 10 cases (or 12 if in stock)", "D0003*5"),
        ("D0001 10箱 ❓", ""),
        ("D0003 5箱\nD0001 10箱\n+5", "D0003*5箱"),
        ("D0003 5箱\nD0001 10箱\n再来5箱", "D0003*5箱"),
        ("D0001 10箱\n*20\nD0003 5箱", "D0003*5箱"),
        ("D0001 10\nD0003 5\nHalf of each please", ""),
        ("D0001: 10 -> 15\nD0003 5", "D0003*5"),
        ("D0001\n105.00\n10", ""),
        ("10\nD0001\n20\nD0003", ""),
        ("D0001\n10\nD0003\n20", "D0001*10 D0003*20"),
        ("(样品)\nD0001 10箱", ""),
        ("D0003 5箱\n(以下是赠品)\nD0001 10箱", "D0003*5箱"),
    ]);
    for alone in ["*20", "单价:105", "D0001 10箱\n单价105"] {
        let items = read(alone).items;
        assert!(items.iter().all(|item| !item.goods.is_empty()), "{alone}");
    }
}

#[test]
fn headings_signs_and_brackets_that_turn_the_meaning_mark() {
    check(&[
        ("退:\nD0001 10箱", ""),
        ("以下先不要\nD0001 10箱", ""),
        ("库存还有\nD0001 10箱", ""),
        ("D0003 5箱\n以下备用\nD0001 10箱", "D0003*5箱"),
        ("以下是我要的货\nD0001 10箱", "D0001*10箱"),
        ("Please don't send\nD0001 10", ""),
        ("单位:瓶\nD0001 10", ""),
        ("单位:佛山商贸\nD0001 10", "D0001*10"),
        ("D0001 10箱(105)\nD0003 5箱", "D0003*5箱"),
        ("D0001 10箱=1050\nD0003 5箱", "D0003*5箱"),
        ("~D0001 10 cases~\nD0003 5", "D0003*5"),
        ("D0001 10箱 ×\nD0003 5", "D0003*5"),
        ("8831 黑 30 32", ""),
        ("(10) D0001\nD0003 5", "D0003*5"),
        ("(1) D0001 10箱\n(2) D0003 5箱", "D0001*10箱 D0003*5箱"),
    ]);
    assert!(told("🈚D0001 10箱")[0].contains('🈚') && told("🆓 D0001 10箱")[0].contains('🆓'));
    assert_eq!(told("D0001 10 ea"), ["D0001|10ea|"], "ten of what");
    assert_eq!(told("D0001 10EA"), ["D0001|10ea|"]);
}

#[test]
fn what_says_more_than_one_product_is_a_message() {
    for text in [
        "老样子,再加5箱D0009",
        "要D0001十箱寄到佛山市南海区桂城街道海三路5号,李四,13912345678",
        "李四13912345678D0001*10",
        "李四13912345678佛山市南海区海三路5号D0001*10",
        "再加5箱",
        "D0003不要了",
    ] {
        assert!(is_block(text), "{text}");
    }
    for text in ["D0001", "6901234567890", "赤虎能量饮料", "8801黑"] {
        assert!(!is_block(text), "{text}");
    }
}

#[test]
fn more_that_is_certain_is_read() {
    for (message, lines) in [
        ("D0001和D0003各10箱", vec!["D0001|10箱|", "D0003|10箱|"]),
        ("D0001十箱,D0003五箱", vec!["D0001|10箱|", "D0003|5箱|"]),
        ("8801 M 黑2 白3", vec!["8801 黑 M|2|", "8801 白 M|3|"]),
        ("8820 白 38*2 39*3", vec!["8820 白 38|2|", "8820 白 39|3|"]),
        (
            "8801黑M10 L10 白M5 L5",
            vec![
                "8801 黑 M|10|",
                "8801 黑 L|10|",
                "8801 白 M|5|",
                "8801 白 L|5|",
            ],
        ),
        ("8801-黑-M 10", vec!["8801 黑 M|10|"]),
        (
            "产品编码:D0001 数量:10 单位:箱 单价:105",
            vec!["D0001|10箱|105/箱"],
        ),
        ("刘老板:D0001 10箱", vec!["D0001|10箱|"]),
        (
            "[27/11/2026, 10:15:32] Peter: D0001 10 cases",
            vec!["D0001|10cases|"],
        ),
        (
            "27/11/2026, 10:15 - Peter: D0001 10 cases",
            vec!["D0001|10cases|"],
        ),
        (
            "品名,数量,单位,备注\n赤虎能量饮料,10,箱,急\nD0003,5,箱,\n合计,15,,",
            vec!["赤虎能量饮料|10箱|", "D0003|5箱|"],
        ),
        (
            "PO# 4500123\n单号:4500123\n日期:2026-11-27\nDelivery date: 2026-12-01\nD0001 10",
            vec!["D0001|10|"],
        ),
    ] {
        assert_eq!(told(message), lines, "{message}");
    }
}

#[test]
fn quantities_that_lead_are_of_the_code_behind_them() {
    assert_eq!(
        told("need 10 of D0001, 20 of D0005 and 5 of D0011"),
        ["D0001|10|", "D0005|20|", "D0011|5|"]
    );
    assert_eq!(
        told("Hi team, PO 7781: 10 cases of D0001, 20 cases of D0005"),
        ["D0001 team PO 7781|10cases|", "D0005 team PO 7781|20cases|"]
    );
    assert_eq!(
        told("库存没了 10 D0001 20 D0005"),
        ["D0001 库存没了|10|", "D0005 库存没了|20|"]
    );
    // Behind a code each number is its own.
    assert_eq!(told("D0001 10 D0005 20"), ["D0001|10|", "D0005|20|"]);
}

#[test]
fn two_sizes_are_no_size_and_its_quantity() {
    for message in [
        "8831黑30 32",
        "8877黄110 120",
        "8820白38,39",
        "8820白38 39码",
    ] {
        assert!(
            items(message).iter().all(|item| item.qty.is_none()),
            "{message}"
        );
    }
    assert_eq!(told("8820 白 38 9"), ["8820 白 38|9|"]);
}
