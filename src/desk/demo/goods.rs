//! The warehouse packs, the carrier drives, the customer signs; stock runs low and comes in.

use std::collections::BTreeMap;

use serde_json::json;

use super::books::Trade;
use super::entry::text;
use super::plan::Fate;
use super::sim::{Sim, Step};
use super::stage::Answer;
use crate::desk::failure::Outcome;
use crate::domain::{Code, Moment, Qty};

const SIGNERS: &[&str] = &["门卫", "仓管老李", "店长", "前台", "本人", "收货员小陈"];

impl Sim<'_> {
    /// Packs on one of the next days; what is made for a day is packed shortly before it.
    pub(super) fn pack_soon(&mut self, n: usize, at: Moment) {
        let order = &self.orders[n];
        let when = match order.plan.kind {
            "futures" | "bulk" => {
                let day = order.plan.need.plus_days(-5).max(at.day());
                self.on_workday(day)
            }
            _ => {
                let days = self.dice.between(0, 2);
                if days == 0 {
                    self.in_minutes(at, 30, 200)
                } else {
                    self.in_days(at.day(), days)
                }
            }
        };
        self.later(when.max(at), Step::Pack(n));
    }

    pub(super) fn pack(&mut self, n: usize, at: Moment) -> Outcome<()> {
        let lines = self.packable(n);
        if lines.is_empty() {
            return Ok(());
        }
        let rows: Vec<_> = lines
            .iter()
            .map(|(line, qty)| json!({ "line": line, "qty": qty }))
            .collect();
        let order = &self.orders[n];
        let mut with = json!({
            "order": order.number, "warehouse": order.plan.warehouse, "lines": rows,
        });
        if order.plan.warehouse != "DS" {
            // 品名、规格、型号、数目 counted one by one (duty C4).
            let mut counted: BTreeMap<&str, i64> = BTreeMap::new();
            for (line, qty) in &lines {
                let product = order.plan.lines[place(*line)].0;
                *counted
                    .entry(&self.books.products[product].code)
                    .or_default() += qty.0;
            }
            with["counted"] = counted
                .iter()
                .map(|(product, qty)| json!({ "product": product, "qty": Qty(*qty) }))
                .collect();
        }
        let by = self.crew.warehouse.clone();
        let Some(value) = self.ask(&by, at, "shipment.pack", with)? else {
            return Ok(());
        };
        let parcel = text(&value["shipment"]);
        let order = &mut self.orders[n];
        for (line, qty) in &lines {
            order.reserved[place(*line)].0 -= qty.0;
            order.gone[place(*line)].0 += qty.0;
        }
        order.parcels.insert(parcel.clone(), lines);
        if order.plan.fate != Fate::Packed {
            let when = self.in_minutes(at, 20, 150);
            self.later(when, Step::Dispatch(n, parcel));
        }
        Ok(())
    }

    /// What can be packed now under the order's delivery policy.
    fn packable(&mut self, n: usize) -> Vec<(i64, Qty)> {
        let order = &mut self.orders[n];
        let policy = self.books.customers[order.plan.customer].policy.as_str();
        let open = |line: usize| order.plan.lines[line].1.0 - order.gone[line].0;
        let ready = |line: usize| order.reserved[line].0;
        let count = order.plan.lines.len();
        if policy == "complete_order" && (0..count).any(|line| ready(line) < open(line)) {
            return Vec::new();
        }
        let whole = policy == "complete_line";
        let nothing_gone = order.gone.iter().all(|qty| qty.0 == 0);
        let part = order.plan.fate == Fate::Partial && nothing_gone;
        if order.plan.fate == Fate::Partial && !nothing_gone {
            return Vec::new(); // the rest stays outstanding
        }
        let mut lines = Vec::new();
        for (line, number) in (0..count).zip(1_i64..) {
            let mut qty = order.reserved[line].0;
            if whole && qty < open(line) {
                qty = 0;
            }
            if part && line == 0 {
                let step = self.books.products[order.plan.lines[line].0].step.0;
                qty = qty * 6 / 10 / step * step;
            }
            if part && line + 1 == count {
                qty = 0;
            }
            if qty > 0 {
                lines.push((number, Qty(qty)));
            }
        }
        lines
    }

    pub(super) fn dispatch(&mut self, n: usize, parcel: &str, at: Moment) -> Outcome<()> {
        let serial = self.next_serial();
        let order = &mut self.orders[n];
        let heavy = order.plan.lines.iter().map(|(_, qty)| qty.0).sum::<i64>() > 150_000;
        let carriers: &[&str] = match (order.plan.warehouse, heavy) {
            ("DS", _) => &["ZTO", "YTO", "STO", "YD", "JTSD", "JD"],
            (_, true) => &["DBL", "ANE", "ZX", "ANE"],
            ("HZ", _) => &["SF", "ZTO", "DBL"],
            _ => &["SF", "DBL", "ZX", "ZTO"],
        };
        let carrier = *order.dice.pick(carriers);
        order.carrier = carrier;
        let late = order.dice.one_in(11);
        let days = self.books.transit_days(carrier);
        let mut with = json!({ "shipment": parcel, "carrier": carrier, "transit_days": days });
        if let Some(waybill) = waybill(carrier, serial) {
            with["waybill"] = json!(waybill);
        }
        if heavy {
            with["route"] = json!("专线 · 送货上门");
            with["freight"] = json!(format!("{}.00", 60 + serial % 9 * 20));
        }
        let by = self.crew.logistics.clone();
        let mut answer = self.give(&by, at, "shipment.dispatch", with.clone())?;
        if let Answer::Refused(code @ (Code::CreditOverLimit | Code::CreditOverdue)) = answer
            && self.orders[n].dice.one_in(3)
        {
            self.stand_up_for(n, code, at)?;
            answer = self.give(&by, at, "shipment.dispatch", with)?;
        }
        if answer.value().is_none() || self.orders[n].plan.fate == Fate::Unsigned {
            return Ok(());
        }
        let arrives = at.day().plus_days(days + if late { 4 } else { 0 });
        let when = self.on_workday(arrives);
        self.later(when.max(at), Step::Sign(n, parcel.to_owned()));
        Ok(())
    }

    /// Finance answers for a parcel that a block would keep in the house.
    fn stand_up_for(&mut self, n: usize, code: Code, at: Moment) -> Outcome<()> {
        let with = json!({
            "order": self.orders[n].number,
            "check": code.name(),
            "reason": "客户已发付款回单，放行本单",
            "until": self.shift.after(at.day(), 5),
        });
        let finance = self.crew.finance.clone();
        self.give(&finance, at, "override.give", with).map(drop)
    }

    pub(super) fn sign(&mut self, n: usize, parcel: &str, at: Moment) -> Outcome<()> {
        let order = &mut self.orders[n];
        let mut with = json!({
            "shipment": parcel, "signed_at": at, "signer": order.dice.pick(SIGNERS),
        });
        let lines = order.parcels.get(parcel).cloned().unwrap_or_default();
        if let (Fate::AtDoor, Some((line, qty))) = (order.plan.fate, lines.first()) {
            let step = self.books.products[order.plan.lines[place(*line)].0].step;
            let back = Qty(step.0.min(qty.0));
            with["refused"] = json!([{ "line": line, "qty": back, "reason": "damaged" }]);
        }
        let by = self.crew.logistics.clone();
        if self.ask(&by, at, "shipment.sign", with)?.is_some()
            && self.orders[n].plan.fate != Fate::NotInvoiced
        {
            let when = self.in_minutes(at, 30, 500);
            self.later(when, Step::Invoice(n, parcel.to_owned()));
        }
        Ok(())
    }

    /// Orders what runs low or is waited for; what has run out for good is left out.
    pub(super) fn restock(&mut self, at: Moment) -> Outcome<()> {
        let keys: Vec<_> = self.free.keys().copied().collect();
        let by = self.crew.purchasing.clone();
        for (product, warehouse) in keys {
            let free = self.free[&(product, warehouse)];
            let waiting = self.waiting(product, warehouse);
            let step = self.books.products[product].step.0;
            let low = free.0 < step * super::opening::LOW;
            let coming = self.coming.contains_key(&(product, warehouse));
            if self.short.contains(&product) || coming || !(low || waiting.0 > 0) {
                continue;
            }
            let qty = Qty(waiting.0 + step * super::opening::REFILL);
            let serial = self.next_serial();
            let reference = format!("CG{}-{serial:04}", at.day().compact());
            let days = self.dice.between(3, 6);
            let with = json!({
                "product": self.books.products[product].code, "warehouse": warehouse, "qty": qty,
                "date": self.shift.after(at.day(), days), "confirmed": true, "ref": reference,
            });
            self.give(&by, at, "supply.expect", with)?;
            self.coming.insert((product, warehouse), qty);
            let slip = i64::from(self.dice.one_in(6)) * 2;
            let when = self.in_days(at.day(), days + slip);
            self.later(when, Step::Arrive(product, warehouse, reference));
        }
        Ok(())
    }

    pub(super) fn arrive(
        &mut self,
        product: usize,
        warehouse: &'static str,
        reference: &str,
        at: Moment,
    ) -> Outcome<()> {
        let Some(qty) = self.coming.remove(&(product, warehouse)) else {
            return Ok(());
        };
        let with = json!({
            "warehouse": warehouse, "product": self.books.products[product].code,
            "qty": qty, "ref": reference,
        });
        let by = self.crew.warehouse.clone();
        if self.ask(&by, at, "stock.receive", with)?.is_none() {
            return Ok(());
        }
        self.free.entry((product, warehouse)).or_default().0 += qty.0;
        for n in 0..self.orders.len() {
            let open = self.open_of(n, product, warehouse);
            if open.0 > 0 {
                self.reserve_free(n);
                let when = self.in_days(at.day(), 1);
                self.later(when, Step::Pack(n));
            }
        }
        Ok(())
    }

    /// What approved orders still want of a product.
    fn waiting(&self, product: usize, warehouse: &str) -> Qty {
        let open = (0..self.orders.len()).map(|n| self.open_of(n, product, warehouse).0);
        Qty(open.sum())
    }

    fn open_of(&self, n: usize, product: usize, warehouse: &str) -> Qty {
        let order = &self.orders[n];
        let who = &self.books.customers[order.plan.customer];
        let waits_for_money = who.wants_deposit() && !order.paid;
        let out = !order.approved
            || order.plan.warehouse != warehouse
            || order.plan.fate == Fate::Cancelled
            || waits_for_money;
        if out {
            return Qty::default();
        }
        let lines = order.plan.lines.iter().enumerate();
        let open = lines
            .filter(|(_, (p, _))| *p == product)
            .map(|(line, (_, qty))| (qty.0 - order.reserved[line].0 - order.gone[line].0).max(0));
        Qty(open.sum())
    }

    /// Whether the customer's goods lie in this warehouse's trade.
    pub(super) fn kept_in(&self, product: usize) -> &'static str {
        match self.books.products[product].trade {
            Trade::Clothing => Trade::Clothing.warehouse(),
            trade => trade.warehouse(),
        }
    }
}

/// The place of a line in a list; lines count from one.
fn place(line: i64) -> usize {
    usize::try_from(line - 1).unwrap_or(0)
}

/// A waybill number of the carrier's form; own cars and pick-ups have none.
fn waybill(carrier: &str, serial: i64) -> Option<String> {
    let digits = serial * 7_368_787 % 100_000_000;
    Some(match carrier {
        "SF" => format!("SF10{digits:08}{:03}", serial % 1_000),
        "ZTO" => format!("7812{digits:08}{:02}", serial % 100),
        "YTO" => format!("YT88{digits:08}{:03}", serial % 1_000),
        "STO" => format!("7730{digits:08}{:03}", serial % 1_000),
        "YD" => format!("4620{digits:08}{:03}", serial % 1_000),
        "JTSD" => format!("JT30{digits:08}{:03}", serial % 1_000),
        "JD" => format!("JDVA{digits:08}{:03}", serial % 1_000),
        "DBL" => format!("DPK36{digits:08}"),
        "ANE" => format!("ANE30{digits:08}"),
        _ => return None,
    })
}
