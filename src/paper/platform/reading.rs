//! One row of a known table, field by field.

use crate::domain::number::NotANumber;
use crate::domain::text::narrow;
use crate::domain::{Code, Moment, Money, Qty, Refusal};
use crate::paper::header::Header;
use crate::paper::profile::{Layout, Profile, RowKind};
use crate::paper::sheet::{Cell, Row};
use crate::paper::{cell, clip, fitting};

use super::order::PlatformLine;

/// What the rows of an order say about it as a whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    pub(super) status_text: String,
    pub(super) buyer: String,
    pub(super) paid: Option<Money>,
    pub(super) freight: Option<Money>,
    pub(super) refund: Option<Money>,
    pub(super) created: Option<Moment>,
    pub(super) paid_at: Option<Moment>,
    pub(super) ship_by: Option<Moment>,
    pub(super) receiver: String,
    pub(super) phone: String,
    pub(super) address: String,
    pub(super) buyer_note: String,
    pub(super) seller_note: String,
    pub(super) close_reason: String,
    pub(super) pay_method: String,
    pub(super) waybill: String,
    pub(super) carrier: String,
}

/// A table whose layout is known.
pub(super) struct Table<'a> {
    pub(super) profile: &'a Profile,
    pub(super) layout: &'a Layout,
    pub(super) header: Header,
}

/// One row being read; names the field in whatever it refuses.
pub(super) struct Reading<'a> {
    pub(super) table: &'a Table<'a>,
    pub(super) row: &'a Row,
}

impl Reading<'_> {
    fn text(&self, field: &str) -> String {
        self.cell(field).map(|(_, text)| text).unwrap_or_default()
    }

    /// A text that goes into the books as it stands, so that it must fit there.
    fn kept(&self, field: &str) -> Result<String, Refusal> {
        let text = self.text(field);
        fitting(field, &text)?;
        Ok(text)
    }

    /// Whether the order's number is written so that no spreadsheet takes it for a number.
    pub(super) fn is_wrapped(&self) -> bool {
        let columns = self.table.header.value(self.row, "order_id", str::to_owned);
        columns.is_some_and(|(_, raw)| raw.starts_with(['=', '\'']))
    }

    fn cell(&self, field: &str) -> Option<(&Cell, String)> {
        let blanks = &self.table.profile.blanks;
        let clean = |text: &str| cell::platform(text, blanks);
        self.table.header.value(self.row, field, clean)
    }

    fn number<T>(&self, field: &str) -> Result<Option<T>, Refusal>
    where
        T: std::str::FromStr<Err = NotANumber>,
    {
        cell::number(field, &self.text(field))
    }

    fn moment(&self, field: &str) -> Result<Option<Moment>, Refusal> {
        cell::moment(field, &self.text(field))
    }

    fn id(&self, field: &str) -> Result<Option<String>, Refusal> {
        let digits = self.table.profile.id_digits;
        let Some((raw, text)) = self.cell(field) else {
            return Ok(None);
        };
        cell::outside_id(field, raw, &text, digits).map(Some)
    }

    /// The order's number as far as it can be read, for telling the row by.
    pub(super) fn told_id(&self) -> String {
        clip(&narrow(&self.text("order_id")))
    }

    pub(super) fn order_id(&self) -> Result<String, Refusal> {
        self.table.header.sound(self.row)?;
        self.id("order_id")?.ok_or_else(|| {
            Refusal::new(Code::ImportBadId)
                .fact("field", "order_id")
                .fact("why", "missing")
        })
    }

    pub(super) fn head(&self) -> Result<Head, Refusal> {
        let waybill = self.kept("waybill")?;
        Ok(Head {
            status_text: self.kept("status")?,
            buyer: self.kept("buyer")?,
            paid: self.number("paid")?,
            freight: self.number("freight")?,
            refund: self.number("refund")?,
            created: self.moment("created")?,
            paid_at: self.moment("paid_at")?,
            ship_by: cell::earliest(&self.text("ship_by")),
            receiver: self.kept("receiver")?,
            phone: self.kept("phone")?,
            address: self.kept("address")?,
            buyer_note: self.kept("buyer_note")?,
            seller_note: self.kept("seller_note")?,
            close_reason: Some(self.kept("close_reason")?)
                .filter(|reason| reason != "订单未关闭")
                .unwrap_or_default(),
            pay_method: self.kept("pay_method")?,
            // Old exports write the number behind a label.
            waybill: waybill.strip_prefix("No:").unwrap_or(&waybill).to_owned(),
            carrier: self.kept("carrier")?,
        })
    }

    pub(super) fn line(&self) -> Result<PlatformLine, Refusal> {
        let qty: Option<Qty> = cell::quantity("qty", &self.text("qty"))?;
        let qty = qty.ok_or_else(|| Refusal::bad_field("qty", "missing"))?;
        if qty <= Qty::ZERO {
            return Err(Refusal::bad_field("qty", "not_above_zero").fact("value", qty));
        }
        let item = match self.cell("item_id") {
            Some((raw, text)) => cell::code("item_id", raw, &text)?,
            None => String::new(),
        };
        let merchant_code = match self.cell("merchant_code") {
            Some((raw, text)) => cell::code("merchant_code", raw, &text)?,
            None => String::new(),
        };
        let status = if self.table.layout.rows == RowKind::Both {
            "status"
        } else {
            "line_status"
        };
        Ok(PlatformLine {
            line_id: self.id("line_id")?,
            item_id: item,
            merchant_code,
            title: self.kept("title")?,
            sku_text: self.kept("sku_text")?,
            qty,
            price: self.number("price")?,
            amount: self.number("amount")?,
            status_text: self.kept(status)?,
            refund_text: self.kept("refund_status")?,
            line: self.row.line,
        })
    }
}
