//! The codes that fields of a paper hold: what a field of this name means, and the list to choose from.

use std::cell::RefCell;

use serde_json::{Value, json};

use crate::desk::boards::find::FindQuery;
use crate::domain::initials;
use crate::domain::text::narrow;
use crate::ui::base::{Look, Query, Reply};
use crate::words::after_sale::AFTER_STATES;
use crate::words::field_names::field_name;
use crate::words::fill::plain;
use crate::words::papers::STATES;
use crate::words::{Lang, Ruler};

use super::lookup::{Hit, Source};

/// Hits asked for: more than fit, for the clerk goes down the list or types on.
const HITS: i64 = 30;
/// Hits of every kind, so that those wanted are among them.
const ALL_HITS: i64 = 80;
/// Rows that are looked through here.
const ROWS: i64 = 1000;
/// Digits from which the end of a phone number is meant too.
const PHONE_TAIL: usize = 4;

/// How the office is asked for what fits a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Its list takes a text.
    Text,
    /// By the search over everything; its list without a text.
    Find,
    /// Its list is short: looked through here.
    Here,
}

/// A kind of code: its name among fields, the question for its list, the key of the code, what is shown.
type Kind = (
    &'static str,
    &'static str,
    &'static str,
    Way,
    &'static [&'static str],
);

macro_rules! codes {
    ($($variant:ident = $kind:expr;)+) => {
        /// What a code is of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is what its name says")]
        pub enum Codes { $($variant),+ }

        impl Codes {
            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            const fn kind(self) -> Kind {
                match self { $(Self::$variant => $kind),+ }
            }
        }
    };
}

#[rustfmt::skip]
codes! {
    Customer = ("customer", "customers", "code", Way::Text, &["name", "phone", "detail"]);
    Product = ("product", "products", "code", Way::Text, &["name", "spec", "list_price"]);
    Order = ("order", "orders", "order", Way::Text, &["customer_name", "ordered_on", "state"]);
    Invoice = ("invoice", "invoices", "invoice", Way::Find, &["customer", "date", "open", "name", "detail"]);
    Receipt = ("receipt", "receipts", "receipt", Way::Find, &["customer", "date", "open", "name", "detail"]);
    CreditNote = ("credit_note", "credit_notes", "credit_note", Way::Find, &["customer", "date", "open", "name", "detail"]);
    ToSend = ("shipment", "shipments", "shipment", Way::Find, &["order", "customer", "carrier", "waybill", "name"]);
    ToArrive = ("shipment", "shipments", "shipment", Way::Find, &["order", "customer", "carrier", "waybill", "name"]);
    ToSign = ("shipment", "shipments", "shipment", Way::Find, &["order", "customer", "carrier", "waybill", "name"]);
    ToSlip = ("shipment", "shipments", "shipment", Way::Find, &["order", "customer", "carrier", "waybill", "name"]);
    Return = ("return", "returns", "return", Way::Here, &["order", "customer", "state"]);
    Warehouse = ("warehouse", "warehouses", "code", Way::Here, &["name"]);
    Carrier = ("carrier", "carriers", "code", Way::Here, &["name"]);
    Person = ("login", "users", "login", Way::Here, &["name"]);
    Hold = ("hold", "hold_codes", "code", Way::Here, &["name"]);
    Complaint = ("complaint", "complaints", "complaint", Way::Here, &["customer", "order", "text"]);
    Task = ("task", "tasks", "task", Way::Here, &["subject", "text"]);
    Exception = ("exception", "exceptions", "exception", Way::Here, &["subject", "text"]);
    Transfer = ("transfer", "transfers", "transfer", Way::Here, &["product", "name", "from", "to"]);
    Template = ("template", "templates", "name", Way::Text, &["customer"]);
    Promotion = ("promotion", "promotions", "code", Way::Here, &["name"]);
    Setting = ("setting", "settings", "name", Way::Here, &["value"]);
    Batch = ("batch", "imports", "batch", Way::Here, &["kind", "file", "at"]);
    GapRule = ("gap", "gap_rules", "code", Way::Here, &["kind", "channel", "control"]);
    RouteRule = ("route", "route_rules", "code", Way::Here, &["department", "when"]);
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Codes of these.
    pub codes: Codes,
    /// Something new may stand there, too: it is never looked up unasked.
    pub free: bool,
    /// Several, parted by commas, or rows that begin with one.
    pub many: bool,
}

impl Held {
    const fn one(codes: Codes) -> Self {
        Self {
            codes,
            free: false,
            many: false,
        }
    }

    /// The same where something new may stand.
    pub const fn free(codes: Codes) -> Self {
        Self {
            codes,
            free: true,
            many: false,
        }
    }

    /// The same for several.
    #[must_use]
    pub const fn many(self) -> Self {
        Self { many: true, ..self }
    }

    /// What a field of this name holds on any paper.
    pub fn of(field: &str) -> Option<Self> {
        Some(Self::one(match field {
            "customer" | "payer" | "shop" => Codes::Customer,
            "product" => Codes::Product,
            "order" => Codes::Order,
            "orders" => return Some(Self::one(Codes::Order).many()),
            "invoice" => Codes::Invoice,
            "receipt" => Codes::Receipt,
            "credit_note" => Codes::CreditNote,
            "shipment" => Codes::ToSign,
            "return" => Codes::Return,
            "warehouse" => Codes::Warehouse,
            "carrier" => Codes::Carrier,
            "owner" | "salesperson" => Codes::Person,
            "complaint" => Codes::Complaint,
            "task" => Codes::Task,
            "exception" => Codes::Exception,
            "transfer" => Codes::Transfer,
            "batch" => Codes::Batch,
            _ => return None,
        }))
    }

    /// What a field of a command holds; what the command itself makes may be new.
    pub fn of_command(command: &str, field: &str) -> Option<Self> {
        Some(match (command, field) {
            ("customer.save", "code") => Self::free(Codes::Customer),
            ("product.save", "code") => Self::free(Codes::Product),
            ("warehouse.save", "code") => Self::free(Codes::Warehouse),
            ("carrier.save", "code") => Self::free(Codes::Carrier),
            ("promotion.save", "code") => Self::free(Codes::Promotion),
            ("gap_rule.save", "code") => Self::free(Codes::GapRule),
            ("route_rule.save", "code") => Self::free(Codes::RouteRule),
            ("hold_code.save", "code") => Self::free(Codes::Hold),
            ("user.save", "login") => Self::free(Codes::Person),
            ("template.save", "name") => Self::free(Codes::Template),
            ("order.enter" | "import.start" | "import.order", "batch") => Self::free(Codes::Batch),
            ("template.remove", "name") => Self::one(Codes::Template),
            ("setting.set", "name") => Self::one(Codes::Setting),
            ("hold.place" | "hold.release", "code") => Self::one(Codes::Hold),
            ("shipment.dispatch" | "shipment.unpack", "shipment") => Self::one(Codes::ToSend),
            ("shipment.arrive", "shipment") => Self::one(Codes::ToArrive),
            ("shipment.slip", "shipment") => Self::one(Codes::ToSlip),
            ("stock.transfer", "from" | "to") => Self::one(Codes::Warehouse),
            _ => return Self::of(field),
        })
    }
}

impl Codes {
    /// What a code of this kind is called.
    pub fn name(self, lang: Lang) -> String {
        field_name(lang, self.kind().0)
    }

    /// The question for what fits a text; all, if there is none.
    pub fn query(self, text: &str) -> Query {
        let typed = narrow(text).trim().to_owned();
        let (_, query, _, way, _) = self.kind();
        let digits = typed.len() >= PHONE_TAIL && typed.bytes().all(|b| b.is_ascii_digit());
        let anywhere = way == Way::Find && !typed.is_empty() || self == Self::Customer && digits;
        let everywhere = |text: String| {
            Query::from(FindQuery {
                text,
                limit: Some(ALL_HITS),
            })
        };
        if anywhere {
            return everywhere(typed);
        }
        let mut with = match way {
            Way::Text => json!({ "text": typed, "limit": HITS }),
            Way::Find => json!({ "limit": HITS }),
            Way::Here if self == Self::Hold => json!({}),
            Way::Here => json!({ "limit": ROWS }),
        };
        if let Some(wait) = self.waits() {
            with["wait"] = json!(wait);
        }
        Query::parse(query, with).unwrap_or_else(|_| everywhere(typed))
    }

    /// What shipments wait for, for which one chooses one of them.
    const fn waits(self) -> Option<&'static str> {
        match self {
            Self::ToSend => Some("dispatch"),
            Self::ToArrive => Some("arrive"),
            Self::ToSign => Some("sign"),
            Self::ToSlip => Some("slip"),
            _ => None,
        }
    }

    /// What fits the text in an answer.
    pub fn hits(self, reply: &Reply, text: &str, lang: Lang) -> Vec<Hit> {
        let (name, _, key, way, shown) = self.kind();
        let typed = narrow(text).trim().to_lowercase();
        let rows = reply
            .as_ref()
            .ok()
            .and_then(|value| value["rows"].as_array());
        let of_kind = |row: &&Value| {
            // Rows of a search tell their kind beside their code; a list is all of one kind.
            row["rank"].is_null() || row["kind"].is_null() || row["kind"] == name
        };
        let hit = |row: &Value| {
            let found = row[key].as_str();
            let code = found.or_else(|| row["code"].as_str().filter(|_| way == Way::Find))?;
            let mut texts = vec![Ruler::default().pad(code, 12)];
            for part in shown
                .iter()
                .filter(|part| !row[**part].is_null() && **part != key)
            {
                let told = plain(Some(&row[*part]));
                texts.push(if *part == "state" {
                    in_words(&told, lang)
                } else {
                    told
                });
            }
            let text = texts.join(" ").trim_end().to_owned();
            Some(Hit {
                id: code.to_owned(),
                text,
            })
        };
        let fits = |hit: &Hit| {
            let shown = hit.text.to_lowercase();
            way != Way::Here
                || typed.is_empty()
                || shown.contains(&typed)
                || shown.split_whitespace().any(|word| {
                    let ways = initials::readings(word);
                    ways.split('|').any(|way| way.starts_with(&typed))
                })
        };
        let rows = rows.into_iter().flatten().filter(of_kind);
        rows.filter_map(hit).filter(fits).collect()
    }
}

fn in_words(state: &str, lang: Lang) -> String {
    let told = lang.word(STATES, state);
    if told == state {
        lang.word(AFTER_STATES, state)
    } else {
        told
    }
}

/// The list of codes for the box to choose from.
pub struct CodeList {
    codes: Codes,
    lang: Lang,
    /// What was asked for last.
    typed: RefCell<String>,
}

impl CodeList {
    /// The list of these.
    pub fn new(codes: Codes, lang: Lang) -> Self {
        Self {
            codes,
            lang,
            typed: RefCell::default(),
        }
    }
}

impl Source for CodeList {
    fn title(&self, look: &Look) -> String {
        self.codes.name(look.lang)
    }

    fn query(&self, text: &str) -> Query {
        text.clone_into(&mut self.typed.borrow_mut());
        self.codes.query(text)
    }

    fn digits_choose(&self) -> bool {
        let named = [Codes::Warehouse, Codes::Carrier, Codes::Person, Codes::Hold];
        named.contains(&self.codes)
    }

    fn hits(&self, reply: &Reply) -> Vec<Hit> {
        self.codes.hits(reply, &self.typed.borrow(), self.lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_question_and_a_name() {
        for codes in Codes::ALL {
            let (name, query, _, way, _) = codes.kind();
            assert_eq!(codes.query("").name(), query, "{codes:?}");
            let found = codes.query("abc");
            assert_eq!(found.name() == "find", way == Way::Find, "{codes:?}");
            assert!(!codes.name(Lang::Zh).is_ascii(), "{name}");
        }
        assert_eq!(Codes::Customer.query("8000").name(), "find");
    }

    #[test]
    fn short_lists_are_looked_through_by_code_name_and_initials() {
        let reply = Ok(json!({ "rows": [
            { "code": "SF", "name": "顺丰" }, { "code": "YTO", "name": "圆通" }] }));
        let found = |text: &str| {
            let hits = Codes::Carrier.hits(&reply, text, Lang::Zh);
            hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
        };
        assert_eq!(found("yt"), ["YTO"]);
        assert_eq!(found("顺"), ["SF"]);
        assert_eq!(found("sf"), ["SF"]);
        assert_eq!(found(""), ["SF", "YTO"]);
        assert!(found("zto").is_empty());
    }
}
