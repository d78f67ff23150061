//! Checks in words: how each came out, its short name, the way out.

use serde_json::{Map, Value};

use super::Lang;
use super::fill::fill;
use super::papers::{ROLES, Table};

/// Checks, with the fact of a failure.
pub const CHECKS: Table = &[
    ("order.incomplete", "资料不全:{gap}", "it lacks {gap}"),
    (
        "duplicate_order",
        "可能与 {order} 重复",
        "perhaps the same as {order}",
    ),
    (
        "price.below_floor",
        "第 {line} 行单价 {price} 低于最低价 {floor}",
        "line {line} at {price} is below the floor {floor}",
    ),
    (
        "price.deviation",
        "第 {line} 行手工价 {price},应取 {resolved},差 {off}({off_percent}%)",
        "line {line} by hand at {price}, the rules say {resolved}: {off} ({off_percent}%) off",
    ),
    (
        "price.below_cost",
        "第 {line} 行单价 {price} 低于成本 {cost}",
        "line {line} at {price} is below cost {cost}",
    ),
    ("order.all_gift", "全部是赠品", "gifts alone"),
    (
        "promotion.valid",
        "促销 {promotion} {lost},少省 {saving}",
        "promotion {promotion} {lost}: {saving} not saved",
    ),
    (
        "contract.terms",
        "合同 {contract}:{clause_text}",
        "contract {contract}: {clause_text}",
    ),
    (
        "customer.blocked",
        "客户 {customer} 已停用",
        "customer {customer} is blocked",
    ),
    (
        "product.off_sale",
        "第 {line} 行 {product} 已停售",
        "line {line}: {product} is off sale",
    ),
    (
        "credit.over_limit",
        "超额度 {over}(额度 {limit},已用 {exposure})",
        "{over} over the limit ({limit}, used {exposure})",
    ),
    (
        "credit.overdue",
        "逾期 {overdue},最久 {oldest_days} 天",
        "{overdue} overdue, oldest {oldest_days} days",
    ),
    (
        "payment.method",
        "付款方式 {terms},约定为 {agreed}",
        "terms {terms}, agreed are {agreed}",
    ),
    (
        "promise.late",
        "第 {line} 行要 {need_date},能给 {promise}",
        "line {line} wanted {need_date}, promised {promise}",
    ),
    (
        "capacity.short",
        "{family} {week} 产能不足:需 {qty},余 {free}(产能 {units},已占 {taken})",
        "{family} in {week}: {qty} to make, {free} free ({units} less {taken} taken)",
    ),
    (
        "payment.not_cleared",
        "未到账 {missing}",
        "{missing} not cleared",
    ),
    (
        "return.not_received",
        "换货要等退货 {return} 到货",
        "the exchange waits for the goods of {return}",
    ),
];

/// Short names of checks, for those that pass.
pub const CHECK_NAMES: Table = &[
    ("order.incomplete", "资料完整", "complete"),
    ("duplicate_order", "不重复", "no duplicate"),
    ("price.below_floor", "最低价", "price floor"),
    ("price.deviation", "改价", "price by hand"),
    ("price.below_cost", "成本", "cost"),
    ("order.all_gift", "赠品", "gifts"),
    ("promotion.valid", "促销", "promotions"),
    ("contract.terms", "合同", "contract"),
    ("customer.blocked", "客户停用", "customer blocked"),
    ("product.off_sale", "停售", "off sale"),
    ("credit.over_limit", "信用额度", "credit limit"),
    ("credit.overdue", "逾期", "overdue"),
    ("payment.method", "付款方式", "terms"),
    ("promise.late", "交期", "promise"),
    ("capacity.short", "产能", "capacity"),
    ("payment.not_cleared", "到账", "payment cleared"),
    ("return.not_received", "退货到货", "returned goods in"),
];

/// What can be done about a check that failed, short of setting it aside.
pub const CHECK_WAYS: Table = &[
    (
        "return.not_received",
        "先收退货",
        "receive the return first",
    ),
    ("order.incomplete", "补齐缺的字段", "fill in what it lacks"),
    (
        "duplicate_order",
        "核对那一张;确为新单时提交时说明",
        "look at that order; if this one is new, say so when submitting",
    ),
    ("price.below_floor", "改价", "change the price"),
    (
        "price.deviation",
        "按应取价,或由评审认可所填原因",
        "take the price of the rules, or have the reason accepted",
    ),
    ("price.below_cost", "改价", "change the price"),
    (
        "order.all_gift",
        "加上要付钱的货品",
        "add goods that are paid for",
    ),
    (
        "promotion.valid",
        "与客户确认少省的金额",
        "tell the customer what is no longer saved",
    ),
    (
        "contract.terms",
        "按合同改订单,或先改合同",
        "bring the order in line, or change the contract first",
    ),
    (
        "customer.blocked",
        "由管理员启用客户",
        "an administrator unblocks the customer",
    ),
    ("product.off_sale", "换货品", "choose other goods"),
    (
        "credit.over_limit",
        "减少数量、先收款,或由财务调额度",
        "take less, collect first, or finance raises the limit",
    ),
    (
        "credit.overdue",
        "先收逾期款",
        "collect what is overdue first",
    ),
    (
        "payment.method",
        "改回约定的付款方式",
        "go back to the agreed terms",
    ),
    (
        "promise.late",
        "告诉客户能给的日期,或分批、换货品",
        "tell the customer the date, ship in parts or choose other goods",
    ),
    (
        "capacity.short",
        "改交期、减数量,或由生产加产能",
        "move the need date, take less, or production adds capacity",
    ),
    (
        "payment.not_cleared",
        "登记收款并到账",
        "record the payment and clear it",
    ),
];

/// Clauses of a contract that an order does not keep.
const CLAUSES: Table = &[
    (
        "validity",
        "{on} 不在有效期 {from} 至 {to}",
        "{on} is outside {from} to {to}",
    ),
    (
        "region",
        "收货地 {ship_to} 不在区域 {region}",
        "{ship_to} is outside the region {region}",
    ),
    (
        "terms",
        "付款方式 {terms},合同为 {agreed}",
        "terms {terms}, the contract says {agreed}",
    ),
    (
        "min_qty",
        "第 {contract_line} 条:数量 {qty} 少于 {min_qty}",
        "line {contract_line}: {qty} is less than {min_qty}",
    ),
    (
        "max_qty",
        "第 {contract_line} 条:数量 {qty} 加已订 {before} 超过 {max_qty}",
        "line {contract_line}: {qty} with the {before} ordered before is more than {max_qty}",
    ),
];

/// What an office does about a gap or a check.
pub const CONTROLS: Table = &[
    ("off", "关", "off"),
    ("warn", "提醒", "warn"),
    ("block", "拦截", "block"),
];

impl Lang {
    /// How a check came out, in a sentence.
    pub fn check(self, code: &str, level: &str, facts: &Value) -> String {
        if level == "pass" {
            return self.word(CHECK_NAMES, code);
        }
        let clause = facts["clause"].as_str();
        let Some(told) = clause.map(|clause| self.sentence(CLAUSES, clause, facts)) else {
            return self.sentence(CHECKS, code, facts);
        };
        let mut facts = facts.clone();
        facts["clause_text"] = Value::String(told);
        self.sentence(CHECKS, code, &facts)
    }

    /// What can be done about a check that failed, and who may set it aside where it blocks.
    pub fn check_way_out(self, code: &str, level: &str, overriders: &[Value]) -> String {
        let way = self.word(CHECK_WAYS, code);
        let roles = overriders.iter().filter_map(Value::as_str);
        let roles: Vec<_> = roles.map(|role| self.word(ROLES, role)).collect();
        if level != "block" || roles.is_empty() {
            return way;
        }
        let roles = roles.join(self.pick("、", ", "));
        let facts = Map::from_iter([
            ("way".to_owned(), Value::String(way)),
            ("roles".to_owned(), Value::String(roles)),
        ]);
        fill(
            self.pick(
                "{way};{roles}可特批 (override.give)",
                "{way}; {roles} may set it aside (override.give)",
            ),
            &facts,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::check::{Check, Control};

    #[test]
    fn every_check_has_its_words() {
        let has = |table: Table, code: &str| table.iter().any(|(name, _, _)| *name == code);
        for check in Check::ALL {
            for table in [CHECKS, CHECK_NAMES, CHECK_WAYS] {
                assert!(has(table, check.name()), "{check}");
            }
        }
        assert!(Control::ALL.iter().all(|c| has(CONTROLS, c.name())));
    }

    #[test]
    fn a_clause_is_told_with_its_numbers() {
        let facts = serde_json::json!({ "contract": "K1", "clause": "max_qty", "contract_line": 2,
            "qty": "10", "before": "95", "max_qty": "100" });
        let told = Lang::En.check("contract.terms", "warn", &facts);
        assert_eq!(
            told,
            "contract K1: line 2: 10 with the 95 ordered before is more than 100"
        );
    }

    #[test]
    fn a_block_says_who_may_set_it_aside() {
        let roles = [Value::from("supervisor"), Value::from("director")];
        let way = |level| Lang::En.check_way_out("price.below_floor", level, &roles);
        assert_eq!(way("warn"), "change the price");
        assert_eq!(
            way("block"),
            "change the price; supervisor, director may set it aside (override.give)"
        );
    }
}
