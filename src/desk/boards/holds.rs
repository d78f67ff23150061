//! `ask hold_codes`: what each hold code stops and who releases it.

use serde_json::{Value, json};

use crate::desk::failure::Outcome;
use crate::desk::orders::hold_code;
use crate::desk::query::Qx;
use crate::store::holds;

payload! {
    /// What each hold code stops, who may release it, whether it goes by itself.
    pub struct HoldCodesQuery {}
}

/// Answers with every code that the office has said something about.
pub fn hold_codes(qx: &Qx<'_>, _: &HoldCodesQuery) -> Outcome<Value> {
    let codes = holds::hold_codes(qx.db)?;
    let rows: Vec<_> = codes.iter().map(hold_code::told).collect();
    Ok(json!({ "rows": rows, "next": Value::Null }))
}
