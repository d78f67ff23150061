//! The words of the screen that finds anything.

use super::messages;

messages! {
    /// All rows of this table.
    FIND;

    find_prompt => "找什么" | "Find";
    find_hint_order => "订单: 单号、末四位、客户单号、运单号" | "orders: number, its last four digits, customer's number, waybill";
    find_hint_customer => "客户: 编号、名称、拼音首字母、电话末四位" | "customers: code, name, initials, last digits of the telephone";
    find_hint_product => "货品: 编码、品名、拼音首字母、条码" | "products: code, name, initials, barcode";
    find_hint_paper => "单据: 出库单、发票、收款单号" | "papers: number of a shipment, invoice or receipt";
    find_kind => "类别" | "Kind";
    find_code => "编号" | "Number";
    find_name => "名称" | "Name";
    find_detail => "说明" | "Detail";
    find_orders_of(name: &str) => "{name} 的订单" | "Orders of {name}";
    find_no_order(code: &str) => "{code} 没有对应的订单" | "{code} belongs to no order";
    find_state => "状态" | "State";
    find_on => "下单" | "On";
    find_amount => "金额" | "Amount";
    find_delivery => "发货" | "Delivery";
    find_billing => "开票" | "Billing";
}
