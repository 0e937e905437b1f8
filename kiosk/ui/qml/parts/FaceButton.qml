import QtQuick

// A face and its word; which one is chosen shows in frame, ground and the mark below.
Pressable {
    id: button

    property string drawing: ""
    property bool chosen: false

    implicitHeight: column.implicitHeight + 16 * tokens.mm
    Accessible.role: Accessible.RadioButton
    Accessible.checked: chosen

    background: Rectangle {
        radius: button.tokens.radius
        color: button.chosen ? button.tokens.accent : button.down ? button.tokens.accentWash : button.tokens.card
        border.color: button.chosen ? button.tokens.accent : button.tokens.edgeColor
        border.width: button.tokens.edge * (button.chosen ? 2 : 1)
    }
    contentItem: Item {
        Column {
            id: column

            anchors.centerIn: parent
            width: parent.width
            spacing: 4 * button.tokens.mm

            Icon {
                name: button.drawing
                tint: button.chosen ? button.tokens.accentInk : button.tokens.accent
                size: Math.min(34 * button.tokens.mm, button.width * 0.55)
                anchors.horizontalCenter: parent.horizontalCenter
            }
            TextBlock {
                tokens: button.tokens
                width: parent.width
                text: button.text
                color: button.chosen ? button.tokens.accentInk : button.tokens.ink
                font.bold: button.chosen
                font.pixelSize: button.tokens.smallSize
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
        }
    }
}
