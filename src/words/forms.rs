//! The short forms of order entry: what is typed, and what comes of it. Help shows them, the README
//! too; a test types each.

/// What is typed, in Chinese and English, and what comes of it.
pub type Form = ([&'static str; 2], [&'static str; 2]);

/// A whole line in the code cell, and what number and date fields understand.
pub const LINE: &[Form] = &[
    (
        ["H0088*20/10.5", "H0088*20/10.5"],
        [
            "编码*数量/单价;单价可不写,改了另问原因",
            "code*quantity/price; a price of your own wants a reason",
        ],
    ),
    (
        ["bxghy 20", "bxghy 20"],
        [
            "拼音首字母、品名或条码,空格,数量",
            "initials, name or barcode, a blank, the quantity",
        ],
    ),
    (
        ["8801", "8801"],
        [
            "款号:打开尺码表;光标在行上时 Alt+Z 也可",
            "a style's number: its sizes; Alt+Z on a line as well",
        ],
    ),
    (["+", "+"], ["重复上一行", "the line above once more"]),
    (
        ["..", ".."],
        ["同上一行此栏", "as in this column of the line above"],
    ),
    (
        ["//", "//"],
        ["同第一行此栏", "as in this column of the first line"],
    ),
    (
        ["12*3+5", "12*3+5"],
        ["数字栏里可算式子", "number fields work out sums"],
    ),
    (
        ["+3  5  1205", "+3  5  1205"],
        [
            "日期:三天后;最近的 5 日;12 月 5 日",
            "dates: in three days; the next 5th; 5 December",
        ],
    ),
    (
        ["+2w  31/12", "+2w  31/12"],
        [
            "两周后;12 月 31 日,3/4 是 3 月 4 日",
            "in two weeks; 31 December; 3/4 is 4 March",
        ],
    ),
    (
        ["明天  周五  两周后", "tomorrow  fri  5 dec"],
        ["日期也可这样写", "dates in words"],
    ),
    (
        ["(...)", "(...)"],
        [
            "单头空着的栏:按括号里的;来历见下面一行",
            "an empty field of the head: what it stands for",
        ],
    ),
    (
        ["粘贴", "paste"],
        [
            "聊天里的话或表格里的几行,一样货一行",
            "a chat message or rows of a sheet: a line per product",
        ],
    ),
    (
        ["空行 Enter", "empty line, Enter"],
        ["行录完:存草稿或提交", "ends the lines: draft or submit"],
    ),
];

/// What the size table understands.
pub const SIZES: &[Form] = &[
    (["3", "3"], ["这个尺码 3 件", "3 pieces of this size"]),
    (
        ["2手  2箱  2p", "2p"],
        [
            "这个尺码两手(箱、包),按每手件数算;下面写着一手几件",
            "2 packs of this size; below stands what a pack is",
        ],
    ),
    (
        ["手列里 2", "2 under packs"],
        ["整行每个尺码两手", "2 packs of every size in the row"],
    ),
    (
        ["粘贴", "paste"],
        [
            "表格里的一块,从光标处填起",
            "a block of a sheet, from the cursor on",
        ],
    ),
    (
        ["方向键 Enter", "arrows, Enter"],
        [
            "到别格;Esc 回到明细",
            "to another cell; Esc: back to the lines",
        ],
    ),
];

/// The choice between what two clerks changed.
pub const CLASH: &[Form] = &[
    (["1", "1"], ["这一处用我填的", "here what I typed counts"]),
    (
        ["2", "2"],
        ["这一处用对方存的", "here what the other saved counts"],
    ),
    (
        ["上下方向键", "up, down"],
        [
            "换一处;选过的可再选",
            "to another row; a choice may be changed",
        ],
    ),
    (
        ["Enter  F6", "Enter, F6"],
        [
            "都选了:合并;再按 F6 保存",
            "all chosen: put together; F6 then saves",
        ],
    ),
    (
        ["Esc", "Esc"],
        [
            "先不定:填的还在,下次 F6 再选",
            "not yet: what is typed stays, F6 asks again",
        ],
    ),
];

/// What works on the measures.
pub const MEASURES: &[Form] = &[
    (
        ["1-5  Tab", "1-5, Tab"],
        ["换期间:本月、上月、近三月、今年、近一年", "another period"],
    ),
    (
        ["Enter", "Enter"],
        [
            "未达的行;再按 Enter 看订单",
            "the lines that failed; Enter again: the order",
        ],
    ),
    (
        ["走势", "trend"],
        [
            "近 12 个月,一月一格:0-9 十分之几,# 全部",
            "the last 12 months: 0-9 tenths, # all, . none",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::initials;

    #[test]
    fn the_examples_are_goods_of_the_practice_office() {
        let goods = include_str!("../../assets/demo/products.csv");
        let has = |column: usize, wanted: &dyn Fn(&str) -> bool| {
            let mut rows = goods.lines().map(|row| row.split(',').nth(column));
            rows.any(|cell| cell.is_some_and(wanted))
        };
        let typed = |n: usize| LINE[n].0[0].split(['*', ' ']).next().unwrap_or_default();
        assert!(has(0, &|code| code == typed(0)), "{}", typed(0));
        let by_name = |name: &str| {
            initials::readings(name)
                .split('|')
                .any(|way| way == typed(1))
        };
        assert!(has(1, &by_name), "{}", typed(1));
        assert!(has(11, &|style| style == typed(2)), "{}", typed(2));
    }
}
