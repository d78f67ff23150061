//! From a wish to rows: goods, prices, amounts, gaps, promise. Computed from nothing each time.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::pricing::Buyer;
use super::promote::{self, Promoted};
use super::wish::{Wish, WishLine};
pub use super::wish_of::wish_of;
use super::{gaps, load, show};
use crate::desk::cx::Cx;
use crate::desk::failure::{Failure, Outcome};
use crate::desk::masters::find;
use crate::desk::stock::promise::Promises;
use crate::domain::ids::{OrderId, ProductId};
use crate::domain::order::State;
use crate::domain::tax::Amounts;
use crate::domain::{Code, Day, Money, Percent, Price, Qty, Refusal, Role};
use crate::store::checks::Gap;
use crate::store::customers::Customer;
use crate::store::orders::{Line, Order};
use crate::store::products::Product;
use crate::store::{self, Db};

/// An order ready to be written.
#[derive(Debug)]
pub struct Draft {
    /// Its head; id and number are the caller's.
    pub order: Order,
    /// Its lines.
    pub lines: Vec<Line>,
    /// What it lacks.
    pub gaps: Vec<Gap>,
    /// What its promises stand on.
    pub promises: Promises,
    /// What promotions make of it.
    pub promoted: Promoted,
}

/// The most lines an order may have: more is an import gone wrong.
const LINES_MOST: usize = 5_000;

impl Draft {
    /// Whether a blocking gap is open.
    pub fn is_incomplete(&self) -> bool {
        self.gaps.iter().any(|gap| gap.blocking)
    }

    /// The state that follows from the gaps.
    pub fn state(&self) -> State {
        if self.is_incomplete() {
            State::Incomplete
        } else {
            State::Draft
        }
    }

    /// Refuses with `order.incomplete` while a blocking gap is open.
    pub fn refuse_gaps(&self, number: &str) -> Outcome<()> {
        if !self.is_incomplete() {
            return Ok(());
        }
        let blocking = self.gaps.iter().filter(|gap| gap.blocking);
        Err(Refusal::new(Code::OrderIncomplete)
            .fact("order", number)
            .fact("gaps", blocking.map(show::gap).collect::<Vec<_>>())
            .into())
    }

    /// The last promise of its lines.
    pub fn promise(&self) -> Option<Day> {
        self.lines.iter().filter_map(|line| line.promise_on).max()
    }
}

/// Works out everything about a wish, on the day of the order; `own` is the order that it is to
/// become, if that is in the file already.
pub fn assemble(cx: &Cx<'_>, wish: &Wish, on: Day, own: Option<OrderId>) -> Outcome<Draft> {
    let customer = wish
        .customer
        .as_deref()
        .map(|code| find::customer(cx.tx, code))
        .transpose()?;
    own_customer(cx, customer.as_ref())?;
    let buyer = Buyer::new(cx.tx, customer.as_ref(), wish.channel, on)?;
    let mut order = head(cx, wish, customer.as_ref(), &buyer, on)?;
    let whose = promote::Buyer {
        customer: customer.as_ref(),
        channel: wish.channel,
        on,
        own,
    };
    let Priced {
        mut lines,
        goods,
        promoted,
    } = price_all(cx.tx, &wish.lines, &buyer, &whose)?;
    let promises = promise_lines(cx, &order, &goods, &mut lines)?;
    let total = Amounts::sum(lines.iter().map(Line::amounts))?;
    Money::checked(total.gross.count()).map_err(|no| no.or_fact("field", "lines"))?;
    (order.net, order.tax, order.gross) = (total.net, total.tax, total.gross);
    // What promotions add is neither what makes two orders the same nor what the clerk can fill in.
    let wished = &lines[..wish.lines.len()];
    order.lines_digest = digest(wished);
    let gaps = gaps::find(cx.tx, &order, customer.as_ref(), wished)?;
    Ok(Draft {
        order,
        lines,
        gaps,
        promises,
        promoted,
    })
}

/// Writes the lines of a draft, what it lacks and what it claims, in place of what was there; its
/// order is in the file.
pub fn write(cx: &Cx<'_>, draft: &Draft) -> Outcome<()> {
    let order = draft.order.id;
    for line in &draft.lines {
        store::orders::save_line(cx.tx, order, line)?;
    }
    let last = draft.lines.last().map_or(0, |line| line.line);
    store::orders::remove_lines_after(cx.tx, order, last)?;
    store::checks::set_gaps(cx.tx, order, &draft.gaps)?;
    promote::claim(cx.tx, &draft.order, &draft.promoted)
}

/// Wished lines with their prices, and what promotions make of them.
pub struct Priced {
    /// The lines, free goods of promotions behind them.
    pub lines: Vec<Line>,
    /// The product of each.
    pub goods: Vec<Option<Product>>,
    /// What promotions did.
    pub promoted: Promoted,
}

/// Prices wished lines and lays the promotions over them.
pub fn price_all(
    db: &Db,
    wished: &[WishLine],
    buyer: &Buyer,
    whose: &promote::Buyer<'_>,
) -> Outcome<Priced> {
    if wished.len() > LINES_MOST {
        return Err(Refusal::bad_field("lines", format!("at most {LINES_MOST}")).into());
    }
    let mut goods = goods(db, wished)?;
    let sums = sums_by_product(wished, &goods)?;
    let mut lines = Vec::with_capacity(wished.len());
    for ((wish, product), number) in wished.iter().zip(&goods).zip(1_i64..) {
        let known = Known {
            number,
            sums: &sums,
            buyer,
        };
        let made = line(db, &known, wish, product.as_ref());
        lines.push(made.map_err(|no| too_large(no, number))?);
    }
    let promoted = promote::lay_over(db, whose, &mut lines, &mut goods)?;
    Ok(Priced {
        lines,
        goods,
        promoted,
    })
}

/// What comes to too much on a line names the line.
fn too_large(failure: Failure, number: i64) -> Failure {
    match failure {
        Failure::Refused(no) if no.code() == Code::MoneyOverflow => {
            Failure::Refused(no.or_fact("field", format!("lines[{}]", number - 1)))
        }
        other => other,
    }
}

/// A salesperson enters for own customers only (`contract.md §3`, who may).
fn own_customer(cx: &Cx<'_>, customer: Option<&Customer>) -> Outcome<()> {
    let wider = cx.actor.is(Role::Clerk) || cx.actor.is(Role::Supervisor);
    let own = customer.is_none_or(|c| c.salesperson_id == Some(cx.actor.id));
    if wider || own {
        return Ok(());
    }
    Err(Refusal::new(Code::NotPermitted)
        .fact("who", &cx.actor.login)
        .fact("customer", customer.map(|c| c.code.clone()))
        .fact("roles", [Role::Clerk, Role::Supervisor])
        .into())
}

fn head(
    cx: &Cx<'_>,
    wish: &Wish,
    customer: Option<&Customer>,
    buyer: &Buyer,
    on: Day,
) -> Outcome<Order> {
    let warehouse = wish
        .warehouse
        .as_deref()
        .map(|code| find::warehouse(cx.tx, code))
        .transpose()?;
    let usual_terms = buyer
        .contract_terms()
        .or(customer.map(|c| c.terms.as_str()));
    let terms = wish.terms.map(|terms| terms.to_string());
    // A platform's buyer is not at the shop's own address: told none, the order lacks one.
    let of_buyer = wish.channel.is_platform();
    let ship_to = wish.ship_to.clone().filter(|to| of_buyer || !to.is_empty());
    let owner = customer.and_then(|c| c.salesperson_id);
    let text = |given: &Option<String>| given.clone().unwrap_or_default();
    Ok(Order {
        id: OrderId(0),
        number: String::new(),
        state: State::Draft,
        version: 1,
        revision: 0,
        round: 0,
        to_director: true,
        customer_id: customer.map(|c| c.id),
        channel: wish.channel,
        kind: wish.kind,
        source_ref: text(&wish.source.reference),
        caller: text(&wish.source.caller),
        source_note: text(&wish.source.note),
        customer_ref: wish.customer_ref.clone(),
        need_on: wish.need_date,
        ship_to: ship_to
            .or_else(|| customer.map(|c| c.address.clone()))
            .unwrap_or_default(),
        warehouse_id: warehouse.map(|w| w.id),
        terms: terms.or(usual_terms.map(str::to_owned)).unwrap_or_default(),
        remark: wish.remark.clone(),
        delivery_policy: wish.delivery_policy,
        owner_id: owner.or(cx.actor.is(Role::Sales).then_some(cx.actor.id)),
        keyed_by: cx.actor.id,
        ordered_on: on,
        entered_at: cx.at,
        moved_at: cx.at,
        approved_at: None,
        lines_digest: String::new(),
        net: Money::ZERO,
        tax: Money::ZERO,
        gross: Money::ZERO,
    })
}

/// The product of each line; goods that no product answers to are none.
fn goods(db: &Db, lines: &[WishLine]) -> Outcome<Vec<Option<Product>>> {
    let by_code = |line: &WishLine| match line.product.as_deref().filter(|code| !code.is_empty()) {
        Some(code) => find::product_opt(db, &crate::domain::text::narrow(code)),
        None => Ok(None),
    };
    lines.iter().map(by_code).collect()
}

/// Quantity breaks count the sku over the whole order (`rules.md §5`).
fn sums_by_product(
    lines: &[WishLine],
    goods: &[Option<Product>],
) -> Outcome<BTreeMap<ProductId, Qty>> {
    let mut sums: BTreeMap<ProductId, Qty> = BTreeMap::new();
    for (line, product) in lines.iter().zip(goods) {
        if let (Some(product), Some(qty)) = (product, line.qty)
            && line.gift != Some(true)
        {
            let sum = sums.entry(product.id).or_default();
            *sum = sum.add(qty)?;
        }
    }
    Ok(sums)
}

struct Known<'a> {
    number: i64,
    sums: &'a BTreeMap<ProductId, Qty>,
    buyer: &'a Buyer,
}

/// A line's price and where it comes from.
struct LinePrice {
    price: Price,
    discount: Percent,
    from: String,
    resolved: Option<Price>,
    reason: String,
}

fn line(db: &Db, known: &Known<'_>, wished: &WishLine, product: Option<&Product>) -> Outcome<Line> {
    let at = |field: &str| format!("lines[{}].{field}", known.number - 1);
    if wished.qty.is_some_and(|qty| qty.count() <= 0) {
        return Err(Refusal::bad_field(&at("qty"), "above 0").into());
    }
    if wished.gift == Some(true) && wished.price.is_some_and(|price| !price.is_zero()) {
        return Err(Refusal::bad_field(&at("price"), "none: a gift costs nothing").into());
    }
    if wished.price.is_some_and(|price| price.count() < 0) {
        return Err(Refusal::bad_field(&at("price"), "from 0").into());
    }
    if let (Some(qty), Some(product)) = (wished.qty, product)
        && !qty.is_multiple_of(product.step)
    {
        return Err(Refusal::new(Code::QtyNotAStep)
            .fact("line", known.number)
            .fact("product", &product.code)
            .fact("qty", qty)
            .fact("step", product.step)
            .into());
    }
    let qty = wished.qty.unwrap_or_default();
    let gift = wished.gift == Some(true);
    let priced = match product {
        Some(product) if !gift => price(db, known, wished, product, qty)?,
        _ => unpriced(wished, gift),
    };
    let tax_rate = product.map_or(Percent::ZERO, |p| p.tax_rate);
    let amounts = Amounts::of_gross(qty.gross(priced.price, priced.discount)?, tax_rate)?;
    Ok(Line {
        product_id: product.map(|p| p.id),
        goods: match product {
            Some(_) => String::new(),
            None => wished.product.clone().unwrap_or_default(),
        },
        qty: wished.qty,
        price: priced.price,
        discount: priced.discount,
        price_from: priced.from,
        resolved: priced.resolved,
        price_reason: priced.reason,
        gift,
        need_on: wished.need_date,
        delivery_policy: wished.delivery_policy,
        tolerance_over: tolerance(&at("tolerance_over"), wished.tolerance_over)?,
        tolerance_under: tolerance(&at("tolerance_under"), wished.tolerance_under)?,
        tax_rate,
        net: amounts.net,
        tax: amounts.tax,
        gross: amounts.gross,
        ..Line::blank(known.number)
    })
}

/// A tolerance within bounds.
fn tolerance(field: &str, percent: Option<Percent>) -> Result<Option<Percent>, Refusal> {
    match percent {
        Some(percent) if !(0..=10_000).contains(&percent.0) => {
            Err(Refusal::bad_field(field, "0 to 100"))
        }
        other => Ok(other),
    }
}

/// A gift costs nothing; unknown goods keep what was typed until they are known.
fn unpriced(wished: &WishLine, gift: bool) -> LinePrice {
    LinePrice {
        price: if gift {
            Price::ZERO
        } else {
            wished.price.unwrap_or_default()
        },
        discount: Percent::ZERO,
        from: if gift { "gift" } else { "hand" }.to_owned(),
        resolved: None,
        reason: wished.price_reason.clone().unwrap_or_default(),
    }
}

/// The price by the rules, or the one typed with a reason: that pins the line, whatever it is.
fn price(
    db: &Db,
    known: &Known<'_>,
    wished: &WishLine,
    product: &Product,
    qty: Qty,
) -> Outcome<LinePrice> {
    let sum = known.sums.get(&product.id).copied().unwrap_or(qty);
    let (by_rule, from) = known.buyer.price(db, product, sum)?;
    let reason = wished.price_reason.clone().unwrap_or_default();
    let by_rules = |from| LinePrice {
        price: by_rule.price,
        discount: by_rule.discount,
        from,
        resolved: None,
        reason: String::new(),
    };
    let Some(typed) = wished.price else {
        return Ok(by_rules(from));
    };
    let after_discount = show::after(by_rule.price, by_rule.discount)?;
    if typed == after_discount && reason.is_empty() {
        return Ok(by_rules(from));
    }
    if reason.is_empty() {
        return Err(Refusal::new(Code::PriceNoReason)
            .fact("line", known.number)
            .fact("product", &product.code)
            .fact("price", typed)
            .fact("resolved", after_discount)
            .fact("from", from)
            .into());
    }
    Ok(LinePrice {
        price: typed,
        discount: Percent::ZERO,
        from: "hand".to_owned(),
        resolved: Some(after_discount),
        reason,
    })
}

/// Promises each line, counting what the lines before it already take of the same product.
fn promise_lines(
    cx: &Cx<'_>,
    order: &Order,
    goods: &[Option<Product>],
    lines: &mut [Line],
) -> Outcome<Promises> {
    let mut promises = Promises::default();
    for (line, product) in lines.iter_mut().zip(goods) {
        let (Some(product), Some(qty)) = (product, line.qty) else {
            continue;
        };
        let need = line.need_on.or(order.need_on);
        line.promise_on = Some(promises.line(cx.tx, product, qty, need, cx.today)?);
    }
    Ok(promises)
}

/// Goods and quantities in one word; the same whatever order the lines stand in.
fn digest(lines: &[Line]) -> String {
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    for line in lines {
        let (Some(product), Some(qty)) = (line.product_id, line.qty) else {
            return String::new();
        };
        *sums.entry(product.0).or_default() += qty.0;
    }
    if sums.is_empty() {
        return String::new();
    }
    let words: Vec<_> = sums
        .iter()
        .map(|(product, qty)| format!("{product}x{qty}"))
        .collect();
    crate::desk::run::hex(&[&words.join(" ")])[..32].to_owned()
}

/// Refuses an order whose customer, channel and customer's number are in the file already.
pub fn refuse_same_ref(db: &Db, order: &Order, not: Option<OrderId>) -> Outcome<()> {
    let Some(customer) = order.customer_id.filter(|_| !order.customer_ref.is_empty()) else {
        return Ok(());
    };
    let found = store::duplicates::same_ref(db, customer, order.channel, &order.customer_ref, not)?;
    match found {
        None => Ok(()),
        Some(number) => Err(Refusal::new(Code::DuplicateOrder)
            .fact("order", number)
            .fact("customer_ref", &order.customer_ref)
            .fact("channel", order.channel)
            .into()),
    }
}

/// The answer of enter and edit.
pub fn answer(db: &Db, number: &str) -> Outcome<Value> {
    let order = load::order(db, number)?;
    let lines = store::orders::lines(db, order.id)?;
    let gaps = store::checks::gaps(db, order.id)?;
    let promise = lines.iter().filter_map(|line| line.promise_on).max();
    let mut shown = Vec::with_capacity(lines.len());
    for line in &lines {
        shown.push(show::line(db, &order, line)?);
    }
    Ok(json!({
        "order": order.number,
        "version": order.version,
        "state": order.state,
        "gaps": gaps.iter().map(show::gap).collect::<Vec<_>>(),
        "lines": shown,
        "totals": order.amounts(),
        "promotions": promote::of_order(db, &order, &lines)?,
        "promise": promise,
    }))
}
