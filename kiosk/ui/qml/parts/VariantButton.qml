import QtQuick

// One tap changes how everything reads. What is chosen says so by a mark, not by colour alone.
Pressable {
    id: button

    property string drawing: ""
    property bool chosen: false
    property bool dark: false // on the header
    readonly property color ground: dark ? tokens.bar : tokens.card
    readonly property color plain: dark ? tokens.barInk : tokens.accent
    readonly property color tint: chosen ? (dark ? tokens.bar : tokens.accentInk) : plain
    readonly property bool pictured: row.implicitWidth + picture.size + row.spacing + 5 * tokens.mm <= width

    implicitWidth: Math.max(tokens.target, words.implicitWidth + 10 * tokens.mm)
    implicitHeight: Math.max(20 * tokens.mm, words.implicitHeight + 4 * tokens.mm)
    Accessible.role: Accessible.CheckBox
    Accessible.checkable: true
    Accessible.checked: chosen

    background: Rectangle {
        radius: button.height / 2
        color: button.chosen ? button.plain : button.down ? (button.dark ? button.tokens.barDown : button.tokens.accentWash) : "transparent"
        border.color: button.chosen ? button.plain : button.dark ? button.tokens.barEdge : button.tokens.edgeColor
        border.width: button.tokens.edge
    }
    contentItem: Item {
        Icon {
            id: picture

            visible: button.pictured
            name: button.chosen ? "check" : button.drawing
            tint: button.tint
            size: button.tokens.smallSize * 1.1
            x: (button.width - row.implicitWidth - width - row.spacing) / 2
            anchors.verticalCenter: parent.verticalCenter
        }
        Row {
            id: row

            spacing: 2 * button.tokens.mm
            x: button.pictured ? picture.x + picture.width + spacing : (button.width - width) / 2
            anchors.verticalCenter: parent.verticalCenter

            TextBlock {
                id: words

                tokens: button.tokens
                text: button.text
                color: button.tint
                font.pixelSize: button.tokens.smallSize
                font.bold: true
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
