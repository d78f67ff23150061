//! Orders come in, are called about, completed, handed in or given up.

use serde_json::{Value, json};

use super::books::Trade;
use super::plan::{Fate, Gap, Missing};
use super::sim::{Sim, Step};
use super::stage::Answer;
use crate::desk::failure::Outcome;
use crate::domain::{Code, Moment, Money, Price};

const CALLERS: &[&str] = &[
    "张经理",
    "刘小姐",
    "陈采购",
    "黄先生",
    "周店长",
    "吴会计",
    "郑师傅",
    "冯小姐",
];
const BUYERS: &[&str] = &[
    "t_月下小橘",
    "蓝莓不加糖",
    "jd_晨风73",
    "一碗热干面",
    "南山种豆",
    "芒果味的云",
    "tb_阿柚",
    "早睡失败者",
];
const PLACES: &[&str] = &[
    "浙江省杭州市西湖区文新街道星洲里8栋302",
    "四川省成都市武侯区玉林街道青竹里3单元",
    "湖北省武汉市江汉区常青街道云飞里12号",
    "北京市朝阳区望京街道果岭里5号楼",
    "辽宁省大连市沙河口区星海湾街道潮汐里21号",
    "广东省深圳市南山区粤海街道松坪里6栋",
    "陕西省西安市碑林区长乐坊街道槐荫里9号",
    "江苏省南京市建邺区沙洲街道莲池里17栋",
    "海南省三亚市吉阳区榆红里2号",
    "宁夏回族自治区银川市兴庆区丽景街道凤凰里4号",
];
const REMARKS: &[&str] = &[
    "送货前请电话联系",
    "外箱贴客户单号",
    "随货附质检报告",
    "走专线，到货通知仓库",
    "月底前开票",
    "不要拆箱",
];
const MEMORY: &str = "上次同规格已供货，客户确认照旧";

impl Sim<'_> {
    pub(super) fn enter(&mut self, n: usize, at: Moment) -> Outcome<()> {
        let with = self.order_fields(n);
        let by = self.keyer(n);
        let Some(value) = self.ask(&by, at, "order.enter", with)? else {
            return Ok(());
        };
        let order = &mut self.orders[n];
        order.number = text(&value["order"]);
        order.gross = amount(&value["totals"]["gross"]);
        match order.plan.fate {
            Fate::Draft | Fate::Gap(Gap::Open(0), _) | Fate::Gap(_, Missing::Customer) => {}
            Fate::Gap(..) => {
                let when = self.in_minutes(at, 40, 160);
                self.later(when, Step::Call(n, 1));
            }
            _ => {
                let when = self.in_minutes(at, 4, 25);
                self.later(when, Step::Submit(n));
            }
        }
        Ok(())
    }

    fn order_fields(&mut self, n: usize) -> Value {
        let serial = self.next_serial();
        let order = &mut self.orders[n];
        let (plan, dice) = (&order.plan, &mut order.dice);
        let who = &self.books.customers[plan.customer];
        let mut with = json!({
            "customer": who.code,
            "channel": plan.channel,
            "kind": plan.kind,
            "need_date": plan.need,
            "ship_to": who.address,
            "warehouse": plan.warehouse,
        });
        if who.buys == Trade::Platform {
            let place = *dice.pick(PLACES);
            let buyer = *dice.pick(BUYERS);
            let number = if plan.channel == "jd" {
                format!("2981{:08}", serial * 7_919 + 10_007)
            } else {
                format!("33043{:09}00151", serial * 104_729 + 70_001)
            };
            with["ship_to"] = json!(format!("{buyer} {place}"));
            with["source"] = json!({ "ref": number, "caller": buyer, "note": "平台订单，已付款" });
            with["customer_ref"] = json!(number);
        } else {
            let caller = *dice.pick(CALLERS);
            let note = said(&self.books, plan);
            let reference = format!("{}-{serial:04}", plan.channel.to_uppercase());
            with["source"] = json!({ "ref": reference, "caller": caller, "note": note });
            if who.kind != "person" {
                let month = plan.entered.day().month().replace('-', "");
                with["customer_ref"] = json!(format!("PO{month}-{serial:03}"));
            }
            if dice.one_in(5) {
                with["remark"] = json!(dice.pick(REMARKS));
            }
        }
        with["lines"] = self.line_fields(n);
        self.leave_out(n, &mut with);
        with
    }

    fn line_fields(&self, n: usize) -> Value {
        let plan = &self.orders[n].plan;
        let mut lines: Vec<Value> = plan
            .lines
            .iter()
            .map(|(p, qty)| json!({ "product": self.books.products[*p].code, "qty": qty }))
            .collect();
        if let (Some(percent), Some((product, _))) = (plan.deal, plan.lines.first()) {
            let list = self.books.products[*product].price.0;
            let price = Price(list * percent / 100 / 100 * 100);
            lines[0]["price"] = json!(price);
            lines[0]["price_reason"] = json!(match percent {
                75 => "客户要求清库存价，已报总监",
                _ => "老客户，业务员口头答应的价格",
            });
        }
        json!(lines)
    }

    /// Takes away what the order is to lack.
    fn leave_out(&self, n: usize, with: &mut Value) {
        let Fate::Gap(_, missing) = self.orders[n].plan.fate else {
            return;
        };
        let mut drop = |field: &str| {
            if let Some(fields) = with.as_object_mut() {
                fields.remove(field);
            }
        };
        match missing {
            Missing::NeedDate => drop("need_date"),
            Missing::Customer => {
                drop("customer");
                drop("customer_ref");
                drop("ship_to");
            }
            Missing::Quantity => {
                if let Some(line) = with["lines"][0].as_object_mut() {
                    line.remove("qty");
                    line.remove("price");
                    line.remove("price_reason");
                }
            }
            Missing::Goods => {
                with["lines"][0] = json!({
                    "product": "上次那款加厚的，红色包装", "qty": with["lines"][0]["qty"],
                });
            }
        }
    }

    /// Calls the customer about a gap (duty A5).
    pub(super) fn call(&mut self, n: usize, times: u8, at: Moment) -> Outcome<()> {
        let Some(end) = self.gap_end(n) else {
            return Ok(());
        };
        let customer = self.books.customers[self.orders[n].plan.customer]
            .code
            .clone();
        let reached = end == Gap::Fixed && (times > 1 || self.dice.one_in(2));
        let next = self.in_days(at.day(), 1);
        let mut with = json!({
            "customer": customer,
            "order": self.orders[n].number,
            "way": "phone",
            "outcome": if reached { "reached" } else { "no_answer" },
            "text": if reached { "客户补充了缺少的内容" } else { "无人接听" },
        });
        if !reached && times < 3 {
            with["next_at"] = json!(next);
        }
        let clerk = self.crew.clerk.clone();
        self.give(&clerk, at, "contact.log", with)?;
        match end {
            _ if reached => {
                let when = self.in_minutes(at, 3, 15);
                self.later(when, Step::Fill(n));
            }
            Gap::Open(calls) if times < calls => self.later(next, Step::Call(n, times + 1)),
            Gap::Open(_) => {}
            Gap::Fixed => self.later(next, Step::Call(n, times + 1)),
            Gap::Void if times < 3 => self.later(next, Step::Call(n, times + 1)),
            Gap::Void => {
                let when = self.in_minutes(at, 20, 90);
                self.later(when, Step::Void(n));
            }
        }
        Ok(())
    }

    /// Completes an order after a call and hands it in.
    pub(super) fn fill_gap(&mut self, n: usize, at: Moment) -> Outcome<()> {
        let need = self.shift.after(at.day(), 6);
        self.orders[n].plan.need = need;
        let with = json!({
            "order": self.orders[n].number,
            "need_date": need,
            "lines": self.line_fields(n),
        });
        let by = self.keyer(n);
        let Some(value) = self.ask(&by, at, "order.edit", with)? else {
            return Ok(());
        };
        self.take_totals(n, &value);
        self.orders[n].plan.fate = Fate::Through;
        let when = self.in_minutes(at, 3, 12);
        self.later(when, Step::Submit(n));
        Ok(())
    }

    pub(super) fn void(&mut self, n: usize, at: Moment) -> Outcome<()> {
        let by = self.keyer(n);
        let with = json!({ "order": self.orders[n].number, "reason": "三次电话无人接听，作废" });
        self.give(&by, at, "order.void", with).map(drop)
    }

    pub(super) fn submit(&mut self, n: usize, at: Moment) -> Outcome<()> {
        let by = self.keyer(n);
        let order = self.orders[n].number.clone();
        let mut answer = self.give(&by, at, "order.submit", json!({ "order": order }))?;
        if matches!(answer, Answer::Refused(Code::DuplicateOrder)) {
            let answers =
                json!([{ "check": "duplicate_order", "text": "已与客户确认，是另一张单" }]);
            let with = json!({ "order": order, "answers": answers });
            answer = self.give(&by, at, "order.submit", with)?;
        }
        let Some(value) = answer.value() else {
            return Ok(());
        };
        let checks = value["checks"].as_array().cloned().unwrap_or_default();
        self.orders[n].blocked = checks
            .iter()
            .filter(|check| check["level"] == "block")
            .map(|check| (text(&check["code"]), check["overridable"] != false))
            .collect();
        self.orders[n].decided = false;
        self.orders[n].round += 1;
        let round = self.orders[n].round;
        let departments = departments(&value["route"]["departments"]);
        let silent = self.silent(n, &departments);
        for department in &departments {
            if !silent.contains(department) {
                let when = self.in_minutes(at, 15, 210);
                self.later(when, Step::Review(n, department.clone(), round));
            }
        }
        self.moved(n, &value, at);
        Ok(())
    }

    /// The departments that do not answer: the last of them, and more where it is long ago.
    fn silent(&mut self, n: usize, departments: &[String]) -> Vec<String> {
        if self.orders[n].plan.fate != Fate::StuckReview {
            return Vec::new();
        }
        let keep = self.dice.index(departments.len().max(1));
        departments.iter().skip(keep).cloned().collect()
    }

    /// Goes on after an answer that tells the order's state.
    pub(super) fn moved(&mut self, n: usize, value: &Value, at: Moment) {
        match value["state"].as_str() {
            Some("approved") => self.approved(n, value, at),
            Some("director") if !self.orders[n].decided => {
                self.orders[n].decided = true;
                if self.orders[n].plan.fate != Fate::StuckDirector {
                    let when = self.in_minutes(at, 25, 330);
                    self.later(when, Step::Decide(n));
                }
            }
            Some("returned") => self.back_at_sales(n, at),
            _ => {}
        }
    }

    /// Keeps the amount of an order where an answer tells it.
    pub(super) fn take_totals(&mut self, n: usize, value: &Value) {
        if value["totals"]["gross"].is_string() {
            self.orders[n].gross = amount(&value["totals"]["gross"]);
        }
    }

    /// What was said on the telephone about a correction.
    pub(super) fn correction(&self, n: usize) -> Value {
        json!({
            "order": self.orders[n].number,
            "remark": MEMORY,
            "need_date": self.orders[n].plan.need,
        })
    }
}

/// The order in the customer's own words.
fn said(books: &super::books::Books, plan: &super::plan::Plan) -> String {
    let goods = plan.lines.iter().map(|(p, qty)| {
        let goods = &books.products[*p];
        format!("{} {}{}", goods.name, qty, goods.unit)
    });
    goods.take(3).collect::<Vec<_>>().join("；")
}

/// Departments as names, however the route lists them.
fn departments(list: &Value) -> Vec<String> {
    let all = list.as_array().cloned().unwrap_or_default();
    all.iter()
        .map(|d| text(d.get("department").unwrap_or(d)))
        .filter(|d| !d.is_empty())
        .collect()
}

/// The text of a field, empty where there is none.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or("").to_owned()
}

/// The amount of a field, nothing where there is none.
pub(super) fn amount(value: &Value) -> Money {
    let read = value.as_str().and_then(|text| text.parse().ok());
    read.unwrap_or(Money::ZERO)
}
