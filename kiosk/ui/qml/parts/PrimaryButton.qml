import QtQuick

// The one thing to do on a page.
Pressable {
    id: button

    readonly property bool primary: true
    property string drawing: ""

    implicitWidth: Math.max(tokens.primaryWidth, row.implicitWidth + 2 * tokens.margin)
    implicitHeight: Math.max(tokens.primaryHeight, tokens.textSize * 2.2)

    background: Rectangle {
        radius: button.height / 2
        color: !button.available ? "#47555a" : button.down ? button.tokens.accentDown : button.tokens.accent
    }
    contentItem: Item {
        Row {
            id: row

            anchors.centerIn: parent
            spacing: 4 * button.tokens.mm

            Icon {
                visible: button.drawing !== ""
                name: button.drawing
                tint: button.tokens.accentInk
                size: button.tokens.textSize * 1.25
                anchors.verticalCenter: parent.verticalCenter
            }
            TextBlock {
                tokens: button.tokens
                text: button.text
                color: button.tokens.accentInk
                font.bold: true
                font.pixelSize: button.tokens.textSize * 1.15
                wrapMode: Text.NoWrap
                anchors.verticalCenter: parent.verticalCenter
                Accessible.ignored: true
            }
        }
    }
}
