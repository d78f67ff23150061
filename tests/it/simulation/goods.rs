//! Acts on stock: goods come in, go from one warehouse to the other, are found and lost.

use serde_json::json;

use super::model::{GOODS, WAREHOUSES};
use super::{World, count};

impl World {
    pub fn receive(&mut self) {
        let place = (self.roll(2), self.roll(2));
        let qty = self.some(12);
        let (product, warehouse) = (GOODS[place.0].0, WAREHOUSES[place.1]);
        let with = json!({"warehouse": warehouse, "product": product, "qty": qty.to_string()});
        self.act("warehouse", "stock.receive", with, Ok(()));
        self.model.receive(place, qty);
    }

    /// Goods are sent to the other warehouse, or arrive there, all or a part, some of it lost.
    pub fn transfer(&mut self) {
        let under_way = self.model.transfers.len();
        if under_way == 0 || self.roll(3) == 0 {
            return self.send();
        }
        // The last few; most of them are still open.
        let at = under_way - 1 - self.roll(under_way.min(6));
        let sent = self.model.transfers[at].clone();
        let lost = self.some(6).min(2) - 1;
        let qty = self.some(6);
        let told = self.model.arriving(at, qty, lost);
        let with = json!({"transfer": sent.number, "qty": qty.to_string(), "lost": lost.to_string(), "reason": "x"});
        let Some(value) = self.act("warehouse", "stock.transfer_arrive", with, told) else {
            return;
        };
        self.model.arrive(at, qty, lost);
        assert_eq!(
            count(&value["open"]),
            self.model.transfers[at].open,
            "{value}"
        );
    }

    fn send(&mut self) {
        let from = (self.roll(2), self.roll(2));
        let qty = self.some(6);
        let told = self.model.sending(from, qty);
        let (here, there) = (WAREHOUSES[from.1], WAREHOUSES[1 - from.1]);
        let with =
            json!({"product": GOODS[from.0].0, "qty": qty.to_string(), "from": here, "to": there});
        if let Some(value) = self.act("warehouse", "stock.transfer", with, told) {
            let number = value["transfer"].as_str().unwrap().to_owned();
            self.model.send(from, qty, number);
        }
    }

    /// Something is found, or more often gone.
    pub fn correct(&mut self) {
        let place = (self.roll(2), self.roll(2));
        let qty = self.some(4);
        let (product, warehouse) = (GOODS[place.0].0, WAREHOUSES[place.1]);
        let found = self.roll(3) == 0;
        let told = if found {
            Ok(())
        } else {
            self.model.losing(place, qty)
        };
        let signed = if found { qty } else { -qty };
        let with = json!({"warehouse": warehouse, "product": product, "qty": signed.to_string(), "reason": "x"});
        if self.act("warehouse", "stock.adjust", with, told).is_none() {
            return;
        }
        if found {
            self.model.receive(place, qty);
        } else {
            self.model.lose(place, qty);
        }
    }
}
