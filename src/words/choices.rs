//! The options of commands in words: those that screens say, and what only the form of a command asks.

use super::Lang;
use super::after_sale::{CONDITIONS, EXCEPTIONS, FAULTS, WANTS};
use super::checks::{CHECK_NAMES, CONTROLS};
use super::codes::{ASKED_BY, CONTACTS, ROLES};
use super::entry::{CHANNELS, KINDS, POLICIES};
use super::order_card::PRICE_ORIGINS;
use super::papers::{GATES, STATES, Table};
use super::rules::WHENS;
use super::steps::{CANCEL_REASONS, METHODS, STAGES};

/// Grades of customers: by the letter that lists show.
const GRADES: Table = &[
    ("A", "A 最先供货", "A, served first"),
    ("B", "B 第二供货", "B, served second"),
    ("C", "C 第三供货", "C, served third"),
];

/// What a customer is.
const PARTIES: Table = &[
    ("company", "公司", "company"),
    ("franchise", "加盟商", "franchisee"),
    ("shop", "单店", "single shop"),
    ("person", "个人", "private person"),
];

/// What a price is for.
const TARGETS: Table = &[
    ("sku", "单品", "one product"),
    ("style", "款", "a style"),
    ("family", "品类", "a family"),
    ("all", "全部", "everything"),
];

/// What a promotion gives.
const PROMOTIONS: Table = &[
    ("percent_off", "折扣", "percent off"),
    ("amount_off", "满减", "amount off"),
    ("gift", "赠品", "gift"),
    ("buy_get", "买赠", "buy some, get some"),
    ("fixed_price", "特价", "fixed price"),
];

/// What was read.
const READINGS: Table = &[("card", "卡片", "a card"), ("export", "导出", "an export")];

/// What an order is split by.
const SPLITS: Table = &[
    ("stock", "现货不够的", "what is not in stock"),
    ("warehouse", "按仓库", "by warehouse"),
    ("presale", "预售的", "what is sold ahead"),
];

/// Which goods.
const QUALITIES: Table = &[
    ("good", "良品", "good"),
    ("held", "待检", "held"),
    ("second", "次品", "second choice"),
];

/// Kinds of invoices.
const INVOICES: Table = &[
    ("special", "专用发票", "special"),
    ("ordinary", "普通发票", "ordinary"),
    ("digital", "数电发票", "digital"),
];

/// Tables of whole choices; where several know as many of the options, the first one counts.
const TABLES: &[Table] = &[
    CHANNELS,
    KINDS,
    POLICIES,
    GRADES,
    PARTIES,
    PRICE_ORIGINS,
    TARGETS,
    PROMOTIONS,
    READINGS,
    CONTROLS,
    ROLES,
    WHENS,
    GATES,
    STATES,
    CANCEL_REASONS,
    ASKED_BY,
    CONTACTS,
    SPLITS,
    STAGES,
    CHECK_NAMES,
    EXCEPTIONS,
    FAULTS,
    WANTS,
    QUALITIES,
    CONDITIONS,
    INVOICES,
    METHODS,
];

impl Lang {
    /// The options of a choice in words; what no table knows is told as the schema tells it, or by its code.
    pub fn choices(self, options: &[(String, String)]) -> Vec<(String, String)> {
        let known = |table: &Table| {
            let knows = |code: &str| table.iter().any(|(name, ..)| *name == code);
            options.iter().filter(|(code, _)| knows(code)).count()
        };
        let mut best: Table = &[];
        for table in TABLES {
            if known(table) > known(&best) {
                best = table;
            }
        }
        let word = |(code, told): &(String, String)| {
            let row = best.iter().find(|(name, ..)| name == code);
            let text = match (row, self) {
                (Some((_, zh, en)), _) => self.pick(zh, en).to_owned(),
                (None, Self::Zh) if !told.is_empty() => self.told(told),
                _ => code.replace('_', " "),
            };
            (code.clone(), text)
        };
        options.iter().map(word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(lang: Lang, codes: &[&str]) -> Vec<String> {
        let options: Vec<_> = codes
            .iter()
            .map(|c| ((*c).to_owned(), String::new()))
            .collect();
        let words = lang.choices(&options);
        words.into_iter().map(|(_, word)| word).collect()
    }

    #[test]
    fn the_words_of_other_screens_are_said() {
        let kinds = ["spot", "topup", "new_store", "sample"];
        assert_eq!(
            said(Lang::En, &kinds),
            ["spot", "top-up", "new store", "sample"]
        );
        assert_eq!(
            said(Lang::En, &["wechat", "jd", "tmall"]),
            ["WeChat", "JD", "Tmall"]
        );
        assert_eq!(said(Lang::Zh, &["A", "B"]), ["A 最先供货", "B 第二供货"]);
        assert_eq!(said(Lang::En, &["unheard_of"]), ["unheard of"]);
    }
}
