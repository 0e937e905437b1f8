import QtQuick

// One person of a list: who, masked, where they stand, and at most one thing that may be done for them.
Item {
    id: line

    required property Tokens tokens
    required property string name
    required property string says
    required property string drawing
    property string tone: "plain" // good, warm, bad or plain
    property string button: "" // what may be done; empty: nothing
    property string buttonName: ""
    property string buttonDrawing: ""
    property bool available: true
    property bool first: false
    readonly property color tint: tone === "good" ? tokens.good : tone === "bad" ? tokens.bad
        : tone === "warm" ? tokens.note : tokens.soft

    signal tapped

    implicitHeight: Math.max(words.implicitHeight, plate.height, act.visible ? act.height : 0) + 8 * tokens.mm

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
        anchors.right: act.visible ? act.left : parent.right
        anchors.rightMargin: act.visible ? 5 * line.tokens.mm : 0
        anchors.verticalCenter: parent.verticalCenter
        spacing: 0.5 * line.tokens.mm

        TextBlock {
            tokens: line.tokens
            width: parent.width
            text: line.name
            font.bold: true
        }
        TextBlock {
            tokens: line.tokens
            width: parent.width
            text: line.says
            color: line.tint
        }
    }
    QuietButton {
        id: act

        objectName: line.buttonName
        visible: line.button !== ""
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        tokens: line.tokens
        drawing: line.buttonDrawing
        available: line.available
        text: line.button
        Accessible.name: line.button + " " + line.name
        onClicked: line.tapped()
    }
}
