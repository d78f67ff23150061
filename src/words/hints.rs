//! What `bad_field` says of a field, in Chinese: the English text is what the code holds.

use super::Lang;
use super::field_names::field_name;
use super::papers::Table;

/// What is wanted of a field, as the code says it, and in Chinese.
#[rustfmt::skip]
const HINTS: &[(&str, &str)] = &[
    ("0 to 100000000 grams", "0 到 100000000 克"),
    ("0 to 1000000000000 grams", "0 到 1000000000000 克"),
    ("0, or 1 to 31", "0,或 1 到 31"),
    ("0: free goods of a promotion", "0:促销赠品不收钱"),
    ("1 to 200 bytes", "1 到 200 字节"),
    ("1 to 300 orders", "1 到 300 单"),
    ("1 to 500 lines", "1 到 500 行"),
    ("1 to 60 characters", "1 到 60 个字"),
    ("1, 2 or 3", "1、2 或 3"),
    ("a carrier", "要填承运商"),
    ("a customer, an order or an invoice", "客户、订单或发票,填一个"),
    ("a date", "要填日期"),
    ("a day that has come", "已经到的日子"),
    ("a difference above or below 0", "不为 0 的差异"),
    ("a heading", "要填表头"),
    ("a line of the shipment", "该发货单里的行"),
    ("a line with a product", "有货品的行"),
    ("a month, YYYY-MM", "月份,如 2026-11"),
    ("a name", "要填名称"),
    ("a name without hidden characters", "不含隐藏字符的名称"),
    ("a name other than the office file's and what lies beside it", "不能用办公室文件及其附属文件的名称"),
    ("a platform's profile, or customer or platform with fields", "平台的格式,或客户、平台加字段"),
    ("a question", "要填问题"),
    ("a reason for what is lost", "丢失的要写原因"),
    ("a reason", "要写原因"),
    ("a receipt or a credit note", "收款单或红字单"),
    ("a return of the customer", "该客户的退货单"),
    ("a role that may act", "能办此事的角色"),
    ("a shipment, a waybill or an order", "发货单、运单或订单"),
    ("a time as HH:MM", "时间,如 09:30"),
    ("a unit", "要填单位"),
    ("a warehouse", "要填仓库"),
    ("above 0", "大于 0"),
    ("above 0, to 100", "大于 0,不超过 100"),
    ("above min_amount", "大于 min_amount"),
    ("above zero", "大于 0"),
    ("after from", "晚于起始"),
    ("all of it can go together", "全部可以一起发,不用拆"),
    ("amounts above zero", "金额要大于 0"),
    ("an account such as receivable:C1", "科目,如 receivable:C1"),
    ("an amount above zero", "大于 0 的金额"),
    ("an amount from 0", "从 0 起的金额"),
    ("an amount from 0, or null", "从 0 起的金额,或 null"),
    ("an invoice or a return", "发票或退货单"),
    ("an object of fields", "要写成字段的对象"),
    ("an order of the customer", "该客户的订单"),
    ("an order of this customer", "该客户的订单"),
    ("an order or a customer", "订单或客户"),
    ("an order or a shipment", "订单或发货单"),
    ("an order or a warehouse", "订单或仓库"),
    ("an order, or outside_id and platform", "订单,或平台单号加平台"),
    ("another part", "另一部分"),
    ("another warehouse than from", "与调出仓不同的仓库"),
    ("at least one heading", "至少一个表头"),
    ("at least one invoice", "至少一张发票"),
    ("at least one line", "至少一行"),
    ("at least one line, or by", "至少一行,或填 by"),
    ("at least one role", "至少一个角色"),
    ("at least one", "至少一个"),
    ("at least two", "至少两个"),
    ("at least what orders have claimed", "不少于订单已用的"),
    ("at most 100", "最多 100"),
    ("at most 100000 rows", "最多 100000 行"),
    ("at most 200 characters", "最多 200 个字"),
    ("at most 32 characters", "最多 32 个字"),
    ("at most 64 characters", "最多 64 个字"),
    ("a whole number from 0 to 3650", "0 到 3650 的整数"),
    ("a time zone such as Asia/Shanghai", "时区,如 Asia/Shanghai"),
    ("cash, wire, card or platform", "cash、wire、card 或 platform"),
    ("dispatch: money is tested there", "dispatch:款项在发货时检查"),
    ("each line once", "每行只能一次"),
    ("either a product or an order", "货品或订单,只填一个"),
    ("either price or discount_percent", "单价或折扣,只填一个"),
    ("either product or family", "货品或品类,只填一个"),
    ("for an exchange only", "只用于换货"),
    ("from 0", "从 0 起"),
    ("from date on, a year at most", "从 date 起,最多一年"),
    ("goods that were paid for", "付过钱的货"),
    ("how it was met", "要写怎样满足的"),
    ("invoices of the same customer or payer", "同一客户或付款方的发票"),
    ("invoices of this customer", "该客户的发票"),
    ("key=value", "写成 名=值"),
    ("less than what is credited", "少于冲减的金额"),
    ("letters, digits, - and _", "只用字母、数字、- 和 _"),
    ("lines or an amount", "明细或金额"),
    ("lines, or an order", "明细,或订单"),
    ("names of families", "品类名称"),
    ("needed", "必填"),
    ("no more than is in transit", "不多于在途的"),
    ("no more than the line has", "不多于该行的"),
    ("no more than was shipped", "不多于已发的"),
    ("no more than what is not reserved yet", "不多于还没占用的"),
    ("none: a gift costs nothing", "不填:赠品不收钱"),
    ("none: this customer pays for others", "不填:该客户替别人付款"),
    ("not after now", "不晚于现在"),
    ("not after the last day", "不晚于最后一天"),
    ("not after today", "不晚于今天"),
    ("not before from", "不早于起始"),
    ("not before it was signed", "不早于签收"),
    ("not before the day it arrived", "不早于到货日"),
    ("not before the day it left", "不早于发货日"),
    ("not before the invoice's date", "不早于发票日期"),
    ("not before the invoice's own date", "不早于发票日期"),
    ("not before the paper's own date", "不早于单据日期"),
    ("not before the receipt's own date", "不早于收款日期"),
    ("not before today", "不早于今天"),
    ("not in the past", "不能是过去"),
    ("not with when condition", "when 为 condition 时不填"),
    ("off | warn | block", "off、warn 或 block"),
    ("once the goods are in", "货入库之后才行"),
    ("one product, or the parts of a set", "一个货品,或套装的各件"),
    ("only for cod", "只用于货到付款"),
    ("only for price.deviation", "只用于 price.deviation"),
    ("120 months at most", "最多 120 个月"),
    ("only with by", "填了 by 才能填"),
    ("only with line", "填了行号才能填"),
    ("only with verdict fail", "意见为 fail 时才能填"),
    ("only with verdict conditional", "意见为 conditional 时才能填"),
    ("orders or the name of masters", "orders 或基础资料的名称"),
    ("other rows of this order were not read", "该单的其他行没有读到"),
    ("permission.<role>.<command>", "写成 permission.角色.命令"),
    ("revision:1, round:1, now or pending", "revision:1、round:1、now 或 pending"),
    ("several go by this waybill", "这个运单有几张发货单"),
    ("some words", "要写几个字"),
    ("somebody who is here", "要是在用的人员"),
    ("something has to stay", "总要留下一些"),
    ("something has to stay, and nothing of it is there", "总要留下一些,而现在一件货也没有"),
    ("something that differs", "要有不同的地方"),
    ("the `next` of a page", "上一页给的 next"),
    ("the answer", "要填答案"),
    ("the code of the scope", "范围的编码"),
    ("the code of the target", "对象的编码"),
    ("the customer of the paper", "单据上的客户"),
    ("the date that was accepted", "对方接受的日期"),
    ("the next of the page before", "上一页给的 next"),
    ("the order has several packed shipments", "该单有几张已装箱的发货单,请写明哪张"),
    ("the fault was ours: nothing is kept back", "责任在我方,不能扣费"),
    ("today or later", "今天或以后"),
    ("what came", "要写收到了什么"),
    ("what comes back", "要写退回什么"),
    ("what is asked for", "要写要求什么"),
    ("what is complained about", "要写投诉什么"),
    ("what is wrong", "要写哪里不对"),
    ("what the last page gave as next", "上一页给的 next"),
    ("what the pass depends on", "通过的条件"),
    ("what they call it", "对方的叫法"),
    ("where to", "要写到哪里"),
    ("who collected the money", "谁收的钱"),
    ("whose paper it is", "是谁的单据"),
    ("yes | no", "yes 或 no"),
    ("zero or more", "从 0 起"),
    ("a code has no hidden characters", "编码里不能有看不见的字符"),
    ("a code has 1 to 64 characters", "编码为 1 到 64 个字"),
    ("a text has at most 2000 characters", "最多 2000 个字"),
    ("too large", "太大"),
    ("true or false", "是或否 (true/false)"),
    ("either due or instalments", "到期日或分期,只填一个"),
    ("at most 60", "最多 60 期"),
    ("one due date after the other, none before the invoice's date", "到期日一个比一个晚,都不早于发票日期"),
    ("only the last one may leave its amount out", "只有最后一期可以不填金额"),
    ("amounts above zero that add up to the gross", "金额大于 0,合计等于价税合计"),
    ("amounts that add up to the gross", "合计要等于价税合计"),
    ("20 digits", "20 位数字"),
    ("8 digits, or 18 or 20 with the code", "8 位数字,连同代码为 18 或 20 位"),
    ("a text, a whole number or true/false", "文字、整数或 true/false"),
];

/// What is wrong with a cell of a file, by the code of its problem.
#[rustfmt::skip]
const BAD_CELLS: Table = &[
    ("cut_off", "文件到这里断了,这一行不全", "the file breaks off here; the row is not whole"),
    ("differs_inside_order", "同一单里前后不一致", "differs within one order"),
    ("missing", "没有填", "not filled in"),
    ("more_cells_than_headings", "单元格比表头多,可能错列", "more cells than headings; they may have moved"),
    ("not_above_zero", "要大于 0", "must be above 0"),
    ("number", "不是数字", "not a number"),
    ("percent", "百分比不对", "not a percentage"),
    ("terms", "付款条件不对", "not payment terms"),
    ("time", "时间不对", "not a time"),
    ("too_long", "太长", "too long"),
    ("unclosed_quote", "引号没有成对,可能吞了后面的行", "a quote is not closed and may have eaten rows"),
    ("undecodable", "有乱码", "bytes that are no text"),
    ("word", "不是可用的词", "not one of the known words"),
    ("yes_or_no", "要填是或否", "yes or no wanted"),
];

/// Why the number of an order in a file cannot be trusted.
#[rustfmt::skip]
const BAD_IDS: Table = &[
    ("form", "有不该有的字符", "it has signs that none has"),
    ("length", "位数不对", "it is too long or too short"),
    ("missing", "没有填", "it is missing"),
    ("rounded", "末几位被表格软件改成了 0", "a spreadsheet has turned its last digits into 0"),
    ("scientific", "被表格软件改成了科学计数", "a spreadsheet has made a power of ten of it"),
];

/// Why a file cannot be read.
#[rustfmt::skip]
const BAD_FILES: Table = &[
    ("unknown_headings", "表头不认识,可在导入屏按 Ins 逐列对应", "its headings are not known; Ins on the import screen tells what each column is"),
    ("missing_headings", "缺少需要的表头", "headings that are needed are missing"),
    ("mixed_platforms", "几个文件属于不同平台,请分开导", "files of different platforms; import them one by one"),
    ("same_file_twice", "同一个文件给了两次", "the same file twice"),
    ("no_reader", "系统暂时不能另起程序来读工作簿,请稍后再试", "the system starts no second program to read workbooks with just now; try again"),
    ("too_large", "太大", "too large"), ("too_wide", "列太多", "too many columns"),
    ("empty", "里面没有内容", "there is nothing in it"), ("unreadable", "文件损坏或格式不对", "damaged, or of no known kind"),
    ("no_scratch", "临时文件写不下或读不回,请腾出磁盘空间后再导", "the scratch file took no more or gave nothing back; make room on the disk and import again"),
    ("bad_profile", "模板写得不对", "the profile is not right"),
    ("not a plain file of at most 128 MiB", "不是普通文件,或超过 128 MiB", "not a plain file of at most 128 MiB"),
    ("the office itself", "这是订单台自己的文件", "the office itself"),
];

/// What the reader of JSON expects, and in Chinese; `#` stands for a number.
#[rustfmt::skip]
const EXPECTED: &[(&str, &str)] = &[
    ("a decimal in a string with at most # decimals, or a whole number", "整数,或引号里最多 # 位小数的数"),
    ("a whole number", "整数"),
    ("a week as YYYY-Www, e.g. 2026-W48", "周,如 2026-W48"),
    ("working hours HH:MM-HH:MM", "上班时间,如 09:00-18:00"),
    ("a date YYYY-MM-DD", "日期,如 2026-11-30"),
    ("a time YYYY-MM-DDTHH:MM:SS", "时间,如 2026-11-30T09:30:00"),
    ("payment terms: prepaid, cod, deposit:30, deposit:30/net:30, net:30 or monthly:25+30",
        "付款条件:prepaid、cod、deposit:30、deposit:30/net:30、net:30 或 monthly:25+30"),
    ("an account: receivable:C1, deposit:C1, carrier:SF, revenue, vat_out, bank, cash, card, notes, discount or bad_debt",
        "科目:receivable:C1、deposit:C1、carrier:SF、revenue、vat_out、bank、cash、card、notes、discount 或 bad_debt"),
    ("a string", "文字"),
    ("a boolean", "true 或 false"),
    ("a sequence", "列表"),
    ("i64", "整数"),
    ("u32", "整数"),
    ("u64", "整数"),
];

impl Lang {
    /// What is wrong with a field.
    pub(super) fn hint(self, told: &str) -> String {
        match self {
            _ if Self::is_of_a_cell(told) => self.word(BAD_CELLS, told),
            Self::En => told.to_owned(),
            Self::Zh => zh(told).unwrap_or_else(|| told.to_owned()),
        }
    }

    /// Whether it is the code of what is wrong with a cell of a file.
    pub(super) fn is_of_a_cell(told: &str) -> bool {
        BAD_CELLS.iter().any(|(code, ..)| *code == told)
    }

    /// What to do about a wrong row of a file.
    pub(super) const fn row_way_out(self) -> &'static str {
        self.pick(
            "在文件里改好再导入;已收的不会重复",
            "correct it in the file and import again; what was taken stays as it is",
        )
    }

    /// Why the number of an order cannot be trusted.
    pub(super) fn bad_id(self, why: &str) -> String {
        self.word(BAD_IDS, why)
    }

    /// Why a file cannot be read.
    pub(super) fn bad_file(self, why: &str) -> String {
        self.word(BAD_FILES, why)
    }

    /// A field as a refusal names it: what people call it, and its name in the contract.
    pub(super) fn named_field(self, path: &str) -> String {
        let end = path.find(['[', '.']).unwrap_or(path.len());
        let label = field_name(self, &path[..end]);
        match self {
            Self::Zh if label.is_ascii() => path.to_owned(),
            Self::Zh => format!("{label} {path}"),
            Self::En => path.to_owned(),
        }
    }
}

fn zh(told: &str) -> Option<String> {
    if let Some((_, zh)) = HINTS.iter().find(|(en, _)| *en == told) {
        return Some((*zh).to_owned());
    }
    range(told).or_else(|| reader(told))
}

/// `1 to 300`: two numbers and nothing else.
fn range(told: &str) -> Option<String> {
    let (from, to) = told.split_once(" to ")?;
    let whole = |text: &str| text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty();
    (whole(from) && whole(to)).then(|| format!("{from} 到 {to}"))
}

/// What the reader of JSON says.
fn reader(told: &str) -> Option<String> {
    let quoted = |text: &str| text.split('`').nth(1).map(str::to_owned);
    if told.starts_with("missing field") {
        return Some("没有填".to_owned());
    }
    let options = |text: &str| -> Vec<String> {
        let parts = text.split('`').skip(1).step_by(2);
        parts.map(str::to_owned).collect()
    };
    if let Some(rest) = told.strip_prefix("unknown field ") {
        let (name, known) = rest.split_once(", expected ").unwrap_or((rest, ""));
        let known = options(known).join(", ");
        return Some(format!("没有 {} 这个字段,可用:{known}", quoted(name)?));
    }
    if let Some(rest) = told.strip_prefix("unknown variant ") {
        let (name, known) = rest.split_once(", expected ").unwrap_or((rest, ""));
        let known = options(known).join(", ");
        return Some(format!("没有 {} 这一项,可填:{known}", quoted(name)?));
    }
    let rest = told
        .strip_prefix("invalid type: ")
        .or_else(|| told.strip_prefix("invalid value: "))?;
    let (found, wanted) = rest.rsplit_once(", expected ")?;
    let found = found.strip_prefix("string ").unwrap_or(found);
    Some(format!("不能是 {found},要{}", expected(wanted)))
}

/// What is expected, with the number that stands in it.
fn expected(wanted: &str) -> String {
    let number: String = wanted.chars().filter(char::is_ascii_digit).collect();
    let same = |en: &str| en == wanted || en.replace('#', &number) == wanted;
    let known = EXPECTED.iter().find(|(en, _)| same(en));
    known.map_or_else(|| format!(" {wanted}"), |(_, zh)| zh.replace('#', &number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Code, Refusal};

    #[test]
    fn what_the_reader_says_is_said_in_chinese() {
        let zh = |told: &str| Lang::Zh.hint(told);
        assert_eq!(zh("1 to 26"), "1 到 26");
        assert_eq!(zh("missing field `qty`"), "没有填");
        assert_eq!(
            zh("unknown field `qyt`, expected one of `qty`, `line`"),
            "没有 qyt 这个字段,可用:qty, line"
        );
        assert_eq!(
            zh("unknown variant `gold`, expected one of `A`, `B`"),
            "没有 gold 这一项,可填:A, B"
        );
        assert_eq!(
            zh(
                "invalid value: string \"1.2345\", expected a decimal in a string with at most 3 decimals, or a whole number"
            ),
            "不能是 \"1.2345\",要整数,或引号里最多 3 位小数的数"
        );
        assert_eq!(zh("whatever else"), "whatever else");
        assert_eq!(Lang::Zh.named_field("qty"), "数量 qty");
        assert_eq!(Lang::Zh.named_field("lines[2].qty"), "明细 lines[2].qty");
        assert_eq!(Lang::En.named_field("qty"), "qty");
    }

    #[test]
    fn a_missing_number_wants_another_export_and_a_missing_cell_is_filled_in() {
        let ways = [
            Refusal::new(Code::ImportBadId).fact("value", ""),
            Refusal::bad_field("qty", ""),
        ];
        let ways = ways.map(|no| Lang::En.refusal(&no.fact("why", "missing")).way_out);
        assert!(ways[0].starts_with("export again"), "{}", ways[0]);
        assert!(ways[1].starts_with("correct it in the file"), "{}", ways[1]);
    }

    /// The words behind `bad_field("field", "..")` in the sources, so that none is left in English.
    #[test]
    fn every_hint_of_a_field_has_its_chinese() {
        fn files(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    files(&path, found);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    found.push(path);
                }
            }
        }
        let mut found = Vec::new();
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        files(&root, &mut found);
        let mut looked_at = 0;
        for path in found {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for call in code.split("bad_field(").skip(1) {
                let Some(hint) = literal_after_comma(call) else {
                    continue;
                };
                looked_at += 1;
                let said = Lang::Zh.hint(&hint);
                assert!(
                    !said.is_ascii() || hint.contains('|'),
                    "words/hints.rs lacks {hint:?} of {}",
                    path.display()
                );
            }
        }
        assert!(
            looked_at > 150,
            "the sources are read otherwise than they are written"
        );
    }

    /// The second argument of a call, if it is a plain text.
    fn literal_after_comma(call: &str) -> Option<String> {
        let (_, rest) = call.split_once(',')?;
        let inside = rest.trim_start().strip_prefix('"')?;
        let end = inside.find('"')?;
        Some(inside[..end].to_owned())
    }
}
