//! What stands around the goods in a message: greetings and thanks. It makes no lines of the order; the order's
//! note keeps the message as it was written.

/// What people say before and after what they want: words of their own, the longest first where one
/// begins another.
const COURTESY: &[&str] = &[
    "good morning",
    "good afternoon",
    "could you send",
    "can we get",
    "could we get",
    "can i get",
    "can we have",
    "could we have",
    "may we have",
    "i'll take",
    "we'll take",
    "give us",
    "give me",
    "go ahead",
    "can you send",
    "can i have",
    "could i have",
    "i would like",
    "we would like",
    "i'd like",
    "i need",
    "we need",
    "i want",
    "we want",
    "send us",
    "send me",
    "we'd like",
    "reorder",
    "need",
    "send",
    "also",
    "thank you",
    "many thanks",
    "best regards",
    "kind regards",
    "warm regards",
    "下一单",
    "下个单",
    "麻烦安排一下",
    "麻烦安排",
    "安排一下",
    "就这些",
    "先这些",
    "就这样",
    "先这样",
    "没别的了",
    "祝发财",
    "祝生意兴隆",
    "生意兴隆",
    "不用回",
    "喂",
    "yours sincerely",
    "sent from my iphone",
    "best",
    "在的",
    "早安",
    "早",
    "麻烦您了",
    "麻烦你了",
    "麻烦了",
    "麻烦",
    "辛苦啦",
    "辛苦了",
    "谢谢您",
    "谢谢啦",
    "谢谢了",
    "谢谢",
    "多谢",
    "感谢",
    "在吗",
    "在不",
    "老板娘",
    "老板",
    "好的",
    "收到",
    "辛苦",
    "亲",
    "哈",
    "嗯",
    "美女",
    "帅哥",
    "regards",
    "thanks",
    "please",
    "hello",
    "cheers",
    "dear",
    "pls",
    "thx",
    "hey",
    "hi",
    "ok",
];
/// Pictures that say no.
const NO: &[char] = &[
    '❓', '❔', '❌', '❎', '✖', '✗', '✘', '🚫', '👎', '⛔', '🈚', '🆓', '🙅', '➖',
];
/// What a chat writes for a picture or a voice.
const PICTURES: &[&str] = &[
    "[图片]",
    "[表情]",
    "[语音]",
    "[视频]",
    "[文件]",
    "[链接]",
    "[位置]",
    "[动画表情]",
    "[OK]",
    "[强]",
    "[抱拳]",
    "[微笑]",
    "[玫瑰]",
    "[握手]",
];
/// What stands before goods, with or without a blank, and is the beginning of no goods.
const BEFORE: &[&str] = &[
    "早上好",
    "上午好",
    "中午好",
    "下午好",
    "晚上好",
    "喂你好",
    "喂您好",
    "你好",
    "您好",
    "老师好",
    "老板好",
    "order:",
    "订单:",
    "this time:",
    "这次",
    "本次",
    "另外",
    "还有",
    "顺便",
    "加上",
    "再加",
    "再发",
    "再拿",
    "先来",
    "先要",
    "麻烦帮我发一下",
    "麻烦帮我发",
    "麻烦帮我",
    "麻烦发一下",
    "麻烦再加",
    "麻烦再来",
    "麻烦加",
    "麻烦来",
    "帮我发一下",
    "给我送",
    "帮我送",
    "给我发",
    "帮忙发",
    "帮我发",
    "发一下",
    "我们需要",
    "我想要",
    "我们要",
    "麻烦发",
    "帮我",
    "给我",
    "请发",
    "再来",
    "再要",
    "还要",
    "我要",
    "需要",
    "下单",
    "订货",
    "要货",
];
/// What is wished somebody by the hour.
const GREETINGS: &[&str] = &[
    "早上好",
    "上午好",
    "中午好",
    "下午好",
    "晚上好",
    "早安",
    "早",
];
/// What is said to somebody by name.
const TO_NAME: &[&str] = &["thank you", "thanks", "hello", "dear", "hey", "hi"];
/// What somebody is, below the name.
const OFFICES: &[&str] = &[
    "manager",
    "director",
    "buyer",
    "purchasing",
    "assistant",
    "ltd",
    "limited",
    "company",
    "inc",
];
/// Words that no name has: a line with one says something of the order.
const OF_ORDERS: &str = "pickup pick collect collection split send sent half part partial delivery deliver rush urgent \
same new old prepaid cash price prices terms address store branch shop warehouse only order orders ship shipment shipping \
quote hold cancel no not yes please free sample samples return returns refund invoice discount credit stock monday \
tuesday wednesday thursday friday saturday sunday today tomorrow morning afternoon week month january february march \
april june july august september october november december water tea all none ok wait later asap call";
/// What somebody is called behind the surname.
const TITLES: &[&str] = &[
    "先生", "小姐", "女士", "老师", "经理", "师傅", "主任", "会计", "老板", "总", "姐", "哥",
];
/// The hundred surnames that four of five people have.
pub const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘\
于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛\
郝龚邵万钱严覃武戴莫孔向汤";
/// What is hung on what was said.
const PARTICLES: &[&str] = &[
    "谢谢",
    "老板",
    "老板娘",
    "哦",
    "吧",
    "啊",
    "呀",
    "呢",
    "哈",
    "喔",
    "啦",
    "thanks",
    "please",
];
/// Signs at the end of what is said.
const SIGNS: &[char] = &['!', '.', ',', '~', '?', '…', '～', ' '];

/// Whether a line only speaks to somebody: `Hi Wang,`, `Dear Mr Fang`.
pub fn is_greeting(line: &str) -> bool {
    let mut words = line.trim_matches(SIGNS).split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    let names: Vec<&str> = words.collect();
    let name = |word: &&str| word.starts_with(|c: char| c.is_ascii_uppercase()) && is_name(word);
    ["hi", "hello", "dear", "hey"].contains(&first.as_str())
        && (1..=2).contains(&names.len())
        && names.iter().all(name)
}

/// Whether a line closes a letter: `Best regards,`, `谢谢!`.
pub fn closes(line: &str) -> bool {
    let said = line.trim_matches(SIGNS).to_lowercase();
    let closing = [
        "regards",
        "thanks",
        "thank you",
        "cheers",
        "谢谢",
        "此致",
        "敬礼",
    ];
    closing.iter().any(|word| said.ends_with(word)) && uncourteous(line).is_empty()
}

/// Whether a line is a name by its looks, as below a letter: a few words in letters, or a surname and what
/// somebody is called.
pub fn is_name(line: &str) -> bool {
    let line = line.trim_matches(SIGNS);
    let letters = |c: char| c.is_ascii_alphabetic() || ". ".contains(c);
    let latin = line.chars().all(letters) && line.split_whitespace().count() <= 3;
    let hanzi = line.chars().count() <= 4 && line.starts_with(|c| SURNAMES.contains(c));
    !line.is_empty() && (latin || hanzi)
}

/// Whether a line below the end of a letter is who signed it, or what somebody is: no word of an order is in it.
/// One name is enough.
pub fn is_signature(line: &str, named: bool) -> bool {
    let lower = line.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphabetic());
    let title = words.clone().any(|word| OFFICES.contains(&word));
    let order = words.any(|word| OF_ORDERS.split(' ').any(|known| known == word));
    (!named && is_name(line) || title && !line.contains(|c: char| c.is_ascii_digit())) && !order
}

/// A line without whom it is for: `@小王 D0001 5箱`.
pub fn unaddressed(line: &str) -> &str {
    let called = line.strip_prefix('@').and_then(|rest| rest.split_once(' '));
    let name = |name: &str| !name.is_empty() && !name.contains(|c: char| c.is_ascii_digit());
    called
        .filter(|(who, _)| name(who))
        .map_or(line, |(_, rest)| rest.trim_start())
}

/// How many pictures and voices a chat has left out of a line; its little faces say nothing.
pub fn pictures(line: &str) -> usize {
    let said = ["[图片]", "[语音]", "[视频]", "[文件]", "[链接]", "[位置]"];
    said.iter().map(|word| line.matches(word).count()).sum()
}

/// A line without `[图片]` and the little pictures people put between words.
pub fn without_pictures(line: &str) -> String {
    let mut text = line.to_owned();
    for word in PICTURES {
        text = text.replace(word, " ");
    }
    let picture = |c: char| {
        !NO.contains(&c)
            && matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{FE0F}' | '\u{200D}')
    };
    text.replace(picture, " ").trim().to_owned()
}

/// A part without the courtesy before and behind the goods.
pub fn uncourteous(part: &str) -> &str {
    let mut rest = part.trim_matches(SIGNS);
    loop {
        let before = rest;
        rest = after_called(rest).unwrap_or(rest);
        for said in COURTESY {
            let shorter = without(rest, said, true).or_else(|| without(rest, said, false));
            rest = shorter.unwrap_or(rest);
        }
        for said in BEFORE {
            rest = after(rest, said).unwrap_or(rest).trim_start_matches(SIGNS);
        }
        rest = after_name(rest).unwrap_or(rest);
        rest = before_particle(rest);
        if rest == before {
            // 麻烦安排一下: what follows is what is wanted.
            let opens = rest
                .strip_suffix(':')
                .filter(|said| uncourteous(said).is_empty());
            return if opens.is_some() { "" } else { rest };
        }
    }
}

/// What follows a word, however large its letters; a colon behind it goes too.
pub(super) fn after<'a>(text: &'a str, said: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(said.len())?;
    let same = head.eq_ignore_ascii_case(said);
    same.then(|| rest.trim_start_matches(':'))
}

/// A part without what is hung on its quantity: `5箱哦`, `6箱谢谢`; whole words of it are courtesy too.
fn before_particle(text: &str) -> &str {
    let shorter = PARTICLES.iter().find_map(|word| text.strip_suffix(word));
    let Some(rest) = shorter.map(|rest| rest.trim_end_matches(SIGNS)) else {
        return text;
    };
    let counted = |word: &str| super::words::count(word).is_some();
    let word = rest.rsplit(' ').next().unwrap_or(rest);
    let behind = counted(word) || super::written::Written::behind_goods(word).is_some();
    let polite = COURTESY.contains(&rest) || rest.is_empty();
    if behind || polite { rest } else { text }
}

/// What follows somebody who is spoken to: `王小姐,`, `李总您好`.
fn after_name(text: &str) -> Option<&str> {
    let signs = |c: char| c == ':' || SIGNS.contains(&c);
    let end = text.find(signs).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let name = GREETINGS
        .iter()
        .find_map(|said| name.strip_suffix(said))
        .unwrap_or(name);
    let name = name.trim_end_matches(['你', '您', '好']);
    let surname = name.chars().next()?;
    let called = &name[surname.len_utf8()..];
    let spoken = SURNAMES.contains(surname) && TITLES.contains(&called);
    // `李姐 D0001 2箱` tells whose it is.
    let greeted = name.len() < end || !rest.starts_with(' ');
    (spoken && greeted).then(|| rest.trim_start_matches(signs))
}

/// What follows somebody who is thanked or greeted by name: `Thanks Tom, also …`.
fn after_called(text: &str) -> Option<&str> {
    let mut begun = TO_NAME.iter().filter_map(|said| after(text, said));
    let (name, rest) = begun.find_map(|rest| rest.strip_prefix(' ')?.split_once(','))?;
    let named = name.starts_with(|c: char| c.is_ascii_uppercase());
    let letters = name.chars().all(|c| c.is_ascii_alphabetic());
    (named && letters).then(|| rest.trim_start_matches(SIGNS))
}

/// The text without a word at its start or end, if nothing but a sign or a blank is beside it.
fn without<'a>(text: &'a str, said: &str, at_start: bool) -> Option<&'a str> {
    let cut = if at_start {
        said.len()
    } else {
        text.len().checked_sub(said.len())?
    };
    let (head, tail) = text.split_at_checked(cut)?;
    let (word, rest) = if at_start { (head, tail) } else { (tail, head) };
    let beside = if at_start {
        rest.chars().next()
    } else {
        rest.chars().next_back()
    };
    // 麻烦D0013: a code is no part of the word before it.
    let opens = at_start && !word.is_ascii() && word != "收到";
    let code = opens && beside.is_some_and(|c| c.is_ascii_alphanumeric());
    let apart = code || beside.is_none_or(|c| SIGNS.contains(&c));
    (apart && word.eq_ignore_ascii_case(said)).then(|| rest.trim_matches(SIGNS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_go_but_for_those_that_say_no() {
        assert_eq!(without_pictures("👍D0001 5箱🙏[图片]"), "D0001 5箱");
        assert_eq!(without_pictures("❌D0001 5箱"), "❌D0001 5箱");
    }

    #[test]
    fn courtesy_goes_and_goods_stay() {
        for said in [
            "谢谢",
            "谢谢!",
            "老板,你好",
            "ok thanks",
            "Hi",
            "好的 收到",
            "辛苦了~",
            "谢谢老板",
            "王小姐",
            "李总您好",
            "陈老师好,麻烦了",
            "Order:",
        ] {
            assert_eq!(uncourteous(said), "", "{said}");
        }
        for (said, left) in [
            ("你好 红牛20箱", "红牛20箱"),
            ("老板,麻烦发红牛20箱,谢谢", "红牛20箱"),
            ("帮我下单1001 20", "1001 20"),
            ("Hi, 20 boxes of H0034 please", "20 boxes of H0034"),
            ("Please send 20 x H0088", "20 x H0088"),
            ("另外再要8801 黑 S2", "8801 黑 S2"),
            ("王姐,红牛20箱", "红牛20箱"),
            ("李姐 D0001 2箱", "李姐 D0001 2箱"),
            ("王姐早上好,麻烦安排一下:", ""),
            ("Thanks Tom, also 10 cases D0001", "10 cases D0001"),
            ("OK go ahead, 10 cases of D0001", "10 cases of D0001"),
            ("早餐饼干 5包", "早餐饼干 5包"),
            ("麻烦D0013 5箱", "D0013 5箱"),
            ("D0013 5箱哦", "D0013 5箱"),
            ("红牛6箱谢谢", "红牛6箱"),
            ("可口可乐", "可口可乐"),
            ("收到3箱红牛", "收到3箱红牛"),
            ("豆豆吧", "豆豆吧"),
            ("sender belt 5", "sender belt 5"),
            ("金哥俩瓜子 5包", "金哥俩瓜子 5包"),
            ("再生纸 5包", "再生纸 5包"),
            // Goods that only begin or end like it.
            ("亲亲饼干 5包", "亲亲饼干 5包"),
            ("老板椅 2把", "老板椅 2把"),
            ("哈尔滨啤酒 5箱", "哈尔滨啤酒 5箱"),
            ("okamoto 5", "okamoto 5"),
            ("新年谢谢", "新年谢谢"),
        ] {
            assert_eq!(uncourteous(said), left);
        }
    }
}
