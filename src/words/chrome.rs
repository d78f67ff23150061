//! The words of the shell, the keys and the widgets; the words of screens stand in files of their own.

use super::messages;

messages! {
    /// All rows of this table.
    CHROME;

    // The shell.
    app_name => "订单台" | "Orderdesk";
    too_small(w: u16, h: u16) => "窗口太小: {w}x{h},至少 80x24" | "Too small: {w}x{h}, 80x24 needed";
    unsaved => "未保存" | "unsaved";
    working(n: usize) => "办理中 {n}" | "{n} under way";
    mode_solo => "单人" | "solo";
    mode_practice => "练习" | "practice";
    waiting(n: u64) => "待办 {n}" | "{n} to do";
    draft_back(name: &str) => "断线前的草稿已找回: {name}" | "The draft from the lost line is back: {name}";
    mode_shared => "共用" | "shared";
    mode_guarded => "受护" | "guarded";
    paste_cut(left: usize) => "粘贴内容过长,略去 {left} 字" | "Paste too long, {left} characters left out";
    hung_up => "连接已断" | "Connection lost";
    key_does_nothing(key: &str) => "{key} 在此无用" | "{key} does nothing here";
    close_first(close: &str, key: &str) => "先按 {close} 关闭,再按 {key}" | "{close} closes this first, then {key}";
    action_not_here(action: &str) => "{action}: 此处不可用" | "{action}: not available here";
    theme_now(name: &str) => "配色 {name};配置文件写 theme = \"{name}\" 则一直如此" | "Colours {name}; theme = \"{name}\" in the configuration file keeps them";
    language_now => "已切换为中文" | "Now in English";
    screen_not_there(name: &str) => "{name}: 尚未提供" | "{name}: not available yet";
    leave_question => "退出订单台?" | "Leave Orderdesk?";
    leave_yes => "退出" | "Leave";
    leave_no => "留下" | "Stay";
    yes => "是" | "Yes";
    no => "否" | "No";
    draft_left(name: &str) => "上次没写完的还在: {name}" | "Left unfinished last time: {name}";
    draft_kept => "草稿已保留" | "Draft kept";

    // Fields.
    field_needed(field: &str) => "{field}: 必填" | "{field}: needs a value";
    bad_number => "不是数字,请改正(Ctrl+U 清空)" | "Not a number: mend it, or Ctrl+U empties it";
    number_too_large => "数字太大" | "The number is too large";
    too_many_decimals(n: u32) => "最多 {n} 位小数" | "At most {n} decimals";
    divided_by_zero => "不能除以零" | "Divided by zero";
    bad_date => "不是日期;可用 5, 1205, +3, 明天" | "Not a date; try 5, 1205, +3, tomorrow";
    date_out_of_range => "日期须在 1990 至 2199 年" | "Dates run from 1990 to 2199";
    text_too_long(n: usize) => "最多 {n} 字" | "At most {n} characters";
    one_line_left => "至少留一行" | "One line has to stay";
    nothing_above => "上面没有可复制的内容" | "Nothing above to copy";

    // Lists and look-ups.
    searching => "查询中..." | "Searching...";
    no_hits => "没有找到" | "Nothing found";
    closed_when_idle => "久未操作,已关闭(参数 idle.minutes);没录完的都已保存" | "closed, since nobody typed for long (setting idle.minutes); what was half typed is kept";
    no_columns_here => "这里没有可排列的列表" | "No list here to arrange";
    columns_title => "列、排序与筛选" | "Columns, sort and filter";
    columns_keys => "空格 显示或隐藏  Enter 排序  左右键 移动" | "Space shows/hides  Enter sorts  Left/Right move";
    columns_keys_more(usual: &str) => "{usual} 恢复原样  Esc 返回，已保存" | "{usual} as built in  Esc back, all is kept";
    columns_filter(text: &str) => "打开时筛选：{text}" | "Filter when opened: {text}";
    columns_no_filter => "打开时不筛选（先在列表里输入筛选）" | "No filter when opened (type one first)";
    columns_up => "升序" | "up";
    columns_down => "降序" | "down";
    no_rows => "没有记录" | "No rows";
    filter_label => "筛选" | "Filter";
    rows_shown(from: usize, to: usize, all: &str) => "{from}-{to} / {all}" | "{from}-{to} of {all}";
    rows_sorted_here => "只排已读到的行" | "sorted among these";
    rows_marked(n: usize) => "已选 {n} 行" | "{n} marked";
    lookup_keys_typing => "接着打字查找  向下键选择  Enter 确认  Esc 返回" | "type on to search  Down chooses  Enter takes  Esc back";
    lookup_keys => "1-9 选择  Enter 确认  Esc 返回" | "1-9 choose  Enter take  Esc back";
    dialog_keys => "按数字选择  Enter 确认  Esc 取消" | "digit chooses  Enter takes  Esc cancels";

    // Menu, help, palette.
    menu_hint => "按数字或方向键选择,Enter 打开" | "Choose by digit or arrow, Enter opens";
    help_forms => "录单写法" | "How lines are typed";
    help_clash => "两人改了同一张单" | "Two changed the order";
    help_measures => "看指标" | "Reading the measures";
    help_sizes => "尺码表写法" | "In the size table";
    help_keys_here => "本屏按键" | "Keys here";
    help_messages => "最近的消息" | "Last messages";
    help_no_messages => "还没有消息" | "No messages yet";
    palette_prompt => "动作名称、拼音首字母或编号" | "Name of an action, or its number";
    palette_elsewhere => "(此处不可用)" | "(not here)";
    palette_not_here(name: &str) => "「{name}」此处用不了,到有它的画面、栏或行再用" | "{name} does not work here; go to a screen, field or row that has it";
    palette_nothing => "没有这个动作" | "No such action";
    more_below(n: usize) => "下面还有 {n} 行" | "{n} more below";

    // The form of any command.
    form_row(pattern: &str) => "写法 {pattern}" | "typed as {pattern}";
    form_rows(pattern: &str) => "每行 {pattern},多行用逗号分开" | "each row {pattern}, rows parted by commas";
    form_unread(field: &str, part: &str) => "{field}: 看不懂 {part}" | "{field}: cannot read {part}";
    form_sent => "办理中..." | "Under way...";
    form_done(name: &str, facts: &str) => "已{name} {facts}" | "Done: {name} {facts}";

    // The keymap file.
    keys_built_in => "内置键表" | "built-in keys";
    keymap_more(told: &str, n: usize) => "{told} (共 {n} 处: F1)" | "{told} (one of {n}: F1)";
    keymap_line(source: &str, line: usize, fault: &str) => "{source} 第 {line} 行: {fault}" | "{source}, line {line}: {fault}";
    keymap_syntax(why: &str) => "格式错误 ({why})" | "not TOML ({why})";
    keymap_section(name: &str, meant: &str) => "没有名为 {name} 的屏幕;{meant}" | "no screen is called {name}; {meant}";
    keymap_action(name: &str, meant: &str) => "没有名为 {name} 的动作;{meant}" | "no action is called {name}; {meant}";
    keymap_no_section(name: &str) => "{name} 上面要有屏幕: [global] 或 [menu]" | "{name} wants a screen above it: [global] or [menu]";
    keymap_meant(name: &str) => "是否 {name}" | "{name}?";
    keymap_names => "名称见 orderdesk admin keys | less" | "for the names: orderdesk admin keys | less";
    keymap_key(name: &str) => "不认识按键 {name};写法如 F6, Ctrl+S, Alt+2" | "no key is called {name}; keys are F6, Ctrl+S, Alt+2 and so on";
    keymap_reserved(name: &str) => "按键 {name} 不可占用;可用 F1-F12, Ctrl+, Alt+ 加字母" | "{name} must not be bound; F1 to F12, Ctrl+ or Alt+ with a letter may";
    keymap_double(key: &str, one: &str, two: &str) => "{key} 同时用于 {one} 和 {two}" | "{key} stands for both {one} and {two}";
    keymap_not_keys(name: &str) => "{name} 应为按键列表,如 [\"F6\", \"Ctrl+S\"]" | "{name} wants a list of keys, such as [\"F6\", \"Ctrl+S\"]";
    keymap_unbound(name: &str) => "{name} 必须有按键;没被占用的内置按键仍有效" | "{name} must have a key; ours that are free stay";

    // `admin keys`.
    keys_file_what => "哪个键做什么:每个画面一段,[global] 管所有画面;排在前面的键显示在提示行" | "Which key asks for what: a part for every screen, [global] for all; the first key is shown in the hint bar";
    keys_file_never => "不可占用:单独的字母(输入法要用), Ctrl+A B H I J M V W [ ] \\ _, Shift+F 键" | "Never bound: letters alone (input methods take them), Ctrl+A B H I J M V W [ ] \\ _, Shift+F-keys";
    keys_file_empty => "空列表 [] 表示此画面不用它,它的键可另作他用" | "An empty list [] gives an action up on a screen; its keys may be used otherwise";
    keys_file_own => "自己的文件只写要改的行,存为 ~/.config/orderdesk/keys.toml,旁边 config.toml 里写 keymap = \"keys.toml\"" | "Your own file holds only the rows that differ: keep it as ~/.config/orderdesk/keys.toml, and write keymap = \"keys.toml\" in config.toml beside it";
    keys_how => "按任意键看它怎样到达;Ctrl+Q 或连按三次 Esc 离开" | "Press any key to see how it arrives; Ctrl+Q or Esc three times leaves";
    keys_own => "自己的键表: orderdesk admin keys > ~/.config/orderdesk/keys.toml" | "Keys of your own: orderdesk admin keys > ~/.config/orderdesk/keys.toml";
    keys_own_named => "旁边的 config.toml 里写 keymap = \"keys.toml\";键写作 Alt+T 或 Alt-t" | "and in config.toml beside it keymap = \"keys.toml\"; keys are Alt+T or Alt-t";
    keys_ruler => "竖线应在同一列;若第三行偏右,配置文件写 ambiguous = \"wide\"" | "The marks should stand in one column; if the third is further right, set ambiguous = \"wide\" in the configuration";
    keys_paste(n: usize) => "粘贴 {n} 字" | "paste of {n} characters";
    keys_char(c: &str, cells: usize) => "文字 {c} ({cells} 格)" | "text {c} ({cells} cells)";

    // The terminal.
    not_a_terminal => "需要终端: 标准输入和输出都必须是终端" | "A terminal is needed: standard input and output both have to be one";
    dumb_terminal(term: &str) => "终端类型 '{term}' 不能显示界面;批处理命令仍可用" | "Terminal type '{term}' cannot show screens; the batch commands still work";
    terminal_failed(why: &str) => "终端无法使用: {why}" | "The terminal cannot be used: {why}";
}
