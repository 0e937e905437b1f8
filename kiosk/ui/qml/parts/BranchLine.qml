import QtQuick

// One department's part of a matter: its name, whose it is, its state in words, and until when or since when.
Item {
    id: line

    required property Tokens tokens
    required property string title
    required property string department
    required property string stateWord
    required property string says
    required property string drawing
    property string tone: "plain" // good, warm, bad or plain
    readonly property color tint: tone === "good" ? tokens.good : tone === "bad" ? tokens.bad
        : tone === "warm" ? tokens.note : tokens.soft

    implicitHeight: Math.max(words.implicitHeight, plate.height)

    Rectangle {
        id: plate

        width: 18 * line.tokens.mm
        height: width
        radius: width / 2
        color: line.tone === "good" ? line.tokens.goodWash : line.tone === "bad" ? line.tokens.badWash
            : line.tone === "warm" ? line.tokens.warmWash : line.tokens.accentWash
        anchors.verticalCenter: parent.verticalCenter

        Icon {
            anchors.centerIn: parent
            name: line.drawing
            tint: line.tint
            size: 10 * line.tokens.mm
        }
    }
    Column {
        id: words

        anchors.left: plate.right
        anchors.leftMargin: 6 * line.tokens.mm
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: 0.5 * line.tokens.mm

        TextBlock {
            tokens: line.tokens
            width: parent.width
            text: line.title
            font.bold: true
        }
        TextBlock {
            tokens: line.tokens
            width: parent.width
            visible: text !== ""
            text: line.department
            color: line.tokens.soft
            font.pixelSize: line.tokens.smallSize
        }
        TextBlock {
            tokens: line.tokens
            width: parent.width
            text: line.says === "" ? line.stateWord : line.stateWord + " · " + line.says
            color: line.tint
        }
    }
}
