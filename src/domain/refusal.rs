//! Expected noes: a code and the facts behind it, never a sentence.
//!
//! The codes are those of `contract.md §5` and a few of our own; `words` turns them into text
//! and a way out, in the person's language.

use serde::Serialize;
use serde_json::{Map, Value};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)?) => {
        /// Which rule said no.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $variant),+ }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as scripts see it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The code with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

codes! {
    /// A line of `run` that is no JSON object, or too long.
    BadLine = "bad_line",
    /// A field is missing, unknown or of the wrong form.
    BadField = "bad_field",
    /// No command or query has this name.
    UnknownCommand = "unknown_command",
    /// The named thing is not in the file.
    NotFound = "not_found",
    /// The person's roles do not allow it.
    NotPermitted = "not_permitted",
    /// The same person may not do both (`rules.md §2`, duties apart).
    DutyConflict = "duty_conflict",
    /// Somebody changed the document since it was read.
    VersionConflict = "version_conflict",
    /// The command id was used with other content.
    IdReused = "id_reused",
    /// The customer's reference or the same lines are in the file already.
    DuplicateOrder = "duplicate_order",
    /// The document is not in a state that allows this.
    WrongState = "wrong_state",
    /// Blocking gaps are open.
    OrderIncomplete = "order.incomplete",
    /// Less than what is cancelled, packed and shipped.
    OrderBelowShipped = "order.below_shipped",
    /// The price lies below the floor.
    PriceBelowFloor = "price.below_floor",
    /// A typed price differs from the resolved one without a reason.
    PriceNoReason = "price.no_reason",
    /// The quantity is no multiple of the product's step.
    QtyNotAStep = "qty.not_a_step",
    /// The customer would be over the limit in force.
    CreditOverLimit = "credit.over_limit",
    /// The customer has overdue items past what is allowed.
    CreditOverdue = "credit.overdue",
    /// The terms want cleared money first.
    PaymentNotCleared = "payment.not_cleared",
    /// A hold stops this stage.
    HoldActive = "hold.active",
    /// A check of the office blocks, and nothing overrides it.
    CheckBlocked = "check.blocked",
    /// Not enough free stock.
    StockShort = "stock.short",
    /// More or less than the tolerance allows.
    ShipmentOverTolerance = "shipment.over_tolerance",
    /// The blind count differs from what is packed.
    CountMismatch = "count.mismatch",
    /// The waybill number is used by another shipment.
    WaybillUsed = "waybill.used",
    /// More returned than shipped.
    ReturnOverShipped = "return.over_shipped",
    /// The exchange waits for the goods.
    ReturnNotReceived = "return.not_received",
    /// More applied than is open.
    ReceiptOverApplied = "receipt.over_applied",
    /// Money in a bank's file that no customer answers to.
    ReceiptUnmatched = "receipt.unmatched",
    /// More refunded than was paid.
    RefundOverPaid = "refund.over_paid",
    /// A special invoice for a buyer without a sound tax number.
    InvoiceTaxData = "invoice.tax_data",
    /// The month is closed.
    PeriodClosed = "period.closed",
    /// An outside order number that cannot be trusted.
    ImportBadId = "import.bad_id",
    /// Goods that no product answers to.
    ImportUnmapped = "import.unmapped",
    /// A file that cannot be understood as this kind.
    ImportBadFile = "import.bad_file",
    /// The delivery policy forbids a partial shipment.
    DeliveryPolicy = "delivery.policy",
    /// A number outside the bounds.
    MoneyOverflow = "money.overflow",
    /// A date outside 1990–2199.
    DateOutOfRange = "date.out_of_range",
    /// A document of this kind with this code is there already.
    AlreadyThere = "already_there",
    /// The file system does not take a file that goes out.
    FileNotWritten = "file.not_written",
    /// The last active administrator cannot be taken away.
    LastAdmin = "last_admin",
    /// The machine's clock stands behind what was written down.
    ClockBehind = "clock.behind",
    /// The office runs a newer program; this session has to be started again.
    OfficeUpgraded = "office.upgraded",
    /// Another session is saving and has not finished in time.
    OfficeBusy = "office.busy",
    /// No room left on the disk, or the person's share of it is used up.
    OfficeFull = "office.full",
    /// The office file or its folder cannot be written.
    OfficeReadOnly = "office.read_only",
    /// The office file is damaged; nothing more is written to it.
    OfficeDamaged = "office.damaged",
    /// The office file failed in another way.
    OfficeFailed = "office.failed",
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.name())
    }
}

/// An expected no with its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(Box<Body>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Body {
    code: Code,
    facts: Map<String, Value>,
}

impl Refusal {
    /// A refusal without facts yet.
    pub fn new(code: Code) -> Self {
        Self(Box::new(Body {
            code,
            facts: Map::new(),
        }))
    }

    /// Adds a fact; numbers of the desk go in as their text.
    #[must_use]
    pub fn fact(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        self.0.facts.insert(name.to_owned(), value);
        self
    }

    /// Adds a fact if nobody nearer to the cause has named it already.
    #[must_use]
    pub fn or_fact(self, name: &str, value: impl Serialize) -> Self {
        if self.0.facts.contains_key(name) {
            self
        } else {
            self.fact(name, value)
        }
    }

    /// Which rule said no.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What it rests on.
    pub fn facts(&self) -> &Map<String, Value> {
        &self.0.facts
    }

    /// A named thing that is not in the file.
    pub fn not_found(kind: &str, code: impl Serialize) -> Self {
        Self::new(Code::NotFound)
            .fact("kind", kind)
            .fact("what", code)
    }

    /// A field that is missing or of the wrong form.
    pub fn bad_field(field: &str, why: impl Serialize) -> Self {
        Self::new(Code::BadField)
            .fact("field", field)
            .fact("why", why)
    }

    /// A document in the wrong state.
    pub fn wrong_state(document: impl Serialize, state: impl Serialize) -> Self {
        Self::new(Code::WrongState)
            .fact("document", document)
            .fact("state", state)
    }

    /// Reads what `serde` said: the bound errors keep their own code, the rest is `bad_field`.
    pub fn from_serde(field: &str, message: &str) -> Self {
        for code in [Code::MoneyOverflow, Code::DateOutOfRange] {
            if message.starts_with(code.name()) {
                return Self::new(code).fact("field", field);
            }
        }
        Self::bad_field(&named_field(field, message), message)
    }
}

/// The path of a field that is missing or unknown: the reader stops at the object around it and
/// names the field in its message alone.
fn named_field(path: &str, message: &str) -> String {
    let quoted = ["missing field `", "unknown field `"]
        .iter()
        .find_map(|start| message.strip_prefix(start)?.split('`').next());
    match quoted {
        Some(name) if path == "." || path == name || path.ends_with(&format!(".{name}")) => {
            if path == "." {
                name.to_owned()
            } else {
                path.to_owned()
            }
        }
        Some(name) => format!("{path}.{name}"),
        None => path.to_owned(),
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} {}",
            self.code().name(),
            Value::Object(self.0.facts.clone())
        )
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_field_is_named_by_its_path() {
        let field = |path, message| {
            Refusal::from_serde(path, message).facts()["field"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(field(".", "missing field `order`"), "order");
        assert_eq!(field("xx", "unknown field `xx`, expected one of"), "xx");
        assert_eq!(field("lines[0]", "missing field `qty`"), "lines[0].qty");
        assert_eq!(field("lines[0].yy", "unknown field `yy`"), "lines[0].yy");
    }

    #[test]
    fn names_lead_back_to_their_codes() {
        for code in Code::ALL {
            assert_eq!(Code::from_name(code.name()), Some(*code));
        }
    }
}
