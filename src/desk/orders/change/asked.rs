//! The fields of `order.change`.

use crate::desk::fields;
use crate::domain::order::AskedBy;
use crate::domain::party::DeliveryPolicy;
use crate::domain::terms::Terms;
use crate::domain::{Day, Percent, Price, Qty};

payload! {
    /// Asks for a new version of an approved order. What is left out stays: lines that are not named,
    /// and fields of lines that are. What concerns nobody takes effect at once; else the departments
    /// concerned and the director are asked, and the order goes on as it is until they say yes.
    pub struct OrderChange {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// customer or us: what the customer asks for moves the promise that is measured.
        pub asked_by: AskedBy,
        /// Lines to change (with `line`) or to add (without).
        pub lines: Option<Vec<ChangeLine>>,
        /// Customer code; not once goods are packed or money has come.
        #[serde(default, deserialize_with = "fields::code_opt", skip_serializing_if = "Option::is_none")]
        pub customer: Option<String>,
        /// The customer's own order number; null takes it away.
        #[serde(default, deserialize_with = "fields::clean_nullable", skip_serializing_if = "Option::is_none")]
        pub customer_ref: Option<Option<String>>,
        /// Wanted by; null takes it away.
        #[serde(default, deserialize_with = "fields::nullable", skip_serializing_if = "Option::is_none")]
        pub need_date: Option<Option<Day>>,
        /// Ship-to; null is the customer's address.
        #[serde(default, deserialize_with = "fields::clean_nullable", skip_serializing_if = "Option::is_none")]
        pub ship_to: Option<Option<String>>,
        /// Warehouse code; null is any.
        #[serde(default, deserialize_with = "fields::code_nullable", skip_serializing_if = "Option::is_none")]
        pub warehouse: Option<Option<String>>,
        /// Terms of payment; null is the contract's, else the customer's.
        #[serde(default, deserialize_with = "fields::nullable", skip_serializing_if = "Option::is_none")]
        pub terms: Option<Option<Terms>>,
        /// How it may leave; null is as the customer's.
        #[serde(default, deserialize_with = "fields::nullable", skip_serializing_if = "Option::is_none")]
        pub delivery_policy: Option<Option<DeliveryPolicy>>,
        /// Remark; null takes it away.
        #[serde(default, deserialize_with = "fields::clean_nullable", skip_serializing_if = "Option::is_none")]
        pub remark: Option<Option<String>>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// A line to change or to add.
    pub struct ChangeLine {
        /// The line that is changed; left out, it is a new one.
        pub line: Option<i64>,
        /// Product code; fixed once any of the line is packed or shipped.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub product: Option<String>,
        /// The whole quantity ordered, with what is called off, packed and shipped; 0 calls off the
        /// rest of the line.
        pub qty: Option<Qty>,
        /// Price by hand, VAT included; null leaves it to the rules again.
        #[serde(default, deserialize_with = "fields::nullable", skip_serializing_if = "Option::is_none")]
        pub price: Option<Option<Price>>,
        /// Why the price by hand.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub price_reason: Option<String>,
        /// Wanted by; null is as the order.
        #[serde(default, deserialize_with = "fields::nullable", skip_serializing_if = "Option::is_none")]
        pub need_date: Option<Option<Day>>,
        /// Free of charge.
        pub gift: Option<bool>,
        /// How this line may leave; null is as the order.
        #[serde(default, deserialize_with = "fields::nullable", skip_serializing_if = "Option::is_none")]
        pub delivery_policy: Option<Option<DeliveryPolicy>>,
        /// Percent that may be shipped too much; null is as contract, customer, product, office.
        #[serde(default, deserialize_with = "fields::nullable", skip_serializing_if = "Option::is_none")]
        pub tolerance_over: Option<Option<Percent>>,
        /// Percent that may be missing; null likewise.
        #[serde(default, deserialize_with = "fields::nullable", skip_serializing_if = "Option::is_none")]
        pub tolerance_under: Option<Option<Percent>>,
    }
}
