//! What an order is wished to be: the fields of `order.enter`, whoever fills them in.

use crate::desk::fields;
use crate::domain::order::{Channel, Kind};
use crate::domain::party::DeliveryPolicy;
use crate::domain::terms::Terms;
use crate::domain::{Day, Percent, Price, Qty};

payload! {
    /// Where an order comes from, in its own words.
    pub struct Source {
        /// Fax reference, message number.
        #[serde(default, rename = "ref", deserialize_with = "fields::clean_opt")]
        pub reference: Option<String>,
        /// Who asked for it.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub caller: Option<String>,
        /// The raw message.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub note: Option<String>,
    }
}

payload! {
    /// A line as it is wished.
    pub struct WishLine {
        /// Product code or barcode; goods that no product answers to are a gap of the line.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub product: Option<String>,
        /// Quantity; left out it is a gap.
        pub qty: Option<Qty>,
        /// Price by hand, VAT included; left out, the rules give it. With a reason it keeps the line out of
        /// promotions.
        pub price: Option<Price>,
        /// Why the price by hand; needed where it differs from the rules'.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub price_reason: Option<String>,
        /// Wanted by, if not as the order.
        pub need_date: Option<Day>,
        /// Free of charge.
        pub gift: Option<bool>,
        /// How it may leave, if not as the order: any, complete_line, complete_order.
        pub delivery_policy: Option<DeliveryPolicy>,
        /// Percent by which more may be shipped (default: contract, customer, product, office).
        pub tolerance_over: Option<Percent>,
        /// Percent by which less closes it (default: the same).
        pub tolerance_under: Option<Percent>,
    }
}

/// A whole order as it is wished.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Customer code.
    pub customer: Option<String>,
    /// How it came in.
    pub channel: Channel,
    /// What it is for.
    pub kind: Kind,
    /// In its own words.
    pub source: Source,
    /// The customer's own number.
    pub customer_ref: String,
    /// Wanted by.
    pub need_date: Option<Day>,
    /// Ship-to; left out, the customer's address.
    pub ship_to: Option<String>,
    /// Warehouse code.
    pub warehouse: Option<String>,
    /// Terms; left out, the contract's or the customer's.
    pub terms: Option<Terms>,
    /// Remark.
    pub remark: String,
    /// How it may leave; left out, as the customer's usual.
    pub delivery_policy: Option<DeliveryPolicy>,
    /// Lines.
    pub lines: Vec<WishLine>,
}

impl Wish {
    /// Wishes it for this customer, if one is given. Another one than before brings its own address
    /// and terms unless they are given after this.
    pub fn give_to(&mut self, customer: Option<&String>) {
        if let Some(code) = customer.filter(|code| self.customer.as_ref() != Some(code)) {
            self.customer = Some(code.clone());
            (self.ship_to, self.terms) = (None, None);
        }
    }
}
