//! Payment terms in words.

use super::{Lang, messages};
use crate::domain::terms::{Rest, Terms};

messages! {
    /// All rows of this table.
    TERMS;

    terms_prepaid => "款到发货" | "prepaid";
    terms_cod => "货到付款" | "cash on delivery";
    terms_net(days: u32) => "货后{days}天" | "{days} days net";
    terms_monthly(cutoff: u32, days: u32) => "月结{cutoff}日+{days}天" | "monthly, day {cutoff} + {days} days";
    terms_deposit(percent: &str) => "定金{percent}%" | "{percent}% deposit";
    terms_deposit_net(percent: &str, days: u32) => "定金{percent}%,余款货后{days}天" | "{percent}% deposit, rest {days} days net";
}

impl Lang {
    /// Terms in words; what is no terms stays as it is.
    pub fn terms(self, code: &str) -> String {
        match code.parse::<Terms>() {
            Err(_) => code.to_owned(),
            Ok(Terms::Prepaid) => self.terms_prepaid().to_owned(),
            Ok(Terms::Cod) => self.terms_cod().to_owned(),
            Ok(Terms::Net { days }) => self.terms_net(days),
            Ok(Terms::Monthly { cutoff_day, days }) => self.terms_monthly(cutoff_day, days),
            Ok(Terms::Deposit { percent, rest }) => match rest {
                Rest::BeforeGoods => self.terms_deposit(&percent.to_string()),
                Rest::Net(days) => self.terms_deposit_net(&percent.to_string(), days),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_terms_has_words() {
        let told = [
            ("prepaid", "款到发货", "prepaid"),
            ("cod", "货到付款", "cash on delivery"),
            ("net:30", "货后30天", "30 days net"),
            (
                "monthly:25+30",
                "月结25日+30天",
                "monthly, day 25 + 30 days",
            ),
            ("deposit:30", "定金30%", "30% deposit"),
            (
                "deposit:30/net:15",
                "定金30%,余款货后15天",
                "30% deposit, rest 15 days net",
            ),
            ("what?", "what?", "what?"),
        ];
        for (code, zh, en) in told {
            assert_eq!(Lang::Zh.terms(code), zh);
            assert_eq!(Lang::En.terms(code), en);
        }
    }
}
