//! Orders of a platform as its files tell them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::role::named;
use crate::domain::{Moment, Money, Price, Qty};
use crate::paper::grid::Encoding;
use crate::paper::profile::Status;

/// How a table was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRead {
    /// The file.
    pub file: String,
    /// How it was written, as far as we can tell.
    pub encoding: Encoding,
    /// What each field is called there.
    pub named: BTreeMap<String, String>,
    /// Headings that name no field.
    pub unknown: Vec<String>,
}

named! {
    /// What is out of the common with an order of a platform.
    Mark {
        /// The carrier collects what is paid.
        Cod = "cod",
        /// Its goods are sold ahead.
        Presale = "presale",
        /// A field of the receiver is masked or cipher text.
        Masked = "masked",
        /// The file does not tell its day: it is the one its number begins with.
        DatedById = "dated_by_id",
    }
}

/// One order of a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformOrder {
    /// The platform's number of it.
    pub order_id: String,
    /// Its state among ours.
    pub status: Status,
    /// The platform's own word.
    pub status_text: String,
    /// The buyer's name on the platform.
    pub buyer: String,
    /// What the buyer pays for all of it.
    pub paid: Option<Money>,
    /// Freight inside or beside it, as the platform tells it.
    pub freight: Option<Money>,
    /// What was given back.
    pub refund: Option<Money>,
    /// When it was placed.
    pub created: Option<Moment>,
    /// When it was paid.
    pub paid_at: Option<Moment>,
    /// The earliest time by which something of it must be sent.
    pub ship_by: Option<Moment>,
    /// Who receives it.
    pub receiver: String,
    /// The receiver's phone.
    pub phone: String,
    /// Where it goes.
    pub address: String,
    /// What the buyer wrote.
    pub buyer_note: String,
    /// What the shop wrote; real shipping dates often stand here.
    pub seller_note: String,
    /// Why it was closed; empty while it is open.
    pub close_reason: String,
    /// How it is paid, where the platform says (JD's cash on delivery).
    pub pay_method: String,
    /// What is out of the common with it.
    pub marks: Vec<Mark>,
    /// The goods in words, where the file names them without quantities.
    pub goods_text: String,
    /// Waybill, where the platform knows one.
    pub waybill: String,
    /// Carrier, where the platform knows one.
    pub carrier: String,
    /// The goods.
    pub lines: Vec<PlatformLine>,
    /// File of its first row.
    pub file: String,
    /// Line of its first row.
    pub line: u64,
    /// The rows as they stand: `{file, line, cells}` each.
    pub raw: Vec<Value>,
    /// Rows it was made from.
    pub rows: u64,
    /// Rows with its number that could not be taken: it is not to be trusted as a whole.
    pub lost_rows: u64,
    /// Whether the order's own values and its goods are both known.
    pub complete: bool,
}

/// One line of goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformLine {
    /// The platform's number of the line, where it has one.
    pub line_id: Option<String>,
    /// The platform's number of the goods; empty if not told.
    pub item_id: String,
    /// The shop's own code of the goods; empty if not told.
    pub merchant_code: String,
    /// What the goods are called.
    pub title: String,
    /// Colour, size and the like, as the platform writes it.
    pub sku_text: String,
    /// How many; 0 where the file does not tell it for each kind of goods.
    pub qty: Qty,
    /// What one costs on the platform.
    pub price: Option<Price>,
    /// What the buyer pays for the line.
    pub amount: Option<Money>,
    /// The platform's word for the line.
    pub status_text: String,
    /// The platform's word for its refund; empty without one.
    pub refund_text: String,
    /// Its state among ours; that of the order where the file tells none.
    pub status: Status,
    /// Line of the file.
    pub line: u64,
}
