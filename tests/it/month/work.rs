//! The people of the month: each does what a row of a list says is next, or leaves it for today.

use serde_json::{Value, json};

use super::{Month, QUEUES, WAITS};

fn text(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap_or_default().to_owned()
}

impl Month {
    /// An order comes in: whole, with something missing, or forgotten as a draft.
    pub(super) fn enter(&mut self) {
        self.entered += 1;
        let customer = ["C1", "C2", "C3", "C4"][self.below(4)];
        let product = ["P1", "P2"][self.below(2)];
        let qty = (1 + self.below(30)).to_string();
        let mut with = json!({
            "customer": customer, "channel": "phone", "customer_ref": format!("R{}", self.entered),
            "need_date": self.now.day().plus_days(5), "ship_to": "广州",
            "lines": [{"product": product, "qty": qty}],
        });
        if self.one_in(5) {
            with["lines"] = json!([]);
        }
        let Some(made) = self.give("clerk", "order.enter", with) else {
            return;
        };
        if made["state"] == "draft" && !self.one_in(4) {
            self.submit(&text(&made, "order"));
        }
    }

    fn submit(&mut self, order: &str) {
        let answers = json!([{"check": "duplicate_order", "text": "asked: a second order"}]);
        let with = json!({ "order": order, "answers": answers });
        self.give("clerk", "order.submit", with);
    }

    /// Works through every list once; of the rows one in `leave` is left, none if that is 1.
    pub(super) fn work_the_lists(&mut self, leave: usize) {
        for queue in QUEUES.iter().copied().chain(["collect"]) {
            for row in self.queue(queue) {
                if leave == 1 || !self.one_in(leave) {
                    self.act(queue, &row, leave == 1);
                }
            }
        }
        for (wait, _) in WAITS {
            for row in self.waiting(wait) {
                if leave == 1 || !self.one_in(leave) {
                    self.ship(wait, &row);
                }
            }
        }
    }

    fn act(&mut self, queue: &str, row: &Value, earnest: bool) {
        let (subject, order) = (text(row, "subject"), text(row, "order"));
        match queue {
            "incomplete" => self.complete(row, &order, earnest),
            "drafts" => self.submit(&order),
            "review" => {
                let department = text(row, "fact");
                let with = json!({"order": order, "department": department, "verdict": "pass"});
                self.give(&department, "review.give", with);
            }
            "director" => self.decide(&order, earnest),
            "short" => {
                let fact = text(row, "fact");
                for product in fact.split(',') {
                    let with = json!({"warehouse": "W1", "product": product, "qty": "60"});
                    self.give("warehouse", "stock.receive", with);
                }
            }
            "late" => {
                let date = self.now.day().plus_days(3);
                let with = json!({"order": order, "way": "phone", "date": date, "text": "晚几天"});
                self.give("clerk", "order.told", with);
            }
            "returns" => self.bring_back(row, &subject),
            "complaints" => {
                let with = json!({"complaint": subject, "cause": "慢", "remedy": "道歉"});
                self.give("supervisor", "complaint.close", with);
            }
            "survey" => {
                let score = 1 + self.below(5);
                self.give(
                    "clerk",
                    "survey.record",
                    json!({"order": order, "score": score, "reason": "x"}),
                );
            }
            "tasks" => self.errand(row, &subject),
            "exceptions" => {
                let with = json!({"exception": subject, "cause": "x", "solution": "x"});
                self.give("supervisor", "exception.solve", with);
            }
            "billing" => {
                self.give("finance", "invoice.post", json!({ "order": order }));
            }
            _ => self.collect(row, earnest),
        }
    }

    fn complete(&mut self, row: &Value, order: &str, earnest: bool) {
        if row["why"] == "no_answer_3" {
            self.give(
                "supervisor",
                "order.void",
                json!({"order": order, "reason": "找不到人"}),
            );
            return;
        }
        if !earnest && self.one_in(3) {
            let next = format!("{}T10:00:00", self.now.day().plus_days(1));
            let with =
                json!({"order": order, "way": "phone", "outcome": "no_answer", "next_at": next});
            self.give("clerk", "contact.log", with);
            return;
        }
        if matches!(row["why"].as_str(), Some("gap" | "returned")) {
            let with = json!({"order": order, "lines": [{"product": "P1", "qty": "3"}]});
            self.give("clerk", "order.edit", with);
        }
        self.submit(order);
    }

    fn decide(&mut self, order: &str, earnest: bool) {
        if !earnest && self.one_in(8) {
            let reasons = json!([{"code": "price", "text": "再谈"}]);
            self.give(
                "director",
                "order.return",
                json!({"order": order, "reasons": reasons}),
            );
            return;
        }
        if !earnest && self.one_in(15) {
            self.give(
                "director",
                "order.reject",
                json!({"order": order, "reason": "不做"}),
            );
            return;
        }
        let with = json!({"order": order, "objective": 4, "accurate": 4});
        self.give("director", "order.approve", with);
    }

    fn bring_back(&mut self, row: &Value, number: &str) {
        match row["next"].as_str() {
            Some("return.approve") => {
                self.give("supervisor", "return.approve", json!({"return": number}))
            }
            Some("return.settle") => {
                self.give("finance", "return.settle", json!({"return": number}))
            }
            _ => {
                let told = self.ask("returns", json!({"return": number}));
                let lines: Vec<Value> = told["rows"][0]["lines"].as_array().into_iter().flatten()
                    .map(|line| json!({"line": line["line"], "qty": line["agreed"], "condition": "good"}))
                    .collect();
                self.give(
                    "warehouse",
                    "return.receive",
                    json!({"return": number, "lines": lines}),
                )
            }
        };
    }

    fn errand(&mut self, row: &Value, task: &str) {
        if row["next"] == "task.close" {
            let by = text(row, "fact").trim_start_matches('@').to_owned();
            self.give(&by, "task.close", json!({ "task": task }));
        } else {
            self.give(
                &text(row, "fact"),
                "task.answer",
                json!({"task": task, "text": "好"}),
            );
        }
    }

    fn collect(&mut self, row: &Value, earnest: bool) {
        let customer = text(row, "customer");
        if !earnest && self.one_in(3) {
            let promise = json!({"date": self.now.day().plus_days(2), "amount": row["amount"]});
            let with = json!({"customer": customer, "way": "phone", "outcome": "promised", "promise": promise});
            self.give("finance", "contact.log", with);
            return;
        }
        let with = json!({"customer": customer, "amount": row["amount"], "method": "wire"});
        self.give("finance", "receipt.record", with);
    }

    fn ship(&mut self, wait: &str, row: &Value) {
        let (order, shipment) = (text(row, "order"), text(row, "shipment"));
        match wait {
            "pack" => {
                let told = self.ask("order", json!({ "order": order }));
                let lines: Vec<Value> = told["lines"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|line| line["reserved"] != "0")
                    .map(|line| json!({"line": line["line"], "qty": line["reserved"]}))
                    .collect();
                self.give(
                    "warehouse",
                    "shipment.pack",
                    json!({"order": order, "lines": lines}),
                );
            }
            "dispatch" => {
                let with = json!({"shipment": shipment, "carrier": "SF"});
                if self.give("logistics", "shipment.dispatch", with).is_none() {
                    self.clear_the_way(&order);
                }
            }
            "arrive" => {
                self.give(
                    "logistics",
                    "shipment.arrive",
                    json!({ "shipment": shipment, "arrived_at": self.now }),
                );
            }
            _ => {
                self.give(
                    "logistics",
                    "shipment.sign",
                    json!({"shipment": shipment, "signed_at": self.now}),
                );
            }
        }
    }

    /// What kept a shipment back: money that comes first, or a hold that a person has to release.
    fn clear_the_way(&mut self, order: &str) {
        let told = self.ask("order", json!({ "order": order }));
        if told["head"]["terms"] == "prepaid" {
            let (customer, amount) = (&told["head"]["customer"], &told["lines"][0]["amount"]);
            let with =
                json!({"customer": customer, "amount": amount, "method": "wire", "order": order});
            self.give("finance", "receipt.record", with);
        }
        for hold in told["holds"].as_array().into_iter().flatten() {
            if hold["clears"] == false {
                let with = json!({"order": order, "code": hold["code"], "reason": "谈好了"});
                self.give("supervisor", "hold.release", with);
            }
        }
    }

    /// Now and then something comes back, somebody complains, a department is asked.
    pub(super) fn after_sale(&mut self) {
        let signed = self.list("orders", json!({"state": "closed"}));
        for row in signed {
            let order = text(&row, "order");
            if self.one_in(12) {
                let want = ["credit", "refund", "exchange"][self.below(3)];
                let with = json!({"order": order, "want": want, "fault": "ours",
                    "lines": [{"line": 1, "qty": "1", "reason": "quality"}]});
                self.give("clerk", "return.open", with);
            }
            if self.one_in(20) {
                let with = json!({"customer": row["customer"], "order": order, "severity": 2, "text": "慢"});
                self.give("clerk", "complaint.open", with);
            }
            if self.one_in(20) {
                let due = self.now.day().plus_days(2);
                let with = json!({"subject": order, "department": "warehouse", "text": "看看", "due": due});
                self.give("clerk", "task.open", with);
            }
        }
    }
}
