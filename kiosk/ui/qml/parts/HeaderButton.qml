import QtQuick

// On the dark header: one tap changes how everything reads.
Pressable {
    id: button

    property string drawing: ""
    property bool chosen: false
    readonly property color tint: chosen ? tokens.accentDown : tokens.accentInk

    implicitWidth: row.implicitWidth + 14 * tokens.mm
    implicitHeight: tokens.target

    background: Rectangle {
        radius: button.height / 2
        color: button.chosen ? button.tokens.card : button.down ? button.tokens.accentDown : "transparent"
        border.color: "#bcd3d3"
        border.width: button.tokens.edge
    }
    contentItem: Item {
        Row {
            id: row

            anchors.centerIn: parent
            spacing: 2.5 * button.tokens.mm

            Icon {
                name: button.drawing
                tint: button.tint
                size: button.tokens.smallSize * 1.15
                anchors.verticalCenter: parent.verticalCenter
            }
            TextBlock {
                tokens: button.tokens
                text: button.text
                color: button.tint
                font.pixelSize: button.tokens.smallSize
                font.bold: true
                wrapMode: Text.NoWrap
                anchors.verticalCenter: parent.verticalCenter
                Accessible.ignored: true
            }
        }
    }
}
