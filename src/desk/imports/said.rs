//! What a platform says of an order: the fields of `import.order`.

use serde_json::Value;

use crate::desk::fields;
use crate::domain::order::Channel;
use crate::domain::{Day, Moment, Money, Price, Qty};

payload! {
    /// Takes an order of a platform in, or brings ours in step with it. `orderdesk import orders` gives this by
    /// itself. Ours is made when it is to be sent: not while it is unpaid, and not once it was sent, closed or
    /// done there. One the platform has locked, or whose state nobody knows, is ours with a hold `platform`.
    pub struct ImportOrder {
        /// Batch.
        #[serde(deserialize_with = "fields::code")]
        pub batch: String,
        /// Channel.
        pub channel: Channel,
        /// Platform, where several share a channel: xiaohongshu, weixin, youzan, an own one (default the channel).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub platform: Option<String>,
        /// The customer these orders belong to (default the shop's by setting, else PLATFORM).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub shop: Option<String>,
        /// The platform's number.
        #[serde(deserialize_with = "fields::code")]
        pub outside_id: String,
        /// Its state among ours: pending_payment, to_ship, part_shipped, shipped, done, closed, refunding, unknown.
        #[serde(deserialize_with = "fields::code")]
        pub status: String,
        /// The platform's own word.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub status_text: Option<String>,
        /// What was given back.
        pub refund: Option<Money>,
        /// Carrier.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub carrier: Option<String>,
        /// Waybill.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub waybill: Option<String>,
        /// By when the platform has promised the buyer that it leaves.
        pub ship_by: Option<Moment>,
        /// What is out of the common: cod, presale, masked, dated_by_id.
        #[serde(default)]
        pub marks: Vec<String>,
        /// Values of the order, where the file tells them.
        pub head: Option<PlatformHead>,
        /// Its goods, where the file tells them.
        pub lines: Option<Vec<PlatformGoods>>,
        /// The rows of the files as they came: kept in the audit row of this command, as all of it is.
        #[serde(default)]
        pub raw: Option<Value>,
    }
}

payload! {
    /// What a platform says of an order as a whole.
    pub struct PlatformHead {
        /// The buyer.
        pub buyer: String,
        /// Who receives it, with telephone and address.
        pub ship_to: String,
        /// What buyer and shop wrote.
        pub notes: String,
        /// Of these, what buyer and shop wrote themselves.
        #[serde(default)]
        pub words: String,
        /// What the buyer pays for all of it.
        pub paid: Option<Money>,
        /// Freight in it.
        pub freight: Option<Money>,
        /// The day it was placed there.
        pub ordered_on: Option<Day>,
    }
}

payload! {
    /// A line of goods of a platform.
    pub struct PlatformGoods {
        /// The shop's own code of the goods.
        pub code: String,
        /// What the goods are called there.
        pub title: String,
        /// The platform's number of the goods.
        #[serde(default)]
        pub item: String,
        /// Colour, size and the like, as the platform writes it.
        #[serde(default)]
        pub sku: String,
        /// The platform's number of the line.
        #[serde(default)]
        pub line_id: Option<String>,
        /// How many; 0 where the file does not say.
        pub qty: Qty,
        /// What one costs.
        pub price: Option<Price>,
        /// What the buyer pays for the line.
        pub amount: Option<Money>,
        /// Whether the platform has closed the line: it is not to be sent.
        #[serde(default)]
        pub closed: bool,
    }
}

/// Reads back what was kept as JSON.
pub fn known<T: serde::de::DeserializeOwned>(text: Option<&String>) -> Option<T> {
    text.and_then(|text| serde_json::from_str(text).ok())
}
