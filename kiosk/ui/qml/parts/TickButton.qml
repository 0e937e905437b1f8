import QtQuick

// A box to tick, as large as a hand needs, with the word that it stands for.
Pressable {
    id: button

    property bool ticked: false

    implicitHeight: Math.max(tokens.target * 1.2, words.implicitHeight + 10 * tokens.mm)
    Accessible.role: Accessible.CheckBox
    Accessible.checked: ticked

    background: Rectangle {
        radius: button.tokens.radius
        color: button.down || button.ticked ? button.tokens.accentWash : button.tokens.card
        border.color: button.down || button.ticked ? button.tokens.accent : button.tokens.edgeColor
        border.width: button.tokens.edge * (button.ticked ? 2 : 1)
    }
    contentItem: Item {
        Icon {
            id: box

            name: button.ticked ? "checked" : "unchecked"
            tint: button.tokens.accent
            size: button.tokens.textSize * 1.5
            x: 8 * button.tokens.mm
            anchors.verticalCenter: parent.verticalCenter
        }
        TextBlock {
            id: words

            tokens: button.tokens
            anchors.left: box.right
            anchors.leftMargin: 6 * button.tokens.mm
            anchors.right: parent.right
            anchors.rightMargin: 8 * button.tokens.mm
            anchors.verticalCenter: parent.verticalCenter
            text: button.text
            font.bold: true
            Accessible.ignored: true
        }
    }
}
