//! One row of a known table, field by field.

use crate::domain::number::NotANumber;
use crate::domain::text::narrow;
use crate::domain::{Code, Moment, Money, Price, Qty, Refusal};
use crate::paper::header::Header;
use crate::paper::profile::{IdForm, Layout, Profile, RowKind, Status};
use crate::paper::sheet::{Cell, Row};
use crate::paper::{cell, clip, fitting};

use super::order::PlatformLine;

/// What the rows of an order say about it as a whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    pub(super) status: Option<Status>,
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
    pub(super) masked: bool,
    pub(super) presale: bool,
    pub(super) buyer_note: String,
    pub(super) seller_note: String,
    pub(super) close_reason: String,
    pub(super) pay_method: String,
    pub(super) goods_text: String,
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

/// The parts of an address, from the largest.
const PLACES: [&str; 4] = ["province", "city", "district", "street"];

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

    /// A field of the receiver: cipher text counts as nothing.
    fn readable(&self, field: &str) -> Result<String, Refusal> {
        let text = self.text(field);
        if self.table.profile.is_unreadable(&text) {
            return Ok(String::new());
        }
        fitting(field, &text)?;
        Ok(text)
    }

    /// Whether the order's number is written so that no spreadsheet takes it for a number.
    pub(super) fn is_wrapped(&self) -> bool {
        let columns = self.table.header.value(self.row, "order_id", str::to_owned);
        columns.is_some_and(|(_, raw)| raw.starts_with(['=', '\'']))
    }

    fn cell(&self, field: &str) -> Option<(Cell<'_>, String)> {
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
        let profile = self.table.profile;
        let Some((raw, text)) = self.cell(field) else {
            return Ok(None);
        };
        let id = match profile.id_form {
            IdForm::Digits => cell::outside_id(field, raw, &text, profile.id_digits)?,
            IdForm::Text => cell::outside_code(field, raw, &text, profile.id_digits)?,
        };
        Ok(Some(id))
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

    /// Whether the row belongs to the order above it, being merged with it.
    pub(super) fn inherits(&self) -> bool {
        self.table.layout.inherits && self.text("order_id").is_empty()
    }

    pub(super) fn head(&self) -> Result<Head, Refusal> {
        let profile = self.table.profile;
        let (carrier, waybill) = self.express()?;
        let status_text = self.kept("status")?;
        let by_layout = self.table.layout.no_status;
        let status = match by_layout.filter(|_| !self.table.header.has("status")) {
            Some(_) if !waybill.is_empty() => Status::Shipped,
            Some(status) => status,
            None => profile.status(&status_text),
        };
        let (receiver, phone) = (self.readable("receiver")?, self.readable("phone")?);
        let (address, hidden) = self.address()?;
        let of_receiver = ["receiver", "phone"].map(|field| self.text(field));
        let is_hidden = |told: &String| told.contains('*') || profile.is_unreadable(told);
        Ok(Head {
            status: Some(status),
            status_text,
            buyer: self.kept("buyer")?,
            paid: self.number("paid")?,
            freight: self.number("freight")?,
            refund: self.number("refund")?,
            created: self.moment("created")?,
            paid_at: self.moment("paid_at")?,
            ship_by: cell::earliest(&self.text("ship_by")),
            receiver,
            phone,
            address,
            masked: hidden || of_receiver.iter().any(is_hidden),
            presale: profile.is_presale(&self.text("presale")),
            buyer_note: self.kept("buyer_note")?,
            seller_note: self.kept("seller_note")?,
            close_reason: Some(self.kept("close_reason")?)
                .filter(|reason| reason != "订单未关闭")
                .unwrap_or_default(),
            pay_method: self.kept("pay_method")?,
            goods_text: clip_goods(self.text("goods_text")),
            waybill,
            carrier,
        })
    }

    /// Where it goes, from one cell or from its parts; and whether a part was masked or cipher text.
    fn address(&self) -> Result<(String, bool), Refusal> {
        let mut parts: Vec<String> = Vec::new();
        let mut hidden = false;
        let whole = self.text("address");
        for field in PLACES.into_iter().chain(["address"]) {
            let told = self.text(field);
            hidden |= told.contains('*') || self.table.profile.is_unreadable(&told);
            let part = self.readable(field)?;
            let repeated = field != "address" && whole.contains(&part);
            if !part.is_empty() && !repeated && parts.last() != Some(&part) {
                parts.push(part);
            }
        }
        let address = parts.concat();
        fitting("address", &address)?;
        Ok((address, hidden))
    }

    /// Carrier and waybill, each in a column of its own or both as `SF123-顺丰速运,…`.
    fn express(&self) -> Result<(String, String), Refusal> {
        let (carrier, waybill) = (self.kept("carrier")?, self.kept("waybill")?);
        // Old exports write the number behind a label.
        let waybill = waybill.strip_prefix("No:").unwrap_or(&waybill).to_owned();
        let both = self.text("express");
        let first = both.split(',').next().unwrap_or_default();
        match first.split_once('-') {
            Some((number, name)) if waybill.is_empty() => {
                let (name, number) = (name.trim().to_owned(), number.trim().to_owned());
                fitting("carrier", &name)?;
                fitting("waybill", &number)?;
                Ok((name, number))
            }
            _ => Ok((carrier, waybill)),
        }
    }

    /// The goods of the row: one kind, or several that stand in its cells one after the other, and
    /// what is given with them.
    pub(super) fn lines(&self) -> Result<Vec<PlatformLine>, Refusal> {
        let mut lines = match &self.table.layout.parts {
            Some(by) if self.text("title").matches(by.as_str()).count() > 0 => self.parted(by)?,
            _ => self.line()?.into_iter().collect(),
        };
        lines.extend(self.gift()?);
        Ok(lines)
    }

    fn line(&self) -> Result<Option<PlatformLine>, Refusal> {
        let has_qty = self.table.header.has("qty");
        let named = ["title", "merchant_code", "item_id"];
        if !has_qty && named.iter().all(|field| self.text(field).is_empty()) {
            return Ok(None);
        }
        let qty: Option<Qty> = cell::quantity("qty", &self.text("qty"))?;
        let qty = match qty {
            None if has_qty => return Err(Refusal::bad_field("qty", "missing")),
            told => told.unwrap_or(Qty::ZERO),
        };
        if has_qty && qty <= Qty::ZERO {
            return Err(Refusal::bad_field("qty", "not_above_zero").fact("value", qty));
        }
        Ok(Some(PlatformLine {
            line_id: self.id("line_id")?,
            item_id: self.code("item_id")?,
            merchant_code: self.code("merchant_code")?,
            title: self.kept("title")?,
            sku_text: self.kept("sku_text")?,
            qty,
            price: self.number("price")?,
            amount: self.number("amount")?,
            status_text: self.kept(self.line_status())?,
            refund_text: self.kept("refund_status")?,
            status: Status::Unknown,
            line: self.row.line,
        }))
    }

    /// Goods of which each cell names several: how many of each is certain only where there is one of
    /// each; what each costs never is.
    fn parted(&self, by: &str) -> Result<Vec<PlatformLine>, Refusal> {
        let total: Qty = cell::quantity("qty", &self.text("qty"))?
            .ok_or_else(|| Refusal::bad_field("qty", "missing"))?;
        let split = |field: &str| -> Vec<String> {
            let text = self.text(field);
            let parts = text.split(by).map(|part| part.trim().to_owned());
            parts.filter(|part| !part.is_empty()).collect()
        };
        let [titles, items, codes, skus, ids] =
            ["title", "item_id", "merchant_code", "sku_text", "line_id"].map(split);
        let kinds = i64::try_from(titles.len()).unwrap_or(i64::MAX);
        let one_each = Qty::ONE.0.checked_mul(kinds) == Some(total.0);
        let of = |all: &[String], n: usize| match all {
            [only] => only.clone(), // a heading for all of them
            all if all.len() == titles.len() => all[n].clone(),
            _ => String::new(),
        };
        let status_text = self.kept(self.line_status())?;
        let refund_text = self.kept("refund_status")?;
        let mut lines = Vec::with_capacity(titles.len());
        for (n, title) in titles.iter().enumerate() {
            fitting("title", title)?;
            let line = PlatformLine {
                line_id: ids.get(n).filter(|_| ids.len() == titles.len()).cloned(),
                item_id: of(&items, n),
                merchant_code: if codes.len() == titles.len() {
                    codes[n].clone()
                } else {
                    String::new()
                },
                title: title.clone(),
                sku_text: of(&skus, n),
                qty: if one_each { Qty::ONE } else { Qty::ZERO },
                price: None,
                amount: None,
                status_text: status_text.clone(),
                refund_text: refund_text.clone(),
                status: Status::Unknown,
                line: self.row.line,
            };
            lines.push(line);
        }
        Ok(lines)
    }

    /// What the platform gives with it, from columns of its own.
    fn gift(&self) -> Result<Option<PlatformLine>, Refusal> {
        let (item_id, title) = (self.code("gift_id")?, self.kept("gift_title")?);
        if item_id.is_empty() && title.is_empty() {
            return Ok(None);
        }
        let qty = cell::quantity("gift_qty", &self.text("gift_qty"))?;
        Ok(Some(PlatformLine {
            line_id: None,
            item_id,
            merchant_code: String::new(),
            title,
            sku_text: self.kept("gift_sku")?,
            qty: qty.filter(|qty| *qty > Qty::ZERO).unwrap_or(Qty::ONE),
            price: Some(Price::ZERO),
            amount: Some(Money::ZERO),
            status_text: String::new(),
            refund_text: String::new(),
            status: Status::Unknown,
            line: self.row.line,
        }))
    }

    fn code(&self, field: &str) -> Result<String, Refusal> {
        match self.cell(field) {
            Some((raw, text)) => cell::code(field, raw, &text),
            None => Ok(String::new()),
        }
    }

    fn line_status(&self) -> &'static str {
        if self.table.layout.rows == RowKind::Both {
            "status"
        } else {
            "line_status"
        }
    }
}

/// The goods in words as far as a field of the books holds them.
fn clip_goods(text: String) -> String {
    text.chars()
        .take(crate::domain::text::LONGEST / 2)
        .collect()
}
