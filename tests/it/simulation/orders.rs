//! Acts on orders: from the draft to the parcel.

use serde_json::{Value, json};

use super::model::{CUSTOMERS, GOODS, Order, Place, Stage, WAREHOUSES};
use super::{World, count, money};

impl World {
    pub fn enter(&mut self) {
        let (customer, goods, warehouse) = (self.roll(3), self.roll(2), self.roll(2));
        let qty = self.some(9);
        let lines = json!([{"product": GOODS[goods].0, "qty": qty.to_string()}]);
        let with = json!({"customer": CUSTOMERS[customer].0, "channel": "phone", "ship_to": "广州",
            "warehouse": WAREHOUSES[warehouse], "need_date": "2028-06-30", "lines": lines});
        let Some(value) = self.act("clerk", "order.enter", with, Ok(())) else {
            return;
        };
        let gross = money(qty * GOODS[goods].1);
        assert_eq!(value["totals"]["gross"], json!(gross), "{value}");
        self.drafted(&value["order"], customer, (goods, warehouse), qty);
    }

    /// An order is there.
    pub fn drafted(&mut self, number: &Value, customer: usize, place: Place, qty: i64) -> usize {
        let number = number.as_str().unwrap().to_owned();
        let order = Order::draft(number, customer, place, qty);
        self.model.orders.push(order);
        self.model.orders.len() - 1
    }

    pub fn limit(&mut self) {
        let limit = 20_000 + 10_000 * self.some(12);
        let with = json!({"customer": "C2", "limit": money(limit), "reason": "x"});
        self.act("finance", "credit.set", with, Ok(()));
        self.model.limits[1] = Some(limit);
    }

    /// Some order goes a step on.
    pub fn go_on(&mut self) {
        let fits = |o: &Order| match o.stage {
            Stage::Draft | Stage::Reviewing => true,
            Stage::InForce => o.is_open() || o.to_bill() > 0 || !o.under_way.is_empty(),
            Stage::Void => false,
        };
        let Some(at) = self.pick(fits) else {
            return self.enter();
        };
        match self.model.orders[at].stage {
            Stage::Draft => self.submit(at),
            Stage::Reviewing => self.review(at),
            _ => self.fulfil(at),
        }
    }

    fn submit(&mut self, at: usize) {
        let order = self.model.orders[at].number.clone();
        if self.roll(12) == 0 {
            let with = json!({"order": order, "reason": "x"});
            self.act("clerk", "order.void", with, Ok(()));
            self.model.orders[at].stage = Stage::Void;
            return;
        }
        if self.roll(8) == 0 {
            let with = json!({"order": order, "version": 0});
            self.act("clerk", "order.submit", with, Err("version_conflict"));
            return;
        }
        let with = json!({ "order": order });
        let Some(value) = self.act("clerk", "order.submit", with, Ok(())) else {
            return;
        };
        let asked = value["route"]["departments"].as_array().unwrap();
        let asked = asked.iter().map(|one| one.as_str().unwrap().to_owned());
        self.model.orders[at].awaited = asked.collect();
        self.model.orders[at].stage = Stage::Reviewing;
    }

    fn review(&mut self, at: usize) {
        let order = self.model.orders[at].number.clone();
        if let Some(department) = self.model.orders[at].awaited.pop() {
            let with = json!({"order": order, "department": department, "verdict": "pass"});
            self.act(&department, "review.give", with, Ok(()));
            return;
        }
        let told = self.model.approval(at);
        if told.is_err() && self.roll(4) == 0 {
            let with = json!({"order": order, "reason": "x"});
            self.act("director", "order.reject", with, Ok(()));
            self.model.orders[at].stage = Stage::Void;
            return;
        }
        let with = json!({"order": order, "objective": 5, "accurate": 5});
        if let Some(value) = self.act("director", "order.approve", with, told) {
            let promise = value["promise"].as_str().unwrap().to_owned();
            self.model.put_in_force(at, promise);
            let reserved: i64 = self.model.orders[at].reserved;
            let said = value["reserved"].as_array().unwrap();
            let said: i64 = said.iter().map(|row| count(&row["qty"])).sum();
            assert_eq!(said, reserved, "{value}");
        }
    }

    fn fulfil(&mut self, at: usize) {
        let order = self.model.orders[at].clone();
        match self.roll(10) {
            0..=3 if order.is_open() => {
                let qty = self.part(order.to_pack());
                let told = self.model.packing(at, qty);
                let lines = json!([{"line": 1, "qty": qty.to_string()}]);
                let warehouse = WAREHOUSES[order.warehouse];
                let with = json!({"order": order.number, "warehouse": warehouse, "lines": lines});
                if let Some(value) = self.act("warehouse", "shipment.pack", with, told) {
                    let shipment = value["shipment"].as_str().unwrap().to_owned();
                    self.model.pack(at, qty, shipment);
                }
            }
            4..=6 if !order.shipments.is_empty() => {
                let which = self.roll(order.shipments.len());
                let told = self.model.dispatch(at, which);
                self.waybill += 1;
                let waybill = format!("SF{:013}", self.waybill);
                let shipment = &order.shipments[which].0;
                let with = json!({"shipment": shipment, "carrier": "SF", "waybill": waybill});
                let sent = self.act("warehouse", "shipment.dispatch", with, told);
                if sent.is_some() {
                    self.model.dispatched(at, which);
                } else if told == Err("return.not_received") && self.roll(4) == 0 {
                    self.let_go(at);
                }
            }
            7 if !order.shipments.is_empty() => {
                let which = self.roll(order.shipments.len());
                let with = json!({"shipment": order.shipments[which].0, "reason": "x"});
                self.act("warehouse", "shipment.unpack", with, Ok(()));
                self.model.unpack(at, which);
            }
            8 if order.is_open() && order.paid == 0 => {
                let qty = self.part(order.to_pack().min(3));
                let told = self.model.cancelling(at, qty);
                let with = json!({"order": order.number, "line": 1, "qty": qty.to_string(), "reason": "customer"});
                if self.act("clerk", "order.cancel", with, told).is_some() {
                    self.model.cancel(at, qty);
                }
            }
            9 if order.shipped > 0 => self.bill(at),
            8 if !order.under_way.is_empty() => {
                let which = self.roll(order.under_way.len());
                let with = json!({"shipment": order.under_way[which], "signed_at": self.clock()});
                self.act("clerk", "shipment.sign", with, Ok(()));
                self.model.sign(at, which);
            }
            _ => {}
        }
    }

    /// A supervisor lets an exchange go before the goods are in that it goes out for.
    fn let_go(&mut self, at: usize) {
        let order = &self.model.orders[at].number;
        let with = json!({"order": order, "check": "return.not_received", "reason": "x"});
        self.act("supervisor", "override.give", with, Ok(()));
        self.model.orders[at].let_go = true;
    }
}
