import QtQuick

Pressable {
    id: button

    property string drawing: ""
    readonly property color tint: available ? tokens.accent : "#5c686b"

    implicitHeight: Math.max(tokens.target, column.implicitHeight + 4 * tokens.mm)

    background: Rectangle {
        radius: button.tokens.radius
        color: button.down ? button.tokens.accentWash : "transparent"
        border.color: button.available ? "#8fa3a3" : "transparent"
        border.width: button.tokens.edge
    }
    contentItem: Item {
        Column {
            id: column

            anchors.centerIn: parent
            width: parent.width
            spacing: 1 * button.tokens.mm

            Icon {
                name: button.drawing
                tint: button.tint
                size: 11 * button.tokens.mm
                anchors.horizontalCenter: parent.horizontalCenter
            }
            TextBlock {
                tokens: button.tokens
                width: parent.width
                text: button.text
                color: button.tint
                font.pixelSize: button.tokens.smallSize
                lineHeight: 1.15
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
        }
    }
}
