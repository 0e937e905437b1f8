import QtQuick

// Something else that may be done here: an outline, never a second primary.
Pressable {
    id: button

    property string drawing: ""
    property color tint: tokens.accent

    readonly property real pictured: drawing === "" ? 0 : tokens.textSize * 1.05 + 3 * tokens.mm

    implicitWidth: words.implicitWidth + pictured + 18 * tokens.mm
    implicitHeight: Math.max(tokens.target, tokens.textSize * 2.1, words.implicitHeight + 5 * tokens.mm)

    background: Rectangle {
        radius: button.height / 2
        color: button.down ? button.tokens.accentWash : button.tokens.card
        border.color: button.available ? button.tint : button.tokens.edgeColor
        border.width: button.tokens.edge
    }
    contentItem: Item {
        Row {
            anchors.centerIn: parent
            spacing: 3 * button.tokens.mm

            Icon {
                visible: button.drawing !== ""
                name: button.drawing
                tint: button.available ? button.tint : button.tokens.soft
                size: button.tokens.textSize * 1.05
                anchors.verticalCenter: parent.verticalCenter
            }
            TextBlock {
                id: words

                tokens: button.tokens
                width: Math.min(implicitWidth, button.width - button.pictured - 2 * button.tokens.mm)
                horizontalAlignment: Text.AlignHCenter
                text: button.text
                color: button.available ? button.tint : button.tokens.soft
                font.bold: true
                anchors.verticalCenter: parent.verticalCenter
                Accessible.ignored: true
            }
        }
    }
}
