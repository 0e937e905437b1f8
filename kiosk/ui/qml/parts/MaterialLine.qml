import QtQuick

// One document of a matter: what it is, and in one line what stands for it.
Item {
    id: line

    required property Tokens tokens
    required property string title
    required property string says
    required property string drawing
    property string tone: "good" // good, warm, bad or plain
    property bool first: false
    readonly property color tint: tone === "good" ? tokens.good : tone === "bad" ? tokens.bad
        : tone === "warm" ? tokens.note : tokens.soft

    implicitHeight: Math.max(words.implicitHeight, plate.height) + 8 * tokens.mm

    Rectangle {
        visible: !line.first
        width: parent.width
        height: line.tokens.edge
        color: line.tokens.hairline
    }
    Rectangle {
        id: plate

        width: 20 * line.tokens.mm
        height: width
        radius: width / 2
        color: line.tone === "good" ? line.tokens.goodWash : line.tone === "bad" ? line.tokens.badWash
            : line.tone === "warm" ? line.tokens.warmWash : line.tokens.accentWash
        anchors.verticalCenter: parent.verticalCenter

        Icon {
            anchors.centerIn: parent
            name: line.drawing
            tint: line.tint
            size: 11 * line.tokens.mm
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
            text: line.says
            color: line.tint
        }
    }
}
