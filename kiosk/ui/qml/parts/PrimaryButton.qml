import QtQuick

// The one thing to do on a page.
Pressable {
    id: button

    readonly property bool primary: true
    property string drawing: ""

    readonly property real pictured: drawing === "" ? 0 : tokens.textSize * 1.25 + 4 * tokens.mm

    implicitWidth: Math.max(tokens.primaryWidth, words.implicitWidth + pictured + 2 * tokens.margin)
    implicitHeight: Math.max(tokens.primaryHeight, tokens.textSize * 2.2, words.implicitHeight + 6 * tokens.mm)

    background: Rectangle {
        radius: button.height / 2
        color: !button.available ? button.tokens.resting : button.down ? button.tokens.accentDown : button.tokens.accent
    }
    contentItem: Item {
        Row {
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
                id: words

                tokens: button.tokens
                width: Math.min(implicitWidth, button.width - button.pictured - 6 * button.tokens.mm)
                horizontalAlignment: Text.AlignHCenter
                text: button.text
                color: button.tokens.accentInk
                font.bold: true
                font.pixelSize: button.tokens.textSize * 1.15
                anchors.verticalCenter: parent.verticalCenter
                Accessible.ignored: true
            }
        }
    }
}
