//! Letters about what is due, in three grades (`practice.md §4`, 催款函).

use serde_json::Value;

use super::fill::plain;
use super::{Lang, messages};

messages! {
    /// All rows of this table.
    LETTERS;

    letter_title_reminder => "到期提醒" | "Payment reminder";
    letter_title_demand => "催款函" | "Request for payment";
    letter_title_final => "最后通知" | "Last notice";
    letter_to(name: &str, code: &str) => "致:{name}({code})" | "To: {name} ({code})";
    letter_date(day: &str) => "日期:{day}" | "Date: {day}";
    letter_open_reminder => "以下款项已到期或即将到期,谨此提醒,如已付款请忽略本函。" | "The following is due or falls due shortly. If you have paid already, please disregard this letter.";
    letter_open_demand(total: &str) => "截至今日,贵方逾期未付货款共 {total} 元,明细如下。" | "As of today {total} is overdue, as listed below.";
    letter_open_final(total: &str) => "贵方逾期未付货款共 {total} 元,经多次催促仍未付清,明细如下。" | "{total} is overdue and has not been paid in spite of our reminders, as listed below.";
    letter_columns => "单号 / 到期日 / 未付金额 / 逾期天数" | "Number / due / open / days overdue";
    letter_sum(total: &str, words: &str) => "合计 {total} 元({words})" | "Total {total} ({words})";
    letter_on_account(amount: &str) => "另有未核销收款 {amount} 元,可在付款时扣除。" | "{amount} on account stands against nothing yet and may be taken off.";
    letter_ask_reminder(day: &str) => "请于 {day} 前安排付款。" | "Please arrange payment by {day}.";
    letter_ask_demand(day: &str) => "请于 {day} 前付清;逾期我方将停止发货,并按合同计收违约金。" | "Please pay by {day}; otherwise we stop shipping and charge what the contract provides.";
    letter_ask_final(day: &str) => "请于 {day} 前付清;逾期我方将移交律师处理,由此产生的费用由贵方承担。" | "Unless it is paid by {day} we hand the matter to our lawyer, at your expense.";
    letter_account(account: &str) => "收款账户:{account}" | "Account: {account}";
    letter_contact(contact: &str) => "联系人:{contact}" | "Contact: {contact}";
    letter_signed(office: &str) => "{office}(盖章)" | "{office}";
}

impl Lang {
    /// The text of a letter from its facts.
    pub fn letter(self, letter: &Value) -> String {
        let fact = |name: &str| plain(letter.get(name));
        let (grade, total, pay_by) = (fact("grade"), fact("total"), fact("pay_by"));
        let (title, opening, asking) = match grade.as_str() {
            "final" => (
                self.letter_title_final(),
                self.letter_open_final(&total),
                self.letter_ask_final(&pay_by),
            ),
            "demand" => (
                self.letter_title_demand(),
                self.letter_open_demand(&total),
                self.letter_ask_demand(&pay_by),
            ),
            _ => (
                self.letter_title_reminder(),
                self.letter_open_reminder().to_owned(),
                self.letter_ask_reminder(&pay_by),
            ),
        };
        let mut lines = vec![
            title.to_owned(),
            String::new(),
            self.letter_to(&fact("customer_name"), &fact("customer")),
            self.letter_date(&fact("date")),
            String::new(),
            opening,
            String::new(),
            self.letter_columns().to_owned(),
        ];
        for item in letter["items"].as_array().into_iter().flatten() {
            let cells = ["number", "due", "open", "days_overdue"].map(|name| plain(item.get(name)));
            lines.push(cells.join("  "));
        }
        lines.push(self.letter_sum(&total, &fact("in_words")));
        if !matches!(fact("on_account").as_str(), "" | "0.00") {
            lines.push(self.letter_on_account(&fact("on_account")));
        }
        lines.extend([String::new(), asking]);
        if !fact("account").is_empty() {
            lines.push(self.letter_account(&fact("account")));
        }
        if !fact("contact").is_empty() {
            lines.push(self.letter_contact(&fact("contact")));
        }
        lines.extend([String::new(), self.letter_signed(&fact("office"))]);
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_grade_says_more() {
        let facts = |grade: &str| {
            json!({ "grade": grade, "customer": "C1", "customer_name": "一号", "date": "2026-11-30",
                "pay_by": "2026-12-07", "total": "100.00", "in_words": "人民币壹佰元整",
                "on_account": "0.00", "office": "茶行", "account": "工行 6222", "contact": "",
                "items": [{ "number": "IV1", "due": "2026-11-01", "open": "100.00", "days_overdue": 29 }] })
        };
        for (grade, zh, en) in [
            ("reminder", "谨此提醒", "The following is due"),
            ("demand", "停止发货", "As of today 100.00 is overdue"),
            ("final", "律师", "lawyer"),
        ] {
            let told = Lang::Zh.letter(&facts(grade));
            assert!(
                told.contains(zh) && told.contains("IV1  2026-11-01  100.00  29"),
                "{told}"
            );
            assert!(
                told.contains("壹佰元整") && told.contains("工行 6222") && !told.contains("联系人")
            );
            assert!(Lang::En.letter(&facts(grade)).contains(en));
        }
    }
}
