import QtQuick

Pressable {
    id: button

    property string drawing: ""
    property bool flat: false // the drawing stands beside the word, where there is room for it
    readonly property color tint: available ? tokens.accent : tokens.soft
    readonly property bool pictured: !flat || !tokens.large

    background: Rectangle {
        radius: button.tokens.radius
        color: button.down ? button.tokens.accentWash : "transparent"
        border.color: button.available ? button.tokens.edgeColor : "transparent"
        border.width: button.tokens.edge
    }
    contentItem: Item {
        Grid {
            anchors.centerIn: parent
            columns: button.flat ? 2 : 1
            spacing: (button.flat ? 2 : 1) * button.tokens.mm
            horizontalItemAlignment: Grid.AlignHCenter
            verticalItemAlignment: Grid.AlignVCenter

            Icon {
                visible: button.pictured
                name: button.drawing
                tint: button.tint
                size: button.flat ? button.tokens.smallSize : button.tokens.smallSize * 1.15
            }
            TextBlock {
                tokens: button.tokens
                width: Math.min(implicitWidth, button.width - (button.flat && button.pictured ? button.tokens.smallSize + 6 * button.tokens.mm : 2 * button.tokens.mm))
                text: button.text
                color: button.tint
                font.pixelSize: button.tokens.smallSize
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Math.ceil(button.tokens.leastSize)
                wrapMode: Text.NoWrap
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
        }
    }
}
