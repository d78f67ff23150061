//! What happens once: adjustments, transfers, limits, money without an order, complaints, tasks.

use serde_json::{Value, json};

use super::books::Trade;
use super::entry::text;
use super::shift;
use super::sim::{Sim, Step};
use crate::desk::failure::Outcome;
use crate::domain::{Moment, Qty};

/// One-off events, each with its working day counted back from the last.
#[derive(Debug, Clone, Copy)]
enum Event {
    Adjust(&'static str),
    Transfer(bool),
    Limit(
        &'static str,
        Option<&'static str>,
        Option<i64>,
        &'static str,
    ),
    Paid(&'static str, &'static str, &'static str),
    Cheque(&'static str, &'static str),
    Return(usize, u8),
    Complaint(usize, u8),
    Survey(usize, u8),
    Task(usize, &'static str, &'static str, bool),
    ShortSupply,
    Told(usize),
}

use Event::{
    Adjust, Cheque, Complaint, Limit, Paid, Return, ShortSupply, Survey, Task, Told, Transfer,
};

const EVENTS: &[(usize, Event)] = &[
    (55, Adjust("搬运破损")),
    (49, Adjust("盘亏")),
    (44, Transfer(true)),
    (
        42,
        Limit("K007", Some("500000"), None, "年度授信复核，维持额度"),
    ),
    (40, Paid("K013", "30000.00", "预付货款")),
    (36, Adjust("样品领用")),
    (31, Adjust("过期报废")),
    (30, Return(2, 4)),
    (28, Complaint(4, 3)),
    (27, Transfer(true)),
    (26, Survey(1, 5)),
    (
        25,
        Limit("K003", Some("420000"), Some(45), "旺季临时额度，总监同意"),
    ),
    (24, Survey(5, 4)),
    (22, Return(7, 4)),
    (21, Adjust("盘亏")),
    (20, Survey(9, 5)),
    (18, Paid("K016", "20000.00", "预付款，客户未注明订单")),
    (17, Survey(12, 3)),
    (16, Complaint(11, 3)),
    (15, Limit("K005", Some("60000"), None, "连续逾期，下调额度")),
    (14, Survey(15, 4)),
    (13, Return(16, 3)),
    (12, Survey(18, 2)),
    (10, ShortSupply),
    (9, Paid("J003", "15000.00", "来款备注不清，待认领")),
    (8, Adjust("搬运破损")),
    (8, Survey(21, 5)),
    (7, Return(24, 2)),
    (6, Cheque("K002", "18600.00")),
    (6, Task(28, "production", "这一单能否提前两天出货？", true)),
    (5, Complaint(29, 2)),
    (5, Told(30)),
    (4, Task(33, "warehouse", "请核对外箱数量与唛头", false)),
    (4, Return(34, 1)),
    (3, Transfer(false)),
    (3, Complaint(38, 1)),
    (3, Paid("K008", "9800.00", "货款")),
    (3, Told(40)),
    (2, Task(41, "quality", "客户要材质证明，请提供", false)),
    (2, Return(43, 1)),
    (2, Cheque("K012", "12450.00")),
    (2, Told(45)),
    (1, Complaint(46, 1)),
    (1, Task(48, "logistics", "货在中转场停了两天，请查", false)),
];

impl Sim<'_> {
    /// Puts every one-off event on its day.
    pub(super) fn plan_events(&mut self) {
        let days = self.shift.workdays(self.first, self.today);
        for (n, (age, _)) in EVENTS.iter().enumerate() {
            if let Some(day) = days.len().checked_sub(*age).and_then(|d| days.get(d)) {
                let at = self.in_days(*day, 0);
                self.later(at, Step::Event(n));
            }
        }
        // The books of the month in which the office began, on the fifth working day after it.
        let month_end = self.first.last_of_month();
        let close = shift::at(self.shift.after(month_end, 5), shift::SHUT - 20, 0);
        self.later(close, Step::CloseMonth(self.first.month()));
    }

    pub(super) fn event(&mut self, n: usize, at: Moment) -> Outcome<()> {
        match EVENTS[n].1 {
            Adjust(reason) => self.adjust(reason, at),
            Transfer(arrives) => self.transfer(arrives, at),
            Limit(customer, limit, days, reason) => {
                let mut with = json!({ "customer": customer, "limit": limit, "reason": reason });
                if let Some(days) = days {
                    with["until"] = json!(at.day().plus_days(days));
                }
                self.as_finance(at, "credit.set", with).map(drop)
            }
            Paid(customer, sum, reference) => {
                let with = json!({
                    "customer": customer, "amount": sum, "method": "wire", "ref": reference,
                });
                self.as_finance(at, "receipt.record", with).map(drop)
            }
            Cheque(customer, sum) => {
                let with = json!({
                    "customer": customer, "amount": sum, "method": "cheque", "cleared": false,
                    "ref": "转账支票",
                });
                self.as_finance(at, "receipt.record", with).map(drop)
            }
            Return(skip, far) => self.send_back(skip, far, at),
            Complaint(skip, far) => self.complain(skip, far, at),
            Survey(skip, score) => self.survey(skip, score, at),
            Task(skip, department, said, answered) => {
                self.task(skip, (department, said), answered, at)
            }
            ShortSupply => self.expect_short_goods(at),
            Told(skip) => self.tell_delay(skip, at),
        }
    }

    fn as_finance(&mut self, at: Moment, name: &str, with: Value) -> Outcome<Option<Value>> {
        let finance = self.crew.finance.clone();
        self.ask(&finance, at, name, with)
    }

    /// Takes a little off a stock that has plenty.
    fn adjust(&mut self, reason: &str, at: Moment) -> Outcome<()> {
        let plenty: Vec<_> = self
            .free
            .iter()
            .filter(|((p, _), free)| free.0 > self.books.products[*p].step.0 * 40)
            .map(|(key, _)| *key)
            .collect();
        if plenty.is_empty() {
            return Ok(());
        }
        let (product, warehouse) = *self.dice.pick(&plenty);
        let goods = &self.books.products[product];
        let less = Qty(goods.step.0 * self.dice.between(1, 4));
        let with = json!({
            "warehouse": warehouse, "product": goods.code, "qty": Qty(-less.0), "reason": reason,
        });
        let by = self.crew.warehouse.clone();
        if self.ask(&by, at, "stock.adjust", with)?.is_some() {
            self.free.entry((product, warehouse)).or_default().0 -= less.0;
        }
        Ok(())
    }

    /// Moves drinks from the main warehouse to the one of the shops.
    fn transfer(&mut self, arrives: bool, at: Moment) -> Outcome<()> {
        let from = Trade::Drinks.warehouse();
        let to = Trade::Platform.warehouse();
        let plenty: Vec<_> = self
            .free
            .iter()
            .filter(|((p, place), free)| {
                *place == from
                    && self.free.contains_key(&(*p, to))
                    && free.0 > self.books.products[*p].step.0 * 60
            })
            .map(|((p, _), _)| *p)
            .collect();
        if plenty.is_empty() {
            return Ok(());
        }
        let product = *self.dice.pick(&plenty);
        let qty = Qty(self.books.products[product].step.0 * 20);
        let with = json!({
            "product": self.books.products[product].code, "qty": qty, "from": from, "to": to,
        });
        let by = self.crew.warehouse.clone();
        let Some(value) = self.ask(&by, at, "stock.transfer", with)? else {
            return Ok(());
        };
        self.free.entry((product, from)).or_default().0 -= qty.0;
        if arrives {
            let with = json!({ "transfer": text(&value["transfer"]), "qty": qty });
            let when = self.in_days(at.day(), 1);
            self.later(when, Step::Say(by, "stock.transfer_arrive", with));
            self.free.entry((product, to)).or_default().0 += qty.0;
        }
        Ok(())
    }

    /// A return, as far as it has come: opened, approved, received, settled.
    fn send_back(&mut self, skip: usize, far: u8, at: Moment) -> Outcome<()> {
        let Some((n, number)) = self.delivered(at, skip) else {
            return Ok(());
        };
        let reasons = ["quality", "wrong_item", "damaged", "size"];
        let step = self.books.products[self.orders[n].plan.lines[0].0].step;
        let want = if self.orders[n].dice.one_in(3) {
            "exchange"
        } else {
            "credit"
        };
        let lines = json!([{ "line": 1, "qty": step, "reason": self.dice.pick(&reasons) }]);
        let with = json!({ "order": number, "lines": lines, "want": want, "fault": "ours" });
        let clerk = self.crew.clerk.clone();
        let Some(value) = self.ask(&clerk, at, "return.open", with)? else {
            return Ok(());
        };
        let paper = text(&value["return"]);
        let (supervisor, warehouse) = (self.crew.supervisor.clone(), self.crew.warehouse.clone());
        let finance = self.crew.finance.clone();
        let lines = json!([{ "line": 1, "qty": step, "condition": "good" }]);
        let steps = [
            (supervisor, "return.approve", json!({ "return": paper })),
            (
                warehouse,
                "return.receive",
                json!({ "return": paper, "lines": lines, "warehouse": self.orders[n].plan.warehouse }),
            ),
            (finance, "return.settle", json!({ "return": paper })),
        ];
        for ((by, name, with), wait) in steps.into_iter().zip(1..i64::from(far)) {
            let when = self.in_days(at.day(), wait);
            self.later(when, Step::Say(by, name, with));
        }
        Ok(())
    }

    /// A complaint, as far as it has come: opened, answered, closed.
    fn complain(&mut self, skip: usize, far: u8, at: Moment) -> Outcome<()> {
        let Some((n, number)) = self.delivered(at, skip) else {
            return Ok(());
        };
        let texts = [
            "外箱破损，两件进水",
            "颜色与订单不符",
            "少发一箱",
            "到货比承诺晚了三天",
        ];
        let with = json!({
            "customer": self.books.customers[self.orders[n].plan.customer].code, "order": number,
            "severity": self.dice.between(1, 3), "text": self.dice.pick(&texts),
        });
        let clerk = self.crew.clerk.clone();
        let Some(value) = self.ask(&clerk, at, "complaint.open", with)? else {
            return Ok(());
        };
        let case = &value["complaint"];
        if far > 1 {
            let with = json!({ "complaint": case, "text": "已联系物流与仓库核实，当日回复客户" });
            let when = self.in_minutes(at, 60, 180);
            self.later(when, Step::Say(clerk.clone(), "complaint.answer", with));
        }
        if far > 2 {
            let with = json!({
                "complaint": case, "cause": "装车时未加护角", "remedy": "补发并改用加厚外箱",
                "cost": "86.00",
            });
            let when = self.in_days(at.day(), 2);
            self.later(when, Step::Say(clerk, "complaint.close", with));
        }
        Ok(())
    }

    fn survey(&mut self, skip: usize, score: u8, at: Moment) -> Outcome<()> {
        let Some((_, number)) = self.delivered(at, skip) else {
            return Ok(());
        };
        let mut with = json!({ "order": number, "score": score });
        if score < 4 {
            with["reason"] = json!("回复慢，催了两次才有消息");
        }
        let clerk = self.crew.clerk.clone();
        self.give(&clerk, at, "survey.record", with).map(drop)
    }

    fn task(
        &mut self,
        skip: usize,
        (department, said): (&str, &str),
        answered: bool,
        at: Moment,
    ) -> Outcome<()> {
        let Some((_, number)) = self.delivered(at, skip) else {
            return Ok(());
        };
        let due = shift::at(self.shift.after(at.day(), 1), shift::SHUT - 30, 0);
        let with = json!({ "subject": number, "department": department, "text": said, "due": due });
        let clerk = self.crew.clerk.clone();
        let Some(value) = self.ask(&clerk, at, "task.open", with)? else {
            return Ok(());
        };
        if answered {
            let by = self.books.person(department);
            let with = json!({ "task": value["task"], "text": "可以，周四上午出货" });
            let when = self.in_minutes(at, 90, 200);
            self.later(when, Step::Say(by, "task.answer", with));
        }
        Ok(())
    }

    /// Tells the customer of a late order.
    fn tell_delay(&mut self, skip: usize, at: Moment) -> Outcome<()> {
        let late: Vec<usize> = (0..self.orders.len())
            .filter(|n| {
                let order = &self.orders[*n];
                order.approved && order.plan.need <= at.day() && order.parcels.is_empty()
            })
            .collect();
        if late.is_empty() {
            return Ok(());
        }
        let order = &self.orders[late[skip % late.len()]];
        let with = json!({
            "customer": self.books.customers[order.plan.customer].code, "order": order.number,
            "way": "wechat", "outcome": "reached", "text": "告知货期顺延，客户同意等",
            "next_at": shift::at(self.shift.after(self.today, 1), shift::OPEN + 60, 0),
        });
        let clerk = self.crew.clerk.clone();
        self.give(&clerk, at, "contact.log", with).map(drop)
    }
}
