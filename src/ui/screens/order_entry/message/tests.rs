//! Messages, and the lines they become.

use crate::domain::address::Address;

use super::item::Item;
use super::reading::items;
use super::*;

mod marked;
mod sections;

fn told(message: &str) -> Vec<String> {
    let tell = |i: Item| format!("{}|{}|{}", i.goods, i.qty_text(), i.price_text());
    items(message).into_iter().map(tell).collect()
}

#[test]
fn messages_become_lines() {
    assert_eq!(
        told("红牛250ml 20箱; 农夫550 30件 单价22"),
        ["红牛250ml|20箱|", "农夫550|30件|22/件"]
    );
    assert_eq!(
        told("8801 黑 S2 M3 L2"),
        ["8801 黑 S|2|", "8801 黑 M|3|", "8801 黑 L|2|"]
    );
    assert_eq!(
        told("8801 黑 S2 / 8802 白 M5"),
        ["8801 黑 S|2|", "8802 白 M|5|"]
    );
    assert_eq!(
        told("袜子 1打=12\n袜子 3箱(24)"),
        ["袜子|1打(12)|", "袜子|3箱(24)|"]
    );
    assert_eq!(told("1001*20/12.5"), ["1001|20|12.5"]);
    assert_eq!(told("红牛 20 箱 单价 22元"), ["红牛|20箱|22/箱"]);
    assert_eq!(told("H0088 20副 8.5元"), ["H0088|20副|8.5/副"]);
    assert_eq!(told("H0034 20 37.00"), ["H0034|20|37.00"]);
    assert_eq!(
        told("赤虎能量饮料 250ml×24罐 3箱 单价110"),
        ["赤虎能量饮料 250ml×24罐|3箱|110/箱"]
    );
    assert_eq!(told("红牛250ml*24 5箱"), ["红牛250ml*24|5箱|"]);
}

#[test]
fn several_goods_of_one_line_come_apart() {
    assert_eq!(told("D0001 3箱 D0034 5箱"), ["D0001|3箱|", "D0034|5箱|"]);
    assert_eq!(
        told("红牛 20箱，农夫 30件。可乐 5箱"),
        ["红牛|20箱|", "农夫|30件|", "可乐|5箱|"]
    );
    assert_eq!(told("20箱 红牛 30件 农夫"), ["红牛|20箱|", "农夫|30件|"]);
    assert_eq!(
        told("D0001 三箱\nD0034两箱\nH0088要20副\n要 20箱 红牛"),
        ["D0001|3箱|", "D0034|2箱|", "H0088|20副|", "红牛|20箱|"]
    );
    assert_eq!(told("1. H0090 5\n2、红牛 3箱"), ["H0090|5|", "红牛|3箱|"]);
    assert_eq!(
        told("2、20副 H0088\n③ 来12副H0088"),
        ["H0088|20副|", "H0088|12副|"]
    );
    assert_eq!(told("红牛、农夫各2箱"), ["红牛|2箱|", "农夫|2箱|"]);
    assert_eq!(told("H0088x1千, D0001两箱"), ["H0088|1000|", "D0001|2箱|"]);
    assert_eq!(told("C880101L: 3\nH0088:20"), ["C880101L|3|", "H0088|20|"]);
}

#[test]
fn nothing_is_dropped() {
    assert_eq!(told("照上次那样"), ["照上次那样||"]);
    assert_eq!(told("H0029 5包 明天要"), ["H0029|5包|"]);
    assert_eq!(read("H0029 5包 明天要").remarks, ["明天要"]);
    assert_eq!(told("H0029 5包 明天不要"), ["H0029 明天不要|5包|"]);
    assert_eq!(told("D0001 3箱，送2箱"), ["D0001 送2箱|3箱|"]);
    assert_eq!(told("H0088 20副 8.5元 9元"), ["H0088 9元|20副|8.5/副"]);
    assert_eq!(told("8801 黑 S2 5件"), ["8801 黑 S2|5件|"]);
    assert_eq!(told("螺丝 M8 20盒"), ["螺丝 M8|20盒|"]);
    assert_eq!(told("红牛 24罐装 5箱"), ["红牛 24罐装|5箱|"]);
}

#[test]
fn sizes_come_apart_and_colours_follow_each_other() {
    let black = ["8801 黑 S|2|", "8801 黑 M|3|", "8801 黑 L|2|"];
    assert_eq!(told("8801黑S2M3L2"), black);
    assert_eq!(
        told("8801 黑色 S2 M3 白 L4"),
        ["8801 黑色 S|2|", "8801 黑色 M|3|", "8801 白 L|4|"]
    );
    assert_eq!(told("8801 黑 S2 8802 M5"), ["8801 黑 S|2|", "8802 M|5|"]);
    let both = ["8801 黑 S|2|", "8801 黑 M|3|", "8801 白 XL|1|"];
    assert_eq!(told("8801 黑 S:2,M:3;白 XL:1"), both);
    assert_eq!(told("8801 黑 S2 M3\n白 XL1"), both);
    assert_eq!(
        told("8801黑 S码2 M码3件"),
        ["8801 黑 S|2|", "8801 黑 M|3件|"]
    );
    assert_eq!(told("8801 黑 S/2 M/3"), both[..2]);
    assert_eq!(told("8801 黑 S M 各2"), ["8801 黑 S|2|", "8801 黑 M|2|"]);
    // Only what is nothing but sizes.
    assert_eq!(told("螺丝M8 20盒"), ["螺丝M8|20盒|"]);
}

#[test]
fn a_comma_is_of_a_figure_only_where_it_is_certain() {
    assert_eq!(told("D0001,5,120"), ["D0001|5|120"]);
    assert_eq!(told("D0001，5，120"), ["D0001|5|120"]);
    assert_eq!(told("D0001 5，120元"), ["D0001|5|120"]);
    assert_eq!(told("D0001:5,120"), ["D0001 120|5|"], "may be either");
    assert_eq!(
        told("8801 黑 L 3,120"),
        ["8801 黑 L 3|120|"],
        "may be either"
    );
    assert_eq!(told("D0001 1,250箱"), ["D0001|1250箱|"]);
    assert_eq!(told("D0001 1,000"), ["D0001|1000|"]);
    assert_eq!(told("D0003; 6; 110"), ["D0003|6|110"]);
    assert_eq!(told("红牛\n5箱"), ["红牛|5箱|"]);
}

#[test]
fn a_number_of_the_goods_is_no_quantity() {
    assert_eq!(told("黑色T恤 8801 L码 3件"), ["黑色T恤 8801 L|3件|"]);
    assert_eq!(told("T恤 8801 5件"), ["T恤 8801|5件|"]);
    assert_eq!(told("8877 黄 110 2件"), ["8877 黄 110|2件|"]);
    assert_eq!(told("8820 白 39 3"), ["8820 白 39|3|"]);
    assert_eq!(told("大米 25公斤 4袋"), ["大米 25公斤|4袋|"]);
    assert_eq!(
        told("稷田五常大米 10kg 真空 10"),
        ["稷田五常大米 10kg 真空|10|"]
    );
    assert_eq!(told("支架灯T8 1.2米 10支"), ["支架灯T8 1.2米|10支|"]);
    assert_eq!(told("电线 100米"), ["电线|100米|"]);
    assert_eq!(told("PO 4500123"), [""; 0]);
    assert_eq!(read("PO 4500123").reference.as_deref(), Some("4500123"));
    assert_eq!(told("8801-黑-L*3"), ["8801 黑 L|3|"]);
    assert_eq!(told("8801黑色L码3件"), ["8801 黑色 L|3件|"]);
    assert_eq!(told("好的 3箱"), ["3箱||"], "of which goods nobody knows");
    assert_eq!(told("红牛 20 农夫 30"), ["红牛|20|", "农夫|30|"]);
    assert_eq!(told("红牛 20 10.5"), ["红牛|20|10.5"]);
    assert_eq!(told("电线 2.5 100"), ["电线 2.5|100|"]);
}

#[test]
fn numbers_of_a_list_and_small_talk_go() {
    assert_eq!(told("1 D0001 5\n2 D0003 6"), ["D0001|5|", "D0003|6|"]);
    assert_eq!(told("1\tD0001\t5\n2\tD0003\t6"), ["D0001|5|", "D0003|6|"]);
    assert_eq!(told("五、D0011 3"), ["D0011|3|"]);
    assert_eq!(told("3 H0088 20"), ["3 H0088|20|"]);
    assert_eq!(told("👍D0001 5箱🙏[图片]"), ["D0001|5箱|"]);
    assert_eq!(told("> D0001 5"), ["D0001|5|"]);
    assert_eq!(told("麻烦D0013 5箱哦"), ["D0013|5箱|"]);
    assert_eq!(read("谢谢老板").asides, 1);
    let beside = read("开专票\n备注:周五前\n佛山市南海区桂城街道海五路3号 李小姐 13800138000");
    assert_eq!(beside.remarks, ["开专票", "周五前"]);
    assert_eq!(beside.addresses.len(), 1);
    assert_eq!(beside.items, []);
}

#[test]
fn columns_that_nobody_can_name_are_no_quantities() {
    assert_eq!(told("货号\t箱数\t瓶数\nD0001\t5\t120"), ["D0001 120|5箱|"]);
    assert_eq!(told("货号\t存量\t数量\nD0001\t100\t5"), ["D0001 100|5|"]);
    let sheet = read("货号\t库存\t数量\t箱规\nD0001\t100\t5\t24");
    assert_eq!(sheet.items[0].qty_text(), "5(24)");
    assert_eq!(sheet.theirs, ["库存"]);
}

#[test]
fn headings_nobody_can_name_move_no_figures_and_a_no_is_looked_at() {
    assert_eq!(told("料号\t单价\t需求\nD0001\t112\t10"), ["D0001|10|112"]);
    assert_eq!(
        told("Part No\tQty\tExt\nD0001\t10\t1120"),
        ["D0001 1120|10|"]
    );
    assert_eq!(told("东西\t单价\t多少\nD0001\t112\t10"), ["D0001 10||112"]);
    assert_eq!(
        told("编码\t数量\t备注\nD0001\t10\t不要\nD0004\t5\t急"),
        ["D0001 不要|10|", "D0004|5|"]
    );
    let sizes = "货号\t颜色\tS\tM\t合计\n8801\t黑\t2\t3\t";
    assert_eq!(told(&format!("{sizes}5")), ["8801 黑 S|2|", "8801 黑 M|3|"]);
    assert_eq!(
        told(&format!("{sizes}6")),
        ["8801 黑 S 6|2|", "8801 黑 M|3|"]
    );
}

#[test]
fn a_style_before_a_colon_or_in_the_line_before_is_that_of_the_colours_below_it() {
    assert_eq!(told("8801:\nM 5\nL3"), ["8801 M|5|", "8801 L|3|"], "sizes");
    assert_eq!(
        told("8831:\n黑 30 2\n黑 32 3"),
        ["8831 黑 30|2|", "8831 黑 32|3|"]
    );
    assert_eq!(
        told("8877 天蓝 110 3\n黄 110 2"),
        ["8877 天蓝 110|3|", "8877 黄 110|2|"]
    );
    assert_eq!(told("8801:\n红牛 5箱"), ["红牛|5箱|", "8801||"]);
    assert_eq!(told("8801 黑 M 5\n袜子 12"), ["8801 黑 M|5|", "袜子|12|"]);
}

#[test]
fn what_is_quoted_below_an_answer_is_no_order() {
    let message = "> D0001 10 cases\n> D0004 5 cases\nPlease add D0005 3 cases";
    assert_eq!(told(message), ["add D0005|3cases|"]);
    assert_eq!(read(message).quoted, 2);
    assert_eq!(
        told("10箱\nD0001\n5箱\nD0004"),
        ["10箱||", "D0001||", "5箱||", "D0004||"]
    );
}

#[test]
fn an_answer_may_say_the_quantity_first() {
    let message = "Please send 20 cases of D0001\n> D0009 10 cases";
    assert_eq!(told(message), ["D0001|20cases|"]);
    assert_eq!(told("这次要20箱D0001\n> D0009 10箱").len(), 1);
}

#[test]
fn numbers_of_a_list_that_run_are_no_quantities() {
    assert_eq!(
        told("1 D0001 5\n2 D0004\n3 D0009 2"),
        ["D0001|5|", "D0004||", "D0009|2|"]
    );
    let bare = items("1 D0001\n2 D0004\n3 D0009");
    assert!(bare.len() == 3 && bare.iter().all(|item| item.qty.is_none()));
    assert_eq!(told("5 D0001\n3 D0004"), ["D0001|5|", "D0004|3|"]);
}

#[test]
fn an_empty_cell_moves_no_other_and_is_that_of_the_row_above() {
    assert_eq!(told("品名\t编码\t数量\n\tD0001\t5"), ["D0001|5|"]);
    assert_eq!(
        told("款号\t颜色\tS\tM\n8801\t黑\t2\t3\n\t白\t\t4"),
        ["8801 黑 S|2|", "8801 黑 M|3|", "8801 白 M|4|"]
    );
    // Goods that are wholly missing are no one's.
    assert_eq!(told("编码\t数量\nD0001\t5\n\t3"), ["D0001|5|", "3||"]);
}

#[test]
fn headings_give_units_and_other_money_is_for_somebody_to_look_at() {
    assert_eq!(told("编码\t数量(罐)\nD0003\t48"), ["D0003|48罐|"]);
    assert_eq!(told("编码\t数量（单位:瓶）\nD0013\t24"), ["D0013|24瓶|"]);
    assert_eq!(told("编码\t数量\t包装\nD0003\t48\t罐"), ["D0003|48罐|"]);
    assert_eq!(told("D0003 罐 48"), ["D0003|48罐|"]);
    assert_eq!(
        told("编码\t数量\t单价(元/罐)\nD0003\t5\t4.6"),
        ["D0003|5|4.6/罐"]
    );
    assert_eq!(told("编码\t数量\t单价(元)\nD0003\t5\t4.6"), ["D0003|5|4.6"]);
    assert_eq!(
        told("编码\t数量\t单价(不含税)\nD0003\t5\t4.6"),
        ["D0003 4.6(不含税)|5|"]
    );
    assert_eq!(
        told("编码\t数量\t单价\nD0003\t5\t$25.00"),
        ["D0003 $25.00|5|"]
    );
    let read = read("编码\t数量\t备注\nD0065\t10\t\n合计\t10\t请开专票");
    assert_eq!(read.remarks, ["请开专票"]);
}

#[test]
fn an_address_is_where_the_goods_go_and_nowhere_else() {
    let to = "深圳市南山区科技园南路18号 李强 13812345678";
    let line = |message: &str| read(message).addresses.first().map(Address::line);
    let wanted = line(to).unwrap();
    assert_eq!(line(&format!("送到:{to}")).unwrap(), wanted);
    assert_eq!(line(&format!("Ship to: {to}")).unwrap(), wanted);
    let parts = "收货人:李强\n电话:13812345678\n地址:深圳市南山区科技园南路18号";
    assert_eq!(line(parts).unwrap(), wanted);
    // A place on a line of its own belongs to who is called above or below it.
    let place = "广东省深圳市南山区科技园南路18号";
    for who in ["收货人:李强 13812345678", "李强 13812345678"] {
        for block in [format!("{who}\n{place}"), format!("{place}\n{who}")] {
            let read = read(&format!("D0001 10箱\n{block}\nD0003 5箱"));
            let lines: Vec<_> = read.items.iter().map(|item| item.goods.as_str()).collect();
            assert_eq!(lines, ["D0001", "D0003"], "{block}");
            let to = read
                .addresses
                .first()
                .map(Address::line)
                .unwrap_or_default();
            assert_eq!(
                to, "广东省深圳市南山区科技园南路18号 李强 13812345678",
                "{block}"
            );
        }
    }
    // Of two nobody knows who belongs where; alone it is only remarked.
    let two = read(&format!("{place}\n李强 13812345678\n王芳 13912345678"));
    assert_eq!((two.addresses.len(), two.remarks.len()), (0, 3));
    assert_eq!((read(place).items.len(), read(place).remarks.len()), (0, 1));
    for not in ["发票寄到", "退货寄到", "别送", "公司注册地址:"] {
        let read = read(&format!("{not}{to}"));
        assert_eq!((read.addresses.len(), read.remarks.len()), (0, 1), "{not}");
    }
    // Nobody is dropped with his telephone.
    assert_eq!(read("李强 13812345678").remarks.len(), 1);
    assert_eq!(told("取消以下:\nD0013 2箱"), ["D0013 取消以下|2箱|"]);
}

#[test]
fn english_messages_are_read() {
    assert_eq!(told("3 x 8801 black M"), ["8801 black M|3|"]);
    assert_eq!(told("H0088 - 20 pcs"), ["H0088|20pcs|"]);
    assert_eq!(told("H0034 - 10 packs @ 36"), ["H0034|10packs|36/packs"]);
    assert_eq!(told("H0088 20 boxes"), ["H0088|20boxes|"]);
    assert_eq!(
        told("20 x H0088 and 10 boxes of H0034"),
        ["H0088|20|", "H0034|10boxes|"]
    );
    assert_eq!(
        told("Please send 20 x H0088 and 10 bags of D0064 at 80.00 each"),
        ["H0088|20|", "D0064|10bags|80.00/bags"]
    );
    assert_eq!(told("H0088 20 10.5"), ["H0088|20|10.5"]);
    assert_eq!(told("H0088 x 20"), ["H0088|20|"]);
    assert_eq!(told("20 x H0088 and 5 of D0003"), ["H0088|20|", "D0003|5|"]);
    assert_eq!(
        told("6 ctns of D0003, 5 boxes D0001 @ ￥100"),
        ["D0003|6ctns|", "D0001|5boxes|100/boxes"]
    );
    assert_eq!(
        told("We need 5 D0001, 6 D0003 and 3 D0009"),
        ["D0001|5|", "D0003|6|", "D0009|3|"]
    );
    assert_eq!(told("D0001 5 每箱100"), ["D0001|5|100/箱"]);
    assert_eq!(told("8801 black S2"), ["8801 black S|2|"]);
}

#[test]
fn sizes_as_headings_remarks_and_totals() {
    assert_eq!(
        told("款号\t颜色\tS\tM\tL\n8801\t黑\t2\t\t3\n合计\t\t2\t0\t3"),
        ["8801 黑 S|2|", "8801 黑 L|3|"]
    );
    let sheet = "编码\t数量\t备注\nH0088\t5\turgent\n合计\t5\t";
    assert_eq!(told(sheet), ["H0088|5|"]);
    assert_eq!(read(sheet).remarks, ["urgent"]);
}

#[test]
fn cells_of_a_sheet_are_read_by_what_they_are() {
    assert_eq!(
        told("1001\t20\t12.5\n1002\t红牛\t3箱"),
        ["1001|20|12.5", "1002 红牛|3箱|"]
    );
    assert_eq!(told("H0034\t1,000\t37.00"), ["H0034|1000|37.00"]);
    assert_eq!(told("不锈钢合页\t20\t副"), ["不锈钢合页|20副|"]);
    assert_eq!(told("1001\t20\t12.5\t250.00"), ["1001|20|12.5"]);
    assert_eq!(told("1001\t20\t12.5\t260.00"), ["1001 260.00|20|12.5"]);
    assert_eq!(
        told("序号\t编码\t品名\t规格\t单价\t数量\t单位\t备注\n1\t8801\t皮鞋\t42\t99\t3\t双\t急"),
        ["8801 皮鞋 42|3双|99/双"]
    );
}

#[test]
fn one_word_is_no_block() {
    assert!(!is_block("1001"));
    assert!(!is_block("6901234567890\n".trim()));
    assert!(is_block("1001 20"));
    assert!(is_block("1001\n1002"));
}

proptest::proptest! {
    #[test]
    fn nothing_panics(text in "[0-9SMLX黑箱单价;/*=() \t\n.]{0,40}|\\PC{0,20}") {
        for item in items(&text) {
            let _ = matching::words(&item.goods);
        }
    }
}
#[test]
fn what_customers_wrote_is_read_as_they_meant_it() {
    assert_eq!(
        told(
            "你好,麻烦发一下 沐椰椰汁1.25L 10箱、赤虎能量饮料250ml两箱，再来 霁泉苏打水 十五箱 谢谢"
        ),
        [
            "沐椰椰汁1.25L|10箱|",
            "赤虎能量饮料250ml|2箱|",
            "霁泉苏打水|15箱|"
        ]
    );
    let read_all = read("老板，赤虎250来十箱，霁泉550的二十箱，明天能送吗？");
    assert_eq!(read_all.items.len(), 2);
    assert_eq!(read_all.remarks, ["明天能送吗"]);
    assert_eq!(told("麻烦再加5箱D0004"), ["D0004|5箱|"]);
    assert_eq!(told("要D0001 10箱"), ["D0001|10箱|"]);
    assert_eq!(told("@小王 D0001 10箱"), ["D0001|10箱|"]);
    assert_eq!(told("D0001 10箱?"), ["D0001 ?|10箱|"], "no order yet");
    assert_eq!(
        told("+ D0001 10箱\n- D0005 3箱"),
        ["D0001|10箱|", "- D0005 3箱||"]
    );
    assert_eq!(told("Cancel:\nD0001 2"), ["D0001 Cancel|2|"]);
    assert_eq!(told("❌D0004 5箱"), ["❌D0004|5箱|"]);
    let two = read(
        "佛山市南海区桂城海八路8号 张三 13912345678\nD0001 1箱\n广州市番禺区市桥大北路12号 李四 13800138000",
    );
    assert_eq!(two.addresses.len(), 2);
    let sender = read(
        "寄件人:小王 13700001111 广州天河棠下珠屿街51号\n收件人:李姐 13800138000 广州番禺市桥大北路12号",
    );
    assert_eq!((sender.addresses.len(), sender.remarks.len()), (1, 1));
}

#[test]
fn what_was_spoken_into_a_telephone_is_read() {
    let said = "喂你好给我送二十箱霁泉550还有十箱赤虎250";
    assert!(is_block(said));
    assert_eq!(told(said), ["霁泉550|20箱|", "赤虎250|10箱|"]);
}
