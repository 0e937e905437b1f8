pragma ComponentBehavior: Bound
import QtQuick
import "../parts"

// Typing, with the whole window to itself: the question, the field, what was found, the keys, 继续 and 取消.
Rectangle {
    id: page

    required property Tokens tokens
    property string title: ""
    property alias text: field.text
    property string mode: "pinyin" // pinyin, latin, code (capitals and digits), digits
    property bool numbers: false // a row of digits above the letters, where there is room for one
    property string placeholder: ""
    property var results: null // a search when it is a list of {value, title}, and hint where there is one
    property string beginning: says.words["begin"] // what a search says before anything is typed
    property string nothing: says.words["nothing"] // and where nothing was found
    property string errorText: ""
    property string extraKey: "" // one more character on the number pad: X of an ID number
    property int maximumLength: 200
    property string language: "zh-CN"
    property var groups: [] // of a long number: it is shown once more as eyes compare it, with its length

    readonly property bool question: true
    readonly property bool searches: results !== null && results !== undefined
    readonly property bool roomy: height > width && height > 500 * tokens.mm
    readonly property bool tight: !roomy && (width > height || keypad.sheet !== "digits") // 取消 and 继续 stand beside the field
    readonly property real between: Math.ceil((roomy ? 7 : 3.4) * tokens.mm)
    readonly property real inset: roomy ? tokens.margin : Math.min(tokens.margin, width / 48, height / 64)
    readonly property Composition composition: composing.item as Composition
    readonly property string letters: composition ? composition.letters.replace(/[ ']/g, "") : ""
    readonly property string typed: text + letters

    // Heights, so that the keys get what is left and the heading only what is over.
    readonly property real reach: tokens.low ? height - tokens.lowTop : roomy ? height * 0.59 : height // what a seated person reaches
    readonly property bool shared: tight && searches && keypad.pinyinSheet // one place for results and candidates
    readonly property bool guesses: keypad.pinyinSheet && !(shared && results.length > 0)
    readonly property real fixed: field.height + (mistake.visible ? mistake.height + between : 0)
        + (echo.visible ? echo.height + between : 0)
        + (searches ? found.least + between : 0) + (keypad.pinyinSheet && !shared ? candidates.height + between : 0)
        + (tight ? 0 : actions.height + between) + (tight ? 2 : 3) * inset + between
    readonly property real over: height - fixed - keypad.smallest
    readonly property bool headed: over >= heading.implicitHeight + 2 * between
    readonly property real headHeight: headed ? heading.implicitHeight + 2 * between : 0
    readonly property real free: headed && roomy ? heading.y - between : 0 // above the heading: to be read, out of reach
    property string told: ""

    signal accepted(string text)
    signal edited(string text)
    signal chosen(string value)
    signal cancelled

    color: tokens.ground
    focus: true
    onModeChanged: begin()
    onTypedChanged: Qt.callLater(tell)
    onVisibleChanged: takeFocus()
    Keys.onReturnPressed: accept()
    Keys.onEnterPressed: accept()
    Keys.onEscapePressed: cancelled()
    Component.onCompleted: {
        begin();
        takeFocus();
    }

    function begin() {
        keypad.sheet = ["digits", "code"].includes(mode) ? mode : "letters";
        keypad.pinyin = mode === "pinyin" && language !== "en"; // one key leads to the other
        keypad.capitals = false;
    }

    // Choosing a character changes text and letters one after the other: only the end of it is told.
    function tell() {
        if (typed === told || !visible)
            return; // of a page that is left nothing is told any more
        told = typed;
        edited(typed);
    }

    function apart(text: string): string {
        const parts = [];
        let from = 0;
        for (const length of groups.concat([text.length])) {
            if (from < text.length)
                parts.push(text.slice(from, from + length));
            from += length;
        }
        return parts.join("  ");
    }

    function takeFocus() {
        if (!visible)
            return;
        field.input.forceActiveFocus();
        // Where no window manager runs, nobody else gives the window the keys.
        if (Window.window && !Window.window.active)
            Window.window.requestActivate();
    }

    function take(character: string) {
        if (composition && /^[a-z]$/.test(character))
            composition.feed(character);
        else if (composition && character === " " && composition.count > 0)
            composition.choose(0);
        else if (field.text.length < maximumLength)
            field.input.insert(field.input.cursorPosition, character);
    }

    function takeBack() {
        const at = field.input.cursorPosition;
        if (letters !== "")
            composition.takeBack();
        else if (at > 0)
            field.input.remove(at - widthBefore(at), at);
    }

    // A character beyond the basic plane is two units long, and goes as a whole.
    function widthBefore(at: int): int {
        return at > 1 && text.codePointAt(at - 2) > 0xffff ? 2 : 1;
    }

    function accept() {
        const whole = typed;
        tell();
        if (letters !== "") {
            composition.drop();
            field.text = whole;
        }
        accepted(whole);
    }

    MouseArea {
        anchors.topMargin: -page.tokens.reachTop // and as far as the window goes
        anchors.fill: parent // between the keys nothing is tapped, least of all what lies under the page
    }
    Words {
        id: says

        language: page.language
    }
    Loader {
        id: composing

        active: keypad.pinyinSheet
        sourceComponent: Composition {}
    }
    Rectangle {
        id: sheet

        visible: !page.tight
        y: desk.y - page.inset
        width: page.width
        height: page.height - y + radius
        radius: 3 * page.tokens.radius
        color: Qt.darker(page.tokens.ground, 1.035)
        border.color: page.tokens.hairline
        border.width: page.tokens.edge
    }
    Heading {
        id: heading

        tokens: page.tokens
        text: page.title
        visible: page.headed
        font.pixelSize: page.roomy ? page.tokens.displaySize : page.tokens.headingSize
        anchors.left: desk.left
        anchors.right: desk.right
        y: page.tight ? page.inset : Math.max(page.between, sheet.y - height - (page.roomy ? 16 : 3) * page.tokens.mm)
    }
    Column {
        id: desk

        x: page.inset
        width: page.width - 2 * page.inset
        y: page.tight ? page.inset + page.headHeight : page.height - height - page.inset
        spacing: page.between

        Item {
            width: parent.width
            height: field.height

            Field {
                id: field

                tokens: page.tokens
                spare: page.tight
                width: page.tight ? parent.width - actions.width - page.between : parent.width
                label: page.title
                placeholder: page.placeholder
                wrong: page.errorText !== ""
                input.maximumLength: page.maximumLength
            }
        }
        TextBlock {
            id: echo

            objectName: "echo"
            tokens: page.tokens
            visible: page.roomy && page.groups.length > 0
            width: parent.width
            text: page.apart(page.text) + "   " + page.text.length + " / " + page.groups.reduce((sum, n) => sum + n, 0)
            font.pixelSize: page.tokens.headingSize
            color: page.tokens.soft
            Accessible.ignored: true
        }
        TextBlock {
            id: mistake

            tokens: page.tokens
            visible: text !== ""
            width: parent.width
            text: page.errorText
            color: page.tokens.bad
            font.bold: true
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
        }
        Results {
            id: found

            readonly property real room: page.reach - page.fixed - keypad.height - (page.tight ? page.headHeight : 0)

            tokens: page.tokens
            words: says.words
            visible: page.searches && !(page.shared && page.guesses && page.letters !== "")
            width: parent.width
            height: least + Math.max(0, room)
            found: page.searches ? page.results : []
            typing: page.typed !== ""
            roomy: page.roomy
            beginning: page.beginning
            nothing: page.nothing
            onChosen: value => page.chosen(value)
        }
        Candidates {
            id: candidates

            tokens: page.tokens
            words: says.words
            visible: page.guesses && (page.letters !== "" || !page.shared)
            composition: page.composition
            width: parent.width
        }
        Keypad {
            id: keypad

            tokens: page.tokens
            words: says.words
            width: parent.width
            room: page.height - page.fixed - page.headHeight
            spare: page.tight && page.searches
            canPinyin: page.mode === "pinyin"
            extra: page.extraKey
            numbers: page.numbers && page.roomy
            onTyped: character => page.take(character)
            onTookBack: page.takeBack()
            onCleared: field.input.clear()
        }
        Item {
            visible: !page.tight
            width: parent.width
            height: actions.height
        }
    }
    Row {
        id: actions

        spacing: page.between
        x: page.width - page.inset - width
        y: desk.y + (page.tight ? 0 : desk.height - height)

        QuietButton {
            objectName: "key.cancel"
            tokens: page.tokens
            text: says.words["cancel"]
            focusPolicy: Qt.NoFocus
            width: page.tight ? Math.min(implicitWidth, desk.width / 4) : (desk.width - page.between) / 3
            height: ok.height
            onClicked: page.cancelled()
        }
        PrimaryButton {
            id: ok

            objectName: "key.ok"
            tokens: page.tokens
            text: says.words["accept"]
            focusPolicy: Qt.NoFocus
            width: page.tight ? Math.min(66 * page.tokens.mm, desk.width / 3) : (desk.width - page.between) * 2 / 3
            height: page.tight ? field.height : implicitHeight
            onClicked: page.accept()
        }
    }
}
