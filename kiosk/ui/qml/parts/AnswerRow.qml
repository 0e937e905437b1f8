pragma ComponentBehavior: Bound
import QtQuick

// One line of the check page, with 修改 beside it where it may be changed.
Item {
    id: row

    required property Tokens tokens
    required property string title
    required property string value
    required property string button
    required property string act
    property string drawing: "edit"
    property bool first: false
    property bool available: true

    signal tapped

    implicitHeight: Math.max(words.implicitHeight, change.visible ? change.height : 0) + 9 * tokens.mm

    Rectangle {
        visible: !row.first
        width: parent.width
        height: row.tokens.edge
        color: row.tokens.hairline
    }
    Column {
        id: words

        width: parent.width - (change.visible ? change.width + 5 * row.tokens.mm : 0)
        anchors.verticalCenter: parent.verticalCenter
        spacing: 1 * row.tokens.mm

        TextBlock {
            tokens: row.tokens
            width: parent.width
            text: row.title
            color: row.tokens.soft
            font.pixelSize: row.tokens.smallSize
        }
        TextBlock {
            tokens: row.tokens
            width: parent.width
            text: row.value
            font.bold: true
        }
    }
    Loader {
        id: change

        active: row.button !== ""
        visible: active
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter

        sourceComponent: QuietButton {
            objectName: row.button
            tokens: row.tokens
            text: row.act
            drawing: row.drawing
            available: row.available
            Accessible.name: row.act + " " + row.title
            onClicked: row.tapped()
        }
    }
}
