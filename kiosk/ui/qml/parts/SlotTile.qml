import QtQuick

// One time on a grid of times: when, and how many seats are left. A full one is shown, and cannot be taken.
Pressable {
    id: tile

    implicitHeight: Math.max(tokens.target, words.implicitHeight + 9 * tokens.mm)
    Accessible.description: hint

    background: Rectangle {
        radius: tile.tokens.radius
        color: tile.down ? tile.tokens.accentWash : tile.available ? tile.tokens.card : tile.tokens.ground
        border.color: tile.available ? tile.tokens.accent : tile.tokens.edgeColor
        border.width: tile.tokens.edge
    }
    contentItem: Item {
        Column {
            id: words

            width: parent.width
            anchors.verticalCenter: parent.verticalCenter
            spacing: tile.tokens.mm

            TextBlock {
                tokens: tile.tokens
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: tile.text
                color: tile.available ? tile.tokens.ink : tile.tokens.soft
                font.bold: tile.available
                font.pixelSize: tile.tokens.headingSize
                Accessible.ignored: true
            }
            TextBlock {
                tokens: tile.tokens
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: tile.hint
                color: tile.tokens.soft
                font.pixelSize: tile.tokens.smallSize
                Accessible.ignored: true
            }
        }
    }
}
