//! The words of the tour of the practice office.

use super::messages;
use super::papers::Table;

/// The steps: title in both languages, what to do in Chinese, in English. What is typed is there in the
/// practice office.
pub const STEPS: Table = &[
    (
        "录一张订单|Enter an order",
        "打 gzzy 回车选客户,交期打 +3 回车;每行一格:bxghy 20 回车;空行回车结束,F6 保存并提交。打过的字随时都在。",
        "gzzy, Enter; +3, Enter: the need date; bxghy 20, Enter: a line; Enter on an empty line ends them; F6 submits. All is kept.",
    ),
    (
        "找一张订单|Find an order",
        "打订单号最后四位、客户首字母或电话尾号,回车打开它的时间线。",
        "The last four digits of its number, a customer's initials or the end of a phone number; Enter opens its timeline.",
    ),
    (
        "能要 300 件吗|Can I have 300",
        "打货品编码或首字母回车,数量回车,日期 +7 回车:最早哪天有、为什么。什么都不占用。",
        "A product's code or initials, Enter; the quantity, Enter; +7, Enter: the earliest day, and why. Nothing is reserved.",
    ),
    (
        "跟单:下一件急事|Follow up: what is next",
        "最急的在最上面,每行写着为什么和下一步。F6 办下一步,F2 记一次联系。",
        "The most urgent is on top, each with its reason and next step. F6 does it, F2 logs a call.",
    ),
    (
        "平台订单|Platform orders",
        "Alt+D 先试导平台文件;这里是没有自动过的单、要匹配的货品、运单回传和过单规则。",
        "Alt+D tries a platform's file first; here is what did not pass by itself, goods to map, waybills to send back, rules.",
    ),
    (
        "什么都找得到|Everything has a name",
        "F10 打名字或首字母,什么都能办;F1 是这个屏幕的键;Ctrl+Q 离开,什么也不会丢。",
        "F10 and a name or initials does anything; F1 shows the keys of a screen; Ctrl+Q leaves and nothing is lost.",
    ),
];

messages! {
    /// All rows of this table.
    TOUR;

    tour_intro => "入门六步:每步在真屏幕上做,练习公司里怎么试都没关系" | "Six steps, each on a real screen; nothing in the practice office is real";
    tour_keys => "Enter 或数字开始一步  Alt+U 随时回到这里  Esc 返回" | "Enter or a digit begins a step  Alt+U comes back here  Esc: back";
    tour_now(step: &str, what: &str, done: &str) => "第 {step} 步({done}/6):{what} Alt+U 回入门" | "Step {step} ({done}/6): {what} Alt+U: the tour";
    tour_progress(done: &str) => "{done}/6" | "{done}/6";
    tour_first => "第一次用?Alt+U 入门六步" | "New here? Alt+U: the tour in six steps";
}
