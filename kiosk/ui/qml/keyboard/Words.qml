import QtQuick

// What stands on the keys and is said of them, in the languages of the screens.
QtObject {
    property string language: "zh-CN"
    readonly property var words: language === "en" ? english : chinese

    readonly property var chinese: ({
        "accept": "继续", "cancel": "取消", "backspace": "删除", "clear": "清空", "space": "空格",
        "signs": "123", "letters": "abc", "latin": "英文", "pinyin": "拼音", "capitals": "大写", "small": "小写",
        "more": "更多", "nothing": "没有找到，请换个字试试", "begin": "请在下面输入名称，可以只输拼音",
        "say.backspace": "删除一个字", "say.clear": "全部清空", "say.signs": "数字和符号", "say.letters": "回到字母",
        "say.language": "换中文或英文", "say.shift": "换大写或小写", "say.more": "看后面的",
        "-": "横线", "/": "斜线", ".": "点", "(": "左括号", ")": "右括号", "#": "井号", "·": "间隔号",
        "@": "at 符号", "_": "下划线", ":": "冒号", "〔": "左六角括号", "〕": "右六角括号"
    })
    readonly property var english: ({
        "accept": "Continue", "cancel": "Cancel", "backspace": "Delete", "clear": "Clear", "space": "Space",
        "signs": "123", "letters": "abc", "latin": "English", "pinyin": "拼音", "capitals": "Caps", "small": "Small",
        "more": "More", "nothing": "Nothing found. Please try another word.", "begin": "Type the name below; Pinyin will do",
        "say.backspace": "Delete one character", "say.clear": "Delete everything", "say.signs": "Digits and signs",
        "say.letters": "Back to letters", "say.language": "Chinese or English", "say.shift": "Capital or small letters",
        "say.more": "Show the next ones",
        "-": "hyphen", "/": "slash", ".": "point", "(": "left bracket", ")": "right bracket", "#": "hash",
        "·": "middle dot", "@": "at sign", "_": "underscore", ":": "colon", "〔": "left shell bracket", "〕": "right shell bracket"
    })
}
