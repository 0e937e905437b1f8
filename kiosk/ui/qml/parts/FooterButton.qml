import QtQuick

Pressable {
    id: button

    property string drawing: ""
    readonly property color tint: available ? tokens.accent : tokens.soft

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
            width: parent.width - 2 * button.tokens.mm
            spacing: 1 * button.tokens.mm

            Icon {
                name: button.drawing
                tint: button.tint
                size: button.tokens.textSize
                anchors.horizontalCenter: parent.horizontalCenter
            }
            TextBlock {
                tokens: button.tokens
                width: parent.width
                text: button.text
                color: button.tint
                font.pixelSize: button.tokens.smallSize
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Math.ceil((button.tokens.large ? 10 : 7) * button.tokens.mm)
                wrapMode: Text.NoWrap
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
        }
    }
}
