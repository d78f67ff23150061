//! Departments answer, the director decides, sales corrects.

use serde_json::{Value, json};

use super::plan::Fate;
use super::sim::{Sim, Step};
use crate::desk::failure::Outcome;
use crate::domain::{Moment, Qty};

const HOLDS: &[(&str, &str)] = &[
    ("address", "收货地址待客户确认"),
    ("quality", "同批次有投诉，等品管复检"),
    ("price", "客户对价格有异议，暂缓发货"),
    ("credit", "客户欠款，财务要求暂停"),
];

impl Sim<'_> {
    pub(super) fn review(&mut self, n: usize, department: &str, at: Moment) -> Outcome<()> {
        let who = &self.books.customers[self.orders[n].plan.customer];
        let by = if department == "sales" {
            who.salesperson.clone()
        } else {
            self.books.person(department)
        };
        let order = &mut self.orders[n];
        let mut with = json!({ "order": order.number, "department": department });
        let sends_back = matches!(order.plan.fate, Fate::Returned | Fate::Reworked)
            && department != "sales"
            && order.dice.one_in(3);
        if sends_back {
            with["verdict"] = json!("fail");
            with["text"] = json!("交期与现有排程不符，请与客户重新确认");
            with["must_return"] = json!(true);
        } else if order.dice.one_in(14) {
            with["verdict"] = json!("conditional");
            with["text"] = json!("可以接单");
            with["condition"] = json!(condition(department));
        } else {
            with["verdict"] = json!("pass");
            if order.dice.one_in(3) {
                with["text"] = json!(opinion(department));
            }
        }
        if let Some(value) = self.ask(&by, at, "review.give", with)? {
            self.moved(n, &value, at);
        }
        Ok(())
    }

    pub(super) fn decide(&mut self, n: usize, at: Moment) -> Outcome<()> {
        let director = self.crew.director.clone();
        let order = self.orders[n].number.clone();
        match self.orders[n].plan.fate {
            Fate::Returned | Fate::Reworked => {
                let reasons = json!([
                    { "code": "need_date", "line": 1, "text": "货期没有与客户确认" },
                    { "code": "price", "text": "价格依据不清楚，请补充" },
                ]);
                let with = json!({ "order": order, "reasons": reasons });
                if self.ask(&director, at, "order.return", with)?.is_some() {
                    self.back_at_sales(n, at);
                }
                Ok(())
            }
            Fate::Rejected => {
                let with = json!({ "order": order, "reason": "毛利过低且无合同依据，不接" });
                self.give(&director, at, "order.reject", with).map(drop)
            }
            _ => self.approve(n, at),
        }
    }

    /// Approves; what blocks is overridden where somebody stands up for it, else the order waits.
    fn approve(&mut self, n: usize, at: Moment) -> Outcome<()> {
        let director = self.crew.director.clone();
        let order = &mut self.orders[n];
        let mut with = json!({
            "order": order.number,
            "objective": order.dice.between(3, 5),
            "accurate": order.dice.between(3, 5),
        });
        let blocked = order.blocked.clone();
        let fixed = blocked.iter().any(|(_, overridable)| !overridable);
        if fixed || (!blocked.is_empty() && order.dice.one_in(2)) {
            return Ok(()); // stays on the desk
        }
        let until = self.shift.after(at.day(), 20);
        let overrides: Vec<Value> = blocked
            .iter()
            .map(|(check, _)| {
                let reason = "客户承诺本周付款，业务担保，总监特批";
                json!({ "check": check, "reason": reason, "until": until })
            })
            .collect();
        if !overrides.is_empty() {
            with["override"] = json!(overrides);
            with["note"] = json!("特批一次，财务跟踪回款");
        }
        if let Some(value) = self.ask(&director, at, "order.approve", with)? {
            self.approved(n, &value, at);
        }
        Ok(())
    }

    /// The order is in force: money first where the terms say so, then the warehouse.
    pub(super) fn approved(&mut self, n: usize, value: &Value, at: Moment) {
        if self.orders[n].approved {
            return;
        }
        self.orders[n].approved = true;
        self.take_reserved(n, value);
        let who = &self.books.customers[self.orders[n].plan.customer];
        let (prepaid, deposit) = (who.is_prepaid(), who.wants_deposit());
        match self.orders[n].plan.fate {
            Fate::Cancelled => {
                let when = self.in_minutes(at, 30, 300);
                self.later(when, Step::Cancel(n));
                return;
            }
            Fate::Held => {
                let when = self.in_minutes(at, 20, 200);
                self.later(when, Step::Hold(n));
                return;
            }
            _ => {}
        }
        let platform = self.orders[n].plan.warehouse == "DS";
        let unpaid = !platform && self.orders[n].plan.age < 8 && self.orders[n].dice.one_in(3);
        if prepaid || deposit {
            if !unpaid {
                let when = self.in_minutes(at, 20, 400);
                self.later(when, Step::PayAhead(n, prepaid));
            }
        } else {
            self.pack_soon(n, at);
        }
    }

    /// Remembers what the approval reserved; where it does not say, what stock allows.
    fn take_reserved(&mut self, n: usize, value: &Value) {
        let Some(rows) = value["reserved"].as_array() else {
            return self.reserve_free(n);
        };
        for row in rows {
            let line = row["line"].as_u64().and_then(|l| usize::try_from(l).ok());
            let qty: Option<Qty> = row["qty"].as_str().and_then(|q| q.parse().ok());
            let (Some(line), Some(qty)) = (line, qty) else {
                continue;
            };
            let order = &mut self.orders[n];
            let Some((product, _)) = order.plan.lines.get(line.wrapping_sub(1)) else {
                continue;
            };
            let key = (*product, order.plan.warehouse);
            order.reserved[line - 1] = qty;
            if let Some(free) = self.free.get_mut(&key) {
                free.0 = (free.0 - qty.0).max(0);
            }
        }
    }

    /// Reserves what is free, as the desk does when a deposit comes in.
    pub(super) fn reserve_free(&mut self, n: usize) {
        let order = &mut self.orders[n];
        for (line, (product, qty)) in order.plan.lines.iter().enumerate() {
            let key = (*product, order.plan.warehouse);
            let free = self.free.entry(key).or_default();
            let wanted = qty.0 - order.reserved[line].0 - order.gone[line].0;
            let take = wanted.min(free.0).max(0);
            free.0 -= take;
            order.reserved[line].0 += take;
        }
    }

    /// The order is back at sales; whoever keyed it corrects it, unless it is left there.
    pub(super) fn back_at_sales(&mut self, n: usize, at: Moment) {
        self.orders[n].round += 1;
        if self.orders[n].plan.fate == Fate::Reworked {
            let when = self.in_minutes(at, 120, 700);
            self.later(when, Step::Rework(n));
        }
    }

    pub(super) fn rework(&mut self, n: usize, at: Moment) -> Outcome<()> {
        let need = self.shift.after(at.day(), 7);
        self.orders[n].plan.need = need;
        self.orders[n].plan.fate = Fate::Through;
        let (by, with) = (self.keyer(n), self.correction(n));
        if let Some(value) = self.ask(&by, at, "order.edit", with)? {
            self.take_totals(n, &value);
            let when = self.in_minutes(at, 5, 30);
            self.later(when, Step::Submit(n));
        }
        Ok(())
    }

    pub(super) fn cancel(&mut self, n: usize, at: Moment) -> Outcome<()> {
        let reasons = ["customer", "customer", "duplicate", "stock", "ours"];
        let order = &mut self.orders[n];
        let with = json!({ "order": order.number, "reason": order.dice.pick(&reasons) });
        let clerk = self.crew.clerk.clone();
        if self.ask(&clerk, at, "order.cancel", with)?.is_some() {
            let order = &mut self.orders[n];
            for (line, (product, _)) in order.plan.lines.iter().enumerate() {
                let key = (*product, order.plan.warehouse);
                self.free.entry(key).or_default().0 += order.reserved[line].0;
                order.reserved[line] = Qty::default();
            }
        }
        Ok(())
    }

    pub(super) fn hold(&mut self, n: usize, at: Moment) -> Outcome<()> {
        let order = &mut self.orders[n];
        let (code, reason) = *order.dice.pick(HOLDS);
        let with =
            json!({ "order": order.number, "code": code, "stage": "ship", "reason": reason });
        let clerk = self.crew.clerk.clone();
        self.give(&clerk, at, "hold.place", with).map(drop)
    }
}

fn condition(department: &str) -> &'static str {
    match department {
        "finance" => "发货前先结清上月货款",
        "production" => "分两批交货，第一批不超过一半",
        "quality" => "出货前抽检并附报告",
        "warehouse" | "logistics" => "客户同意走专线，时效多一天",
        "purchasing" => "到货日期以供应商确认为准",
        _ => "按合同价执行，不再让价",
    }
}

fn opinion(department: &str) -> &'static str {
    match department {
        "finance" => "信用额度内，付款正常",
        "production" => "排期可以满足",
        "quality" => "常规产品，无特殊检验要求",
        "warehouse" => "库存充足，可以备货",
        "logistics" => "线路正常，时效可保证",
        "purchasing" => "供应商有现货",
        _ => "客户需求属实",
    }
}
