//! The settings of an office, their defaults and what they may hold.

use crate::domain::{Money, Refusal};
use crate::store::{self, Db};

use super::failure::Outcome;
use super::zone;

/// What a setting may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Any text.
    Text,
    /// A whole number from zero.
    Count,
    /// An amount of money.
    Amount,
    /// One of a few words.
    OneOf(&'static [&'static str]),
    /// A time zone by its IANA name.
    Zone,
}

/// A setting that the program knows.
#[derive(Debug)]
pub struct Setting {
    /// Its name in `setting.set`.
    pub name: &'static str,
    /// What counts until somebody sets it.
    pub default: &'static str,
    /// What it may hold.
    pub holds: Holds,
}

macro_rules! settings {
    ($($(#[$doc:meta])* $constant:ident = $name:literal, $default:expr, $holds:expr;)+) => {
        $($(#[$doc])* pub const $constant: &Setting = &Setting { name: $name, default: $default, holds: $holds };)+

        /// Every setting there is.
        pub const ALL: &[&Setting] = &[$($constant),+];
    };
}

settings! {
    /// Name of the office.
    OFFICE = "office", "Orderdesk", Holds::Text;
    /// The zone its clock runs in.
    TIME_ZONE = "time_zone", zone::USUAL, Holds::Zone;
    /// Whether several people share the file: then `by` and `at` need a right.
    SHARED = "shared", "no", Holds::OneOf(&["no", "yes"]);
    /// A practice office: anybody may sit down as anybody.
    PRACTICE = "practice", "no", Holds::OneOf(&["no", "yes"]);
    /// Duties apart (`rules.md §2`): refuse, or allow and list.
    DUTIES = "duties", "later", Holds::OneOf(&["strict", "later"]);
    /// The director sees orders from this gross on.
    DIRECTOR_FROM = "director_from", "0", Holds::Amount;
    /// Working hours a department has for its opinion.
    OPINION_HOURS = "opinion_hours", "4", Holds::Count;
    /// Working hours the director has for an approval.
    DIRECTOR_HOURS = "director_hours", "4", Holds::Count;
    /// Days a reservation lasts.
    RESERVATION_DAYS = "reservation_days", "30", Holds::Count;
    /// Whether arriving goods reserve open lines by rank.
    RECEIVE_RESERVES = "receive_reserves", "yes", Holds::OneOf(&["yes", "no"]);
    /// Minutes without a key after which the screens close, what is half typed kept; 0 never closes them.
    IDLE_MINUTES = "idle.minutes", "0", Holds::Count;
    /// Differences up to this are written off as small.
    SMALL_DIFFERENCE = "small_difference", "0.99", Holds::Amount;
    /// Calendar days goods are under way between two warehouses.
    TRANSFER_DAYS = "transfer_days", "1", Holds::Count;
    /// Calendar days to the customer that are counted on before a carrier is chosen.
    TRANSIT_DAYS = "transit_days", "0", Holds::Count;
    /// Days after goods have left at which it is told that nobody has billed them.
    BILLING_DAYS = "billing.days", "3", Holds::Count;
    /// Days past its promise at which the nightly run raises an exception for an order.
    EXCEPTION_LATE_DAYS = "exception.late_days", "3", Holds::Count;
    /// Days past its expected arrival at which the nightly run takes a shipment for lost.
    EXCEPTION_LOST_DAYS = "exception.lost_days", "7", Holds::Count;
    /// Days before an item falls due that a reminder is on the worklist.
    COLLECT_REMIND = "collect.remind", "3", Holds::Count;
    /// Days overdue from which a customer is called.
    COLLECT_CALL = "collect.call", "1", Holds::Count;
    /// Days overdue from which a letter goes out.
    COLLECT_LETTER = "collect.letter", "15", Holds::Count;
    /// Days overdue from which the nightly run stops shipping, at least 1.
    COLLECT_STOP = "collect.stop", "30", Holds::Count;
    /// Days overdue from which the last notice goes out.
    COLLECT_NOTICE = "collect.notice", "60", Holds::Count;
    /// Days that a letter gives a customer to pay.
    LETTER_DAYS = "letter.days", "7", Holds::Count;
    /// Whom a customer asks about a letter: name and telephone.
    LETTER_CONTACT = "letter.contact", "", Holds::Text;
    /// The account that customers pay into, as letters and statements tell it.
    BANK_ACCOUNT = "bank_account", "", Holds::Text;
    /// The kind of an invoice that names none.
    INVOICE_KIND = "invoice_kind", "ordinary", Holds::OneOf(&["ordinary", "special", "digital"]);
    /// A supervisor may write off an invoice up to this, a director beyond.
    WRITEOFF_SUPERVISOR = "writeoff_supervisor", "100.00", Holds::Amount;
    /// Working days a product needs that names none.
    LEAD_DAYS = "lead_days", "7", Holds::Count;
    /// Percent by which a shipment may exceed the order.
    TOLERANCE_OVER = "tolerance_over", "0", Holds::Count;
    /// Percent by which a shipment may fall short and still close the line.
    TOLERANCE_UNDER = "tolerance_under", "0", Holds::Count;
    /// Every how many signed orders the customer is asked how it was; 0 asks nobody.
    SURVEY_EVERY = "survey_every", "0", Holds::Count;
    /// Days in which goods that may be returned are awaited.
    RETURN_DAYS = "return_days", "7", Holds::Count;
    /// Own Chinese template of the message "we have the order"; empty takes the program's.
    MESSAGE_RECEIVED_ZH = "message.received.zh", "", Holds::Text;
    /// Own English template of the message "we have the order"; empty takes the program's.
    MESSAGE_RECEIVED_EN = "message.received.en", "", Holds::Text;
    /// Own Chinese template of the message "it is confirmed"; empty takes the program's.
    MESSAGE_CONFIRMED_ZH = "message.confirmed.zh", "", Holds::Text;
    /// Own English template of the message "it is confirmed"; empty takes the program's.
    MESSAGE_CONFIRMED_EN = "message.confirmed.en", "", Holds::Text;
    /// Own Chinese template of the message "it has left"; empty takes the program's.
    MESSAGE_SHIPPED_ZH = "message.shipped.zh", "", Holds::Text;
    /// Own English template of the message "it has left"; empty takes the program's.
    MESSAGE_SHIPPED_EN = "message.shipped.en", "", Holds::Text;
    /// Own Chinese template of the message "it will be late"; empty takes the program's.
    MESSAGE_DELAYED_ZH = "message.delayed.zh", "", Holds::Text;
    /// Own English template of the message "it will be late"; empty takes the program's.
    MESSAGE_DELAYED_EN = "message.delayed.en", "", Holds::Text;
    /// Own Chinese template of the message "goods are missing"; empty takes the program's.
    MESSAGE_SHORT_ZH = "message.short.zh", "", Holds::Text;
    /// Own English template of the message "goods are missing"; empty takes the program's.
    MESSAGE_SHORT_EN = "message.short.en", "", Holds::Text;
    /// Own Chinese template of the message "it was signed for"; empty takes the program's.
    MESSAGE_SIGNED_ZH = "message.signed.zh", "", Holds::Text;
    /// Own English template of the message "it was signed for"; empty takes the program's.
    MESSAGE_SIGNED_EN = "message.signed.en", "", Holds::Text;
    /// Own Chinese template of the message "money is due"; empty takes the program's.
    MESSAGE_REMINDER_ZH = "message.reminder.zh", "", Holds::Text;
    /// Own English template of the message "money is due"; empty takes the program's.
    MESSAGE_REMINDER_EN = "message.reminder.en", "", Holds::Text;
    /// Customer whose orders come from Taobao and Tmall files.
    SHOP_TAOBAO = "shop.taobao", "", Holds::Text;
    /// Customer whose orders come from JD files.
    SHOP_JD = "shop.jd", "", Holds::Text;
    /// Customer whose orders come from Pinduoduo files.
    SHOP_PDD = "shop.pdd", "", Holds::Text;
    /// Customer whose orders come from Douyin files.
    SHOP_DOUYIN = "shop.douyin", "", Holds::Text;
    /// Customer whose orders come from 1688 files.
    SHOP_1688 = "shop.1688", "", Holds::Text;
    /// Customer whose orders come from Xiaohongshu files.
    SHOP_XIAOHONGSHU = "shop.xiaohongshu", "", Holds::Text;
    /// Customer whose orders come from WeChat shop files.
    SHOP_WEIXIN = "shop.weixin", "", Holds::Text;
    /// Customer whose orders come from Youzan files.
    SHOP_YOUZAN = "shop.youzan", "", Holds::Text;
}

/// The setting of this name.
pub fn known(name: &str) -> Option<&'static Setting> {
    ALL.iter().find(|setting| setting.name == name).copied()
}

impl Setting {
    /// Its value in this office.
    pub fn text(&self, db: &Db) -> Outcome<String> {
        Ok(store::office::setting(db, self.name)?.unwrap_or_else(|| self.default.to_owned()))
    }

    /// Its value as a count; what cannot be read counts as the default.
    pub fn count(&self, db: &Db) -> Outcome<u32> {
        let fallback = self.default.parse().unwrap_or(0);
        Ok(self.text(db)?.parse().unwrap_or(fallback))
    }

    /// Its value as money.
    pub fn amount(&self, db: &Db) -> Outcome<Money> {
        let fallback = self.default.parse().unwrap_or(Money::ZERO);
        Ok(self.text(db)?.parse().unwrap_or(fallback))
    }

    /// Whether it says yes.
    pub fn is_on(&self, db: &Db) -> Outcome<bool> {
        Ok(self.text(db)? == "yes")
    }

    /// Refuses a value that it cannot hold.
    pub fn accept(&self, value: &str) -> Result<(), Refusal> {
        let fits = match self.holds {
            Holds::Text => value.chars().count() <= 200,
            Holds::Count => value.parse::<u32>().is_ok_and(|n| n <= 3_650),
            Holds::Amount => value.parse::<Money>().is_ok_and(|m| m.count() >= 0),
            Holds::OneOf(words) => words.contains(&value),
            Holds::Zone => zone::Zone::named(value).is_some(),
        };
        if fits {
            return Ok(());
        }
        let wanted = match self.holds {
            Holds::Text => "at most 200 characters".to_owned(),
            Holds::Count => "a whole number from 0 to 3650".to_owned(),
            Holds::Amount => "an amount from 0".to_owned(),
            Holds::OneOf(words) => words.join(" | "),
            Holds::Zone => "a time zone such as Asia/Shanghai".to_owned(),
        };
        Err(Refusal::bad_field("value", wanted))
    }
}
