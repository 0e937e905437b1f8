pragma ComponentBehavior: Bound
import QtQuick
import "../parts"

// The keys: letters, signs or a number pad, in as many columns as 20 mm allow.
Item {
    id: keypad

    required property Tokens tokens
    required property var words
    property string sheet: "letters" // letters, signs, code, digits
    property bool numbers: false // digits above the letters
    property bool pinyin: false
    property bool canPinyin: false
    property bool capitals: false
    property string extra: ""
    readonly property bool pinyinSheet: pinyin && sheet !== "digits" && sheet !== "code"
    property bool spare: false // others need the height more
    property real room: 10000 // what the page can give in height

    readonly property real least: Math.ceil(20 * tokens.mm)
    readonly property real between: Math.ceil(3.05 * tokens.mm)
    readonly property int fitting: Math.max(3, Math.floor((width + between) / (least + between)))
    readonly property int columns: sheet === "digits" ? 3 : Math.min(10, fitting)
    readonly property real widest: (sheet === "digits" ? 64 : 34) * tokens.mm
    readonly property real cell: Math.max(least, Math.min(widest, (width + between) / columns - between))
    readonly property var rows: sheet === "digits" ? pad() : sheet === "signs" ? signs() : sheet === "code" ? code() : letters()
    readonly property real wanted: spare ? least : Math.min(cell, (sheet === "digits" ? 38 : 33) * tokens.mm)
    readonly property real keyHeight: Math.min(wanted, (room + between) / rows.length - between)
    readonly property real smallest: rows.length * (least + between) - between

    signal typed(string character)
    signal tookBack
    signal cleared

    implicitHeight: rows.length * (wanted + between) - between
    height: rows.length * (keyHeight + between) - between
    implicitWidth: columns * (cell + between) - between

    function plain(characters: string): list<var> {
        return Array.from(characters, character => {
            const large = keypad.sheet === "code" || (keypad.capitals && keypad.sheet === "letters");
            const shown = large ? character.toUpperCase() : character;
            return { name: character, text: shown, says: keypad.words[character] ?? shown, span: 1, plain: true };
        });
    }

    function special(name: string, text: string, span: real): var {
        return { name: name, text: text, says: keypad.words["say." + name] ?? text, span: span, plain: false };
    }

    function back(span: real): var {
        return special("backspace", keypad.words["backspace"], span);
    }

    function pad(): list<var> {
        const left = extra ? plain(extra)[0] : special("clear", keypad.words["clear"], 1);
        return [plain("123"), plain("456"), plain("789"), [left, plain("0")[0], back(1)]];
    }

    // Keys in the order of `characters`, broken where the width ends, then what else is needed.
    function broken(characters: string, last: list<var>): list<var> {
        const rows = [];
        for (let start = 0; start < characters.length; start += columns)
            rows.push(plain(characters.slice(start, start + columns)));
        let used = rows[rows.length - 1].length;
        for (const key of [back(2)].concat(last)) {
            if (used + key.span > columns) {
                rows.push([]);
                used = 0;
            }
            rows[rows.length - 1].push(key);
            used += key.span;
        }
        return rows;
    }

    function switches(toSheet: string): list<var> {
        const turn = special(toSheet, words[toSheet], columns < 7 ? 1 : 2);
        const space = special("space", words["space"], Math.min(4, Math.max(2, columns - 6)));
        const language = canPinyin && sheet === "letters" ? [special("language", words[pinyin ? "latin" : "pinyin"], 2)] : [];
        const shift = !pinyin && sheet === "letters" ? [special("shift", words[capitals ? "small" : "capitals"], 2)] : [];
        return shift.concat([turn, space], language);
    }

    function letters(): list<var> {
        if (columns < 10)
            return broken("abcdefghijklmnopqrstuvwxyz", switches("signs"));
        const third = plain("zxcvbnm").concat([back(2)]);
        const rows = [plain("qwertyuiop"), plain("asdfghjkl"), third, switches("signs")];
        return numbers ? [plain("1234567890")].concat(rows) : rows;
    }

    function code(): list<var> {
        if (columns < 10)
            return broken("1234567890abcdefghijklmnopqrstuvwxyz", []);
        return [plain("1234567890"), plain("qwertyuiop"), plain("asdfghjkl"), plain("zxcvbnm").concat([back(2)])];
    }

    function signs(): list<var> {
        return broken("1234567890-/.()#·@_:〔〕", switches("letters"));
    }

    function press(name: string, text: string) {
        if (name === "backspace")
            tookBack();
        else if (name === "clear")
            cleared();
        else if (name === "space")
            typed(" ");
        else if (name === "shift")
            capitals = !capitals;
        else if (name === "language")
            pinyin = !pinyin;
        else if (name === "letters" || name === "signs")
            sheet = name;
        else
            typed(text);
    }

    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        spacing: keypad.between

        Repeater {
            model: keypad.rows

            Row {
                id: row

                required property var modelData

                spacing: keypad.between
                anchors.horizontalCenter: parent.horizontalCenter

                Repeater {
                    model: row.modelData

                    Key {
                        required property var modelData

                        objectName: "key." + modelData.name
                        tokens: keypad.tokens
                        text: modelData.text
                        says: modelData.says
                        plain: modelData.plain
                        width: modelData.span * (keypad.cell + keypad.between) - keypad.between
                        height: keypad.keyHeight
                        size: Math.min(keypad.keyHeight * 0.6, width * 1.5 / text.length, keypad.tokens.textSize * (plain ? 1.2 : 1))
                        onClicked: keypad.press(modelData.name, modelData.text)
                    }
                }
            }
        }
    }
}
