pragma ComponentBehavior: Bound
import QtQuick

// One line of which there are several: how many, with one fewer and one more beside it.
Item {
    id: row

    required property Tokens tokens
    required property string name
    required property string title
    required property string value
    required property int count
    property bool first: false
    property bool available: true

    signal stepped(int by)

    implicitHeight: Math.max(words.implicitHeight, less.height) + 9 * tokens.mm

    Rectangle {
        visible: !row.first
        width: parent.width
        height: row.tokens.edge
        color: row.tokens.hairline
    }
    Column {
        id: words

        width: parent.width - keys.width - 5 * row.tokens.mm
        anchors.verticalCenter: parent.verticalCenter
        spacing: 1 * row.tokens.mm

        TextBlock {
            tokens: row.tokens
            width: parent.width
            text: row.title
            font.bold: true
        }
        TextBlock {
            tokens: row.tokens
            width: parent.width
            visible: text !== ""
            text: row.value
            color: row.tokens.soft
            font.pixelSize: row.tokens.smallSize
        }
    }
    Row {
        id: keys

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: 4 * row.tokens.mm

        QuietButton {
            id: less

            objectName: "less." + row.name
            width: implicitHeight * 1.2
            tokens: row.tokens
            text: "−"
            available: row.available && row.count > 0
            Accessible.name: row.tokens.words["duty_less"] + " " + row.title
            onClicked: row.stepped(-1)
        }
        TextBlock {
            tokens: row.tokens
            width: row.tokens.textSize * 1.6
            horizontalAlignment: Text.AlignHCenter
            anchors.verticalCenter: parent.verticalCenter
            text: row.count
            font.bold: true
        }
        QuietButton {
            objectName: "more." + row.name
            width: implicitHeight * 1.2
            tokens: row.tokens
            text: "＋"
            available: row.available
            Accessible.name: row.tokens.words["duty_more"] + " " + row.title
            onClicked: row.stepped(1)
        }
    }
}
