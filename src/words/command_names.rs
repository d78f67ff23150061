//! The commands of the desk by name, for the palette and the form that each of them has.

use super::papers::Table;

/// Code, Chinese, English.
pub const COMMAND_NAMES: Table = &[
    ("user.save", "保存人员", "Save a person"),
    ("customer.save", "保存客户", "Save a customer"),
    ("product.save", "保存货品", "Save a product"),
    ("warehouse.save", "保存仓库", "Save a warehouse"),
    ("supplier.save", "保存供应商", "Save a supplier"),
    ("carrier.save", "保存承运商", "Save a carrier"),
    ("price.save", "保存价格", "Save a price"),
    ("promotion.save", "保存促销", "Save a promotion"),
    ("contract.save", "保存合同", "Save a contract"),
    ("credit.set", "设定信用额度", "Set a credit limit"),
    ("setting.set", "设定参数", "Change a setting"),
    ("clock.accept", "认可时钟", "Accept the clock"),
    ("reading.log", "登记查阅", "Log a reading"),
    ("gap_rule.save", "保存缺项规则", "Save a gap rule"),
    ("check_rule.save", "保存检查规则", "Save a check rule"),
    ("route_rule.save", "保存评审路线", "Save a route rule"),
    ("duty_rule.save", "保存职责分离", "Save a duty rule"),
    ("permission.save", "保存权限", "Save a right"),
    ("calendar.save", "保存工作日", "Mark working days"),
    ("capacity.save", "保存产能", "Save a capacity"),
    ("order.enter", "录入订单", "Enter an order"),
    ("order.edit", "修改订单", "Edit an order"),
    ("order.submit", "提交订单", "Submit an order"),
    ("review.give", "给出意见", "Give an opinion"),
    ("condition.meet", "条件已满足", "Meet a condition"),
    ("order.approve", "批准订单", "Approve an order"),
    ("override.give", "特批", "Give an override"),
    ("order.return", "退回订单", "Return an order"),
    ("order.reject", "否决订单", "Reject an order"),
    ("order.void", "作废订单", "Void an order"),
    ("order.cancel", "取消订单", "Cancel an order"),
    ("order.close_short", "短交关闭", "Close an order short"),
    ("order.change", "变更订单", "Change an order"),
    ("order.withdraw", "撤回变更", "Withdraw a change"),
    ("order.confirm", "客户确认", "Customer's confirmation"),
    ("order.copy", "复制订单", "Copy an order"),
    ("order.merge", "合并订单", "Merge orders"),
    ("order.split", "拆分订单", "Split an order"),
    ("template.save", "保存模板", "Save a template"),
    ("template.remove", "删除模板", "Remove a template"),
    ("order.reopen", "重开订单", "Reopen an order"),
    ("order.bump", "插队", "Bump an order"),
    ("order.told", "已告知客户", "Customer was told"),
    ("hold.place", "挂起", "Place a hold"),
    ("hold.release", "解挂", "Release a hold"),
    ("hold_code.save", "保存挂起原因", "Save a hold code"),
    ("nightly.run", "夜间处理", "Nightly run"),
    ("import.start", "开始导入", "Start an import"),
    ("import.order", "导入一单", "Import an order"),
    ("import.undo", "撤销导入", "Undo an import"),
    ("import.finish", "结束导入", "Finish an import"),
    ("goods.map", "匹配货品", "Map goods"),
    ("goods.unmap", "取消匹配", "Unmap goods"),
    ("profile.save", "保存文件版式", "Save a layout of files"),
    ("profile.remove", "删除文件版式", "Remove a layout of files"),
    ("pass_rule.save", "保存自动过单规则", "Save a pass rule"),
    ("platform.pass", "平台订单再过单", "Pass platform orders"),
    ("contact.log", "记录联系", "Log a contact"),
    ("task.open", "发起任务", "Open a task"),
    ("task.answer", "回复任务", "Answer a task"),
    ("task.close", "关闭任务", "Close a task"),
    ("complaint.open", "登记投诉", "Open a complaint"),
    ("complaint.answer", "回复投诉", "Answer a complaint"),
    ("complaint.close", "结案投诉", "Close a complaint"),
    ("survey.record", "记录满意度", "Record a survey"),
    ("exception.raise", "登记异常", "Raise an exception"),
    ("exception.assign", "指派异常", "Assign an exception"),
    ("exception.solve", "解决异常", "Solve an exception"),
    ("return.open", "登记退货", "Open a return"),
    ("return.approve", "同意退货", "Approve a return"),
    ("return.receive", "退货入库", "Receive a return"),
    ("return.settle", "退货结算", "Settle a return"),
    ("return.drop", "放弃退货", "Drop a return"),
    ("stock.receive", "入库", "Receive stock"),
    ("stock.adjust", "调整库存", "Adjust stock"),
    ("stock.count", "盘点", "Count stock"),
    ("stock.quarantine", "质检冻结", "Hold back stock"),
    ("stock.release_quarantine", "解除冻结", "Release held stock"),
    ("stock.transfer", "调拨", "Transfer stock"),
    ("stock.transfer_arrive", "调拨到货", "Transfer has arrived"),
    ("stock.locate", "设定库位", "Set a location"),
    ("stock.reserve", "预留", "Reserve stock"),
    ("stock.unreserve", "释放预留", "Release a reservation"),
    ("forecast.run", "预测交期", "Predict deliveries"),
    ("supply.expect", "登记预计到货", "Expect a supply"),
    ("shipment.pack", "装箱", "Pack a shipment"),
    ("order.intercept", "拦截发货", "Call an order back"),
    ("shipment.unpack", "拆箱", "Unpack a shipment"),
    ("shipment.dispatch", "发货", "Dispatch a shipment"),
    ("shipment.arrive", "到达", "Shipment has arrived"),
    ("shipment.slip", "回单收回", "Slip came back"),
    ("shipment.track", "登记物流", "Track a shipment"),
    ("shipment.sign", "签收", "Sign for a shipment"),
    ("invoice.post", "开发票", "Post an invoice"),
    ("invoice.number", "登记发票号", "Number an invoice"),
    ("invoice.dispute", "发票争议", "Dispute an invoice"),
    ("invoice.dispute_settle", "了结争议", "Settle a dispute"),
    ("statement.confirm", "对账确认", "Confirm a statement"),
    ("account_code.save", "保存科目", "Save an account code"),
    ("receipt.record", "登记收款", "Record a receipt"),
    ("receipt.clear", "收款到账", "Clear a receipt"),
    ("receipt.bounce", "退票", "Bounce a receipt"),
    ("receipt.apply", "核销", "Apply a receipt"),
    ("receipt.unapply", "取消核销", "Unapply a receipt"),
    ("credit_note.post", "开红字", "Post a credit note"),
    ("refund.pay", "退款", "Pay a refund"),
    ("writeoff.post", "核销坏账", "Write off"),
    ("period.close", "月结", "Close a month"),
];

/// The Chinese and English name of a command; its own name where there is none.
pub fn command_name(lang: super::Lang, name: &str) -> String {
    lang.word(COMMAND_NAMES, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_command_is_named_twice() {
        for (n, (code, zh, en)) in COMMAND_NAMES.iter().enumerate() {
            let before = &COMMAND_NAMES[..n];
            assert!(
                before
                    .iter()
                    .all(|row| row.0 != *code && row.1 != *zh && row.2 != *en),
                "{code}"
            );
        }
    }
}
