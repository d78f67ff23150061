//! Orders of a platform, as they come.

use serde_json::{Value, json};

use super::office::Desk;

/// An office with a batch of a platform's orders under way and goods for them.
pub struct Shop {
    pub desk: Desk,
    pub batch: String,
}

impl Shop {
    pub fn new() -> Self {
        let desk = Desk::new();
        let started = desk.say(json!({"do": "import.start", "by": "clerk", "with": {"kind": "orders", "file": "x.csv"}}));
        let batch = started["batch"].as_str().unwrap().to_owned();
        desk.say(json!({"do": "stock.receive", "by": "warehouse",
            "with": {"warehouse": "W1", "product": "P1", "qty": 100}}));
        Self { desk, batch }
    }

    /// The platform says this of an order, over what is usual.
    #[track_caller]
    pub fn comes(&self, id: &str, more: Value) -> Value {
        let mut with = json!({
            "batch": self.batch, "channel": "pdd", "outside_id": id, "status": "to_ship", "status_text": "待发货",
            "ship_by": "2026-11-24T20:00:00",
            "head": {"buyer": format!("b{id}"), "ship_to": format!("张三 1380000{id} 浙江省杭州市 {id} 号"), "notes": "", "paid": "20.00"},
            "lines": [{"code": "P1", "title": "毛巾", "item": "77", "sku": "蓝", "qty": 2, "price": "10.00"}],
            "raw": [{"file": "x.csv", "line": 2, "cells": {"订单号": id}}],
        });
        for (field, value) in more.as_object().unwrap() {
            with[field] = value.clone();
        }
        self.desk
            .say(json!({"do": "import.order", "by": "clerk", "with": with}))
    }

    /// What is known of an order.
    pub fn order(&self, number: &Value) -> Value {
        self.desk.ask("order", json!({"order": number}))
    }

    /// Kinds of exceptions that stand, and whether the platform's hold does.
    pub fn stopped(&self, number: &Value) -> (Vec<String>, bool) {
        let rows = self.desk.ask("worklist", json!({"queue": "exceptions"}));
        let rows = rows["rows"].as_array().unwrap().iter();
        let mine = rows.filter(|row| row["order"] == *number);
        let kinds = mine.map(|row| row["why"].as_str().unwrap().replace("exception_", ""));
        let holds = self.order(number)["holds"].clone();
        let held = holds
            .as_array()
            .unwrap()
            .iter()
            .any(|hold| hold["code"] == "platform");
        (kinds.collect(), held)
    }
}
