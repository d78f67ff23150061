//! Addresses in a message: where the goods go, in a line or in pieces with their labels.

use crate::domain::address::{Address, STREETS};

/// What says where to before an address.
const TO: &[&str] = &[
    "改送到",
    "改送",
    "送货到",
    "发货到",
    "送到",
    "发到",
    "寄到",
    "发往",
    "送货地址",
    "收货地址",
    "地址",
    "ship to",
    "deliver to",
];
/// Labels of the pieces of an address.
const PIECES: &[&str] = &[
    "收货人",
    "收件人",
    "联系人",
    "姓名",
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "联系电话",
    "地址",
    "收货地址",
    "详细地址",
    "送货地址",
    "所在地区",
];
/// What says that an address is not for these goods.
const ELSEWHERE: &[&str] = &[
    "发票",
    "开票",
    "退货",
    "合同",
    "别送",
    "不送",
    "不要送",
    "不用送",
    "提货",
    "自提",
    "注册",
    "样品",
    "从",
    "寄件",
    "发件",
    "开户",
    "地址电话",
    "老地址",
    "原地址",
    "旧地址",
    "不用了",
    "改一下",
    "地址改",
];

/// Where to or whom to call, if a line says that and no goods: its figures are no quantities.
pub fn address(line: &str) -> Option<Address> {
    read(line).filter(|address| !address.phone.is_empty())
}

/// Whether a line is a place from its province on, without a telephone: one piece of an address.
pub fn is_place(line: &str) -> bool {
    read(line).is_some_and(|address| {
        let alone = address.phone.is_empty() && !address.province.is_empty();
        alone && address.detail.contains(STREETS) && !is_elsewhere(line)
    })
}

fn read(line: &str) -> Option<Address> {
    let line = line.trim_start_matches("麻烦").trim_start_matches('请');
    let to = TO.iter().find_map(|word| {
        let (head, rest) = line.split_at_checked(word.len())?;
        head.eq_ignore_ascii_case(word).then_some(rest)
    });
    let line = to.map_or(line, |rest| rest.trim_start_matches([':', ' ']));
    Address::parse(line).filter(|address| {
        let place = format!("{}{}", address.region(), address.detail);
        place.is_empty() || place.contains(STREETS)
    })
}

/// Whether a text names a place where goods may go, with a telephone or without.
pub fn names_place(text: &str) -> bool {
    let head = text.to_lowercase();
    if ["ship to", "deliver to"]
        .iter()
        .any(|word| head.starts_with(word))
    {
        return true;
    }
    let region = text.contains(['省', '市', '区', '县'])
        && text.contains(['路', '街', '道', '巷', '村', '号']);
    let numbered = text.contains(|c: char| c.is_ascii_digit());
    region && numbered && !is_elsewhere(text)
}

/// Whether a line has a whole address in it.
pub fn is_one(line: &str) -> bool {
    address(line).is_some_and(|address| !address.detail.is_empty())
}

/// Whether a line is one of several that tell an address: `收货人:李强`, `电话:138…`, `地址:…`.
pub fn is_of_address(line: &str) -> bool {
    let label = line.split_once(':').map(|(label, _)| label.trim());
    label.is_some_and(|label| PIECES.contains(&label))
        && address(line).is_none_or(|address| address.detail.is_empty())
}

/// Whether an address is not where the goods are to go.
pub fn is_elsewhere(line: &str) -> bool {
    ELSEWHERE.iter().any(|word| line.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_to_and_whom_to_call_are_no_goods() {
        for line in [
            "送货到:杭州市余杭区文一西路99号 王小姐 138 0013 8000",
            "收货地址:浙江省杭州市余杭区文一西路99号 13800138000 王小姐",
            "手机:138 0013 8000",
            "+86 138 0013 8000",
        ] {
            assert!(address(line).is_some(), "{line}");
        }
        for line in [
            "北京烤鸭 5只",
            "红牛 20箱",
            "6901234567890 5",
            "H0088 20副 13800138000 急",
        ] {
            assert!(address(line).is_none(), "{line}");
        }
    }
}
