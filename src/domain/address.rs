//! A pasted address taken apart: who, telephone, province, city, district, the rest
//! (`practice.md §3.4`).
//!
//! Only what is sure is named; everything else stays in the detail, so that nothing is lost.

use std::ops::Range;

use serde::Serialize;

use super::text::narrow;

/// Where goods go and who takes them in. What was not found is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Address {
    /// Who takes them in.
    pub name: String,
    /// Telephone, with the extension of a privacy number.
    pub phone: String,
    /// Province, as it was written.
    pub province: String,
    /// City, prefecture or league; the municipality itself where it is repeated.
    pub city: String,
    /// District, county or banner.
    pub district: String,
    /// Street and the rest.
    pub detail: String,
}

/// Provinces by their short names, with what may follow.
const PROVINCES: &[(&str, &[&str])] = &[
    ("北京", &["市"]),
    ("天津", &["市"]),
    ("上海", &["市"]),
    ("重庆", &["市"]),
    ("河北", &["省"]),
    ("山西", &["省"]),
    ("辽宁", &["省"]),
    ("吉林", &["省"]),
    ("黑龙江", &["省"]),
    ("江苏", &["省"]),
    ("浙江", &["省"]),
    ("安徽", &["省"]),
    ("福建", &["省"]),
    ("江西", &["省"]),
    ("山东", &["省"]),
    ("河南", &["省"]),
    ("湖北", &["省"]),
    ("湖南", &["省"]),
    ("广东", &["省"]),
    ("海南", &["省"]),
    ("四川", &["省"]),
    ("贵州", &["省"]),
    ("云南", &["省"]),
    ("陕西", &["省"]),
    ("甘肃", &["省"]),
    ("青海", &["省"]),
    ("台湾", &["省"]),
    ("内蒙古", &["自治区"]),
    ("广西", &["壮族自治区"]),
    ("西藏", &["自治区"]),
    ("宁夏", &["回族自治区"]),
    ("新疆", &["维吾尔自治区"]),
    ("香港", &["特别行政区"]),
    ("澳门", &["特别行政区"]),
];

/// Words before a value; longer ones first where one begins with another.
const LABELS: &[&str] = &[
    "收货人姓名",
    "收货人",
    "收件人",
    "联系人",
    "姓名",
    "联系电话",
    "手机号码",
    "手机号",
    "手机",
    "电话",
    "收货地址",
    "详细地址",
    "所在地区",
    "地址",
    "邮编",
];

/// Signs that only addresses have.
const STREETS: [char; 9] = ['路', '街', '号', '区', '县', '镇', '村', '市', '省'];

impl Address {
    /// Takes a text apart; none if it holds neither a telephone nor a province.
    pub fn parse(text: &str) -> Option<Self> {
        let text = unlabelled(text);
        let (phone, text) = take_phone(&text);
        let begin = province_in(&text);
        if phone.is_empty() && begin.is_none() {
            return None;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let (name, place) = match begin {
            Some(at) => apart(&text, at),
            None => by_words(&words),
        };
        let mut address = regions(&place);
        (address.name, address.phone) = (name, phone);
        Some(address)
    }

    /// On one line, as a driver reads it: place, then who and the telephone.
    pub fn line(&self) -> String {
        let place = [&self.province, &self.city, &self.district, &self.detail];
        let place: String = place.into_iter().map(String::as_str).collect();
        let parts = [place.as_str(), &self.name, &self.phone];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }
}

/// Labels, commas and line ends become blanks.
fn unlabelled(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(narrow).collect();
    let mut text = lines.join(" ").replace([',', '、', ';', '\t', '|'], " ");
    for label in LABELS {
        for colon in [":", " :"] {
            text = text.replace(&format!("{label}{colon}"), " ");
        }
    }
    text
}

/// Where mobile numbers of eleven digits stand in a text, by bytes; a part of a longer number or
/// word is none.
pub fn mobiles(text: &str) -> Vec<Range<usize>> {
    let alone = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + start;
        let run = text[start..].find(|c: char| !c.is_ascii_digit());
        let end = run.map_or(text.len(), |n| start + n);
        let digits = &text.as_bytes()[start..end];
        let mobile = matches!(digits, [b'1', b'3'..=b'9', ..]) && digits.len() == 11;
        let before = text[..start].chars().next_back();
        if mobile && alone(before) && alone(text[end..].chars().next()) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// The first telephone of the text, and the text without it.
fn take_phone(text: &str) -> (String, String) {
    let mut at = 0;
    while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let run = text[start..].find(|c: char| !c.is_ascii_digit() && !"-转".contains(c));
        let end = run.map_or(text.len(), |n| start + n);
        if let Some((phone, taken)) = phone_at(&text[start..end]) {
            let rest = format!("{} {}", &text[..start], &text[start + taken..]);
            return (phone, rest);
        }
        at = end;
    }
    (String::new(), text.to_owned())
}

/// A mobile, landline or service number at the front of digits and dashes, and its length.
fn phone_at(run: &str) -> Option<(String, usize)> {
    let (head, extension) = match run.split_once('转') {
        Some((head, extension)) => (head, Some(extension)),
        None => (run, None),
    };
    let digits: String = head.chars().filter(char::is_ascii_digit).collect();
    let groups: Vec<&str> = head.split('-').collect();
    let mobile = digits.starts_with('1') && matches!(digits.as_bytes().get(1), Some(b'3'..=b'9'));
    let first_is_whole = groups[0].len() == 11;
    let plain = match () {
        // 138-0013-8000 is one number; 13800138000-1234 has an extension.
        () if mobile && digits.len() == 11 => digits.clone(),
        () if mobile && first_is_whole && (3..=4).contains(&groups[1..].concat().len()) => {
            format!("{}-{}", groups[0], groups[1..].concat())
        }
        () if digits.starts_with('0') && (10..=12).contains(&digits.len()) => head.to_owned(),
        () if digits.starts_with('0') && groups.len() == 3 => head.to_owned(),
        () if (digits.starts_with("400") || digits.starts_with("800")) && digits.len() == 10 => {
            head.to_owned()
        }
        () => return None,
    };
    let phone = match extension.filter(|e| (1..=5).contains(&e.len())) {
        Some(extension) => format!("{plain}转{extension}"),
        None => plain,
    };
    Some((phone, run.len()))
}

/// Where a province begins a word of the text.
fn province_in(text: &str) -> Option<usize> {
    let starts = |name: &str| {
        let mut found = text.match_indices(name).map(|(at, _)| at);
        found.find(|at| text[..*at].chars().next_back().is_none_or(|c| !is_hanzi(c)))
    };
    PROVINCES.iter().filter_map(|(name, _)| starts(name)).min()
}

fn is_hanzi(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The name before the place, or behind it; the place itself.
fn apart(text: &str, at: usize) -> (String, String) {
    let before: Vec<&str> = text[..at].split_whitespace().collect();
    let mut behind: Vec<&str> = text[at..].split_whitespace().collect();
    let mut name = before.join(" ");
    if name.is_empty()
        && behind.len() > 1
        && let Some(last) = behind.pop_if(|last| is_name(last))
    {
        last.clone_into(&mut name);
    }
    (name, behind.join(" "))
}

/// Without a province the shortest word that may be a name is one.
fn by_words(words: &[&str]) -> (String, String) {
    let name = words.iter().filter(|word| is_name(word));
    let name = name.min_by_key(|word| word.chars().count()).copied();
    let rest = words.iter().filter(|word| Some(**word) != name);
    let rest: Vec<&str> = rest.copied().collect();
    (name.unwrap_or("").to_owned(), rest.join(" "))
}

fn is_name(word: &str) -> bool {
    let long = word.chars().count();
    (2..=4).contains(&long) && word.chars().all(is_hanzi) && !word.contains(STREETS)
}

/// Province, city and district off the front of a place.
fn regions(place: &str) -> Address {
    let mut address = Address::default();
    let mut rest = place.trim_start();
    let known = PROVINCES.iter().find(|(name, _)| rest.starts_with(name));
    if let Some((name, suffixes)) = known {
        let long = suffixes
            .iter()
            .map(|suffix| format!("{name}{suffix}"))
            .find(|long| rest.starts_with(long.as_str()));
        let taken = long.map_or(name.len(), |long| long.len());
        rest[..taken].clone_into(&mut address.province);
        rest = rest[taken..].trim_start();
    }
    let repeated = address.province.as_str();
    if !repeated.is_empty() && repeated.ends_with('市') && rest.starts_with(repeated) {
        repeated.clone_into(&mut address.city);
        rest = rest[repeated.len()..].trim_start();
    } else if let Some(city) = upto(rest, &["自治州", "地区", "盟", "市"]) {
        rest[city.clone()].clone_into(&mut address.city);
        rest = rest[city.end..].trim_start();
    }
    if let Some(district) = upto(rest, &["新区", "区", "自治县", "县", "旗", "市"]) {
        rest[district.clone()].clone_into(&mut address.district);
        rest = rest[district.end..].trim_start();
    }
    rest.trim().clone_into(&mut address.detail);
    address
}

/// The front of `rest` up to the nearest of these endings, if it is short, of hanzi and no street.
fn upto(rest: &str, endings: &[&str]) -> Option<Range<usize>> {
    let ends = |ending: &&str| Some(rest.find(*ending)? + ending.len());
    let end = endings.iter().filter_map(ends).min()?;
    let front = &rest[..end];
    let long = front.chars().count();
    let plain = front.chars().all(is_hanzi) && !front.contains(['路', '街', '号', '村', '镇']);
    ((2..=9).contains(&long) && plain && !front.ends_with("小区")).then_some(0..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> [String; 6] {
        let a = Address::parse(text).unwrap();
        [a.name, a.phone, a.province, a.city, a.district, a.detail]
    }

    #[test]
    fn mobiles_are_found_and_nothing_longer() {
        let found = |text: &str| -> Vec<String> {
            let places = mobiles(text).into_iter();
            places.map(|place| text[place].to_owned()).collect()
        };
        let two = found("张三13800000008，或 15912345678-1234");
        assert_eq!(two, ["13800000008", "15912345678"]);
        for none in [
            "",
            "12800000008",
            "138000000081",
            "SF13800000008",
            "1380000000",
        ] {
            assert_eq!(found(none), Vec::<String>::new(), "{none}");
        }
    }

    /// A text and its parts: who, telephone, province, city, district, the rest.
    const PASTED: &[(&str, [&str; 6])] = &[
        (
            "张三 13800000000 浙江省杭州市余杭区文一西路969号",
            [
                "张三",
                "13800000000",
                "浙江省",
                "杭州市",
                "余杭区",
                "文一西路969号",
            ],
        ),
        (
            "收货人：李四光\n手机：１３９１１１１２２２２\n地址：广东深圳市南山区 科技园南路1号 3栋",
            [
                "李四光",
                "13911112222",
                "广东",
                "深圳市",
                "南山区",
                "科技园南路1号 3栋",
            ],
        ),
        (
            "上海市上海市浦东新区世纪大道8号，王芳，138-0013-8000",
            [
                "王芳",
                "13800138000",
                "上海市",
                "上海市",
                "浦东新区",
                "世纪大道8号",
            ],
        ),
        (
            "北京市朝阳区建国路88号 赵六 010-88886666-12",
            [
                "赵六",
                "010-88886666-12",
                "北京市",
                "",
                "朝阳区",
                "建国路88号",
            ],
        ),
        (
            "内蒙古自治区呼和浩特市赛罕区大学西街235号 陈七 13612345678转1234",
            [
                "陈七",
                "13612345678转1234",
                "内蒙古自治区",
                "呼和浩特市",
                "赛罕区",
                "大学西街235号",
            ],
        ),
        (
            "云南省大理白族自治州大理市古城人民路1号 钱八 13712345678-123",
            [
                "钱八",
                "13712345678-123",
                "云南省",
                "大理白族自治州",
                "大理市",
                "古城人民路1号",
            ],
        ),
        (
            "河南省济源市沁园路5号 孙九 400-800-1234",
            ["孙九", "400-800-1234", "河南省", "济源市", "", "沁园路5号"],
        ),
        (
            "天河路 1 号 周十 13800138000",
            ["周十", "13800138000", "", "", "", "天河路 1 号"],
        ),
    ];

    #[test]
    fn what_people_paste_is_taken_apart() {
        for (text, wanted) in PASTED {
            assert_eq!(parts(text), wanted.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in [
            "天河路 1 号",
            "红牛250ml 20箱",
            "老地方",
            "",
            "订单 20261123",
        ] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }

    #[test]
    fn on_one_line_the_place_comes_first() {
        let address =
            Address::parse("张三,13800000000,浙江省 杭州市 余杭区 文一西路969号").unwrap();
        assert_eq!(
            address.line(),
            "浙江省杭州市余杭区文一西路969号 张三 13800000000"
        );
        assert_eq!(Address::parse(&address.line()).unwrap(), address);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics_and_no_digit_is_lost(text in "[张三省市区路号0-9,:转 -]{0,40}") {
            if let Some(address) = Address::parse(&text) {
                let digits = |t: &str| t.chars().filter(char::is_ascii_digit).count();
                proptest::prop_assert_eq!(digits(&text), digits(&address.line()));
            }
        }
    }
}
