//! Fixtures made in code, with the headings of `practice.md §1` to the letter.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::domain::Refusal;
use crate::paper::RowProblem;
use crate::paper::input::Input;
use crate::paper::platform::{self, PlatformOrder, TableRead};
use crate::paper::profile::Profiles;

pub const OLD_LIST: &str = "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包";
pub const OLD_LATER: &str =
    "直播返现状态,返现金额,延迟发货自动赔付金额,预售订单,发货时间,商家备忘,主订单编号";
pub const OLD_DETAIL: &str =
    "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码";
pub const NEW_MAIN: &str = "订单编号,买家应付邮费,买家实付金额,确认收货打款金额,退款金额,订单状态,订单创建时间,订单付款时间,发货时间,确认收货时间,应发货时间,买家留言,商家备注,备注标签,订单关闭原因,收货地址";
pub const NEW_SUB: &str = "子订单编号,主订单编号,商品ID,商品标题,商品属性,商品价格,购买数量,买家实付金额,订单状态,退款状态,退款金额,发货时间";
pub const JD: &str = "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单帐号,客户姓名,客户地址,联系电话,订单备注,发票类型,发票抬头,发票内容,商家备注,商家备注等级（等级1-5为由高到低）,运费金额,付款确认时间,增值税发票,货号,订单完成时间,订单来源,订单渠道";

/// A page with one table.
pub fn page(header: &str, rows: &[Vec<String>]) -> String {
    let cells = |tag: &str, row: &[String]| -> String {
        let cells = row.iter().map(|cell| format!("<{tag}>{cell}</{tag}>"));
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let head: Vec<String> = header.split(',').map(str::to_owned).collect();
    let rows: String = rows.iter().map(|row| cells("td", row)).collect();
    format!("<html><table>{}{rows}</table></html>", cells("th", &head))
}

/// Bytes of a text in GBK.
pub fn gbk(text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding_rs::GBK.encode(text);
    assert!(!lost, "the fixture fits GBK");
    bytes.into_owned()
}

/// A row of a table by heading; what is not named stays empty.
pub fn row(header: &str, values: &[(&str, &str)]) -> Vec<String> {
    for (name, _) in values {
        assert!(header.split(',').any(|h| h == *name), "{name} is a heading");
    }
    let cell = |name: &str| {
        values
            .iter()
            .find(|(n, _)| *n == name)
            .map_or("", |(_, v)| v)
    };
    header
        .split(',')
        .map(|name| cell(name).to_owned())
        .collect()
}

/// A delimited text; cells with a comma or a quote inside a text are quoted.
pub fn csv(header: &str, rows: &[Vec<String>]) -> String {
    let quote = |cell: &String| {
        if cell.contains(',') || cell.contains('\n') {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    let mut text = format!("{header}\r\n");
    for row in rows {
        text.push_str(&row.iter().map(quote).collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell of a workbook fixture.
pub enum X {
    T(String),
    N(f64),
    D(ExcelDateTime),
}

pub fn t(text: &str) -> X {
    X::T(text.to_owned())
}

/// A workbook of one sheet.
pub fn xlsx(rows: &[Vec<X>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    for (r, row) in (0..).zip(rows) {
        for (c, cell) in (0..).zip(row) {
            match cell {
                X::T(text) if text.is_empty() => {}
                X::T(text) => drop(sheet.write_string(r, c, text).unwrap()),
                X::N(number) => drop(sheet.write_number(r, c, *number).unwrap()),
                X::D(time) => drop(sheet.write_datetime_with_format(r, c, time, &date).unwrap()),
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// A workbook of texts.
pub fn xlsx_texts(header: &str, rows: &[Vec<String>]) -> Vec<u8> {
    let mut all = vec![header.split(',').map(t).collect::<Vec<_>>()];
    all.extend(
        rows.iter()
            .map(|row| row.iter().map(|cell| t(cell)).collect()),
    );
    xlsx(&all)
}

/// Reads files as one platform and checks that every row is accounted for.
pub fn read(files: &[(&str, Vec<u8>)]) -> Read {
    let files: Vec<_> = files
        .iter()
        .map(|(n, b)| ((*n).to_owned(), b.clone()))
        .collect();
    let read = read_platform(&files, None).unwrap();
    accounted(&read);
    read
}

/// What the files of one platform say, all of it at once.
#[derive(Debug, PartialEq)]
pub struct Read {
    pub profile: String,
    pub channel: &'static str,
    pub platform: String,
    pub tables: Vec<TableRead>,
    pub orders: Vec<PlatformOrder>,
    pub problems: Vec<RowProblem>,
    pub rows: u64,
}

/// Reads the files by the profiles that are built in.
pub fn read_platform(files: &[(String, Vec<u8>)], profile: Option<&str>) -> Result<Read, Refusal> {
    read_platform_with(&Profiles::built_in().unwrap(), files, profile)
}

/// Reads the files by these profiles.
pub fn read_platform_with(
    profiles: &Profiles,
    files: &[(String, Vec<u8>)],
    profile: Option<&str>,
) -> Result<Read, Refusal> {
    let inputs: Vec<_> = files.iter().map(|(n, b)| Input::new(n, b)).collect();
    let mut read = platform::read_platform(profiles, &inputs, profile)?;
    Ok(Read {
        profile: read.profile().to_owned(),
        channel: read.channel(),
        platform: read.platform().to_owned(),
        tables: read.tables().to_vec(),
        problems: read.take_problems(),
        orders: read.orders().collect::<Result<_, _>>()?,
        rows: read.rows(),
    })
}

/// Rows in = rows behind orders and rows that are problems.
pub fn accounted(read: &Read) {
    let taken: u64 = read.orders.iter().map(|order| order.rows).sum();
    assert_eq!(read.rows, taken + read.problems.len() as u64);
}

/// An order list row of the old layout with everything on it.
pub fn old_order(id: &str, more: &[(&str, &str)]) -> Vec<String> {
    let id = format!("=\"{id}\"");
    let mut values = vec![
        ("订单编号", id.as_str()),
        ("买家会员名", "tb小红"),
        ("买家应付货款", "190.00"),
        ("买家应付邮费", "7.50"),
        ("总金额", "197.50"),
        ("买家实际支付金额", "197.50"),
        ("订单状态", "买家已付款，等待卖家发货"),
        ("收货人姓名", "张三"),
        ("收货地址 ", "浙江省 杭州市 余杭区 仓前街道1号"),
        ("联系手机", "'13800000000"),
        ("订单创建时间", "2020-03-01 10:11:12"),
        ("订单付款时间 ", "2020/3/1 10:12"),
        ("宝贝标题 ", "短袖，长裤"),
        ("宝贝种类 ", "2"),
        ("宝贝总数量", "3"),
        ("打款商家金额", "197.50元"),
        ("退款金额", "0.00"),
    ];
    for more in more {
        values.retain(|(name, _)| *name != more.0);
        values.push(*more);
    }
    row(OLD_LIST, &values)
}

pub fn old_line(id: &str, title: &str, price: &str, qty: &str) -> Vec<String> {
    let id = format!("=\"{id}\"");
    row(
        OLD_DETAIL,
        &[
            ("订单编号", &id),
            ("标题", title),
            ("价格", price),
            ("购买数量", qty),
            ("外部系统编号", "OUT-1"),
            ("商品属性", "颜色分类：黑色;尺码：M"),
            ("订单状态", "买家已付款，等待卖家发货"),
            ("商家编码", "A-001"),
        ],
    )
}

pub fn jd_row(id: &str, sku: &str, qty: &str, status: &str) -> Vec<String> {
    row(
        JD,
        &[
            ("订单号", id),
            ("商品ID", sku),
            ("商品名称", "红牛250ml"),
            ("订购数量", qty),
            ("支付方式", "在线支付"),
            ("下单时间", "2021-05-06 07:08:09"),
            ("京东价", "￥1,299.00"),
            ("订单金额", "2698.00"),
            ("结算金额", "2600.00"),
            ("余额支付", "0"),
            ("应付金额", "2,650.00"),
            ("订单状态", status),
            ("下单帐号", "jd_abc"),
            ("客户姓名", "李四"),
            ("客户地址", "北京市朝阳区"),
            ("联系电话", "139****1234"),
            ("订单备注", "尽快"),
            ("商家备注", "29号发!!!"),
            ("运费金额", "6.00"),
            ("付款确认时间", "2021-05-06 07:10:00"),
            ("货号", "HN-250"),
        ],
    )
}
