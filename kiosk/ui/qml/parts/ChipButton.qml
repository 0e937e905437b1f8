import QtQuick

// One value of a field that is tapped. A mark, not a colour alone, says that it was chosen.
Pressable {
    id: chip

    property bool several: false // more than one may be chosen: a box, else a disc
    property bool chosen: false

    implicitWidth: box.size + words.implicitWidth + 16 * tokens.mm
    implicitHeight: Math.max(tokens.target * 1.1, words.implicitHeight + 9 * tokens.mm)
    Accessible.role: several ? Accessible.CheckBox : Accessible.RadioButton
    Accessible.checked: chosen

    background: Rectangle {
        radius: chip.tokens.radius
        color: chip.down || chip.chosen ? chip.tokens.accentWash : chip.tokens.card
        border.color: chip.down || chip.chosen ? chip.tokens.accent : chip.tokens.edgeColor
        border.width: chip.tokens.edge * (chip.chosen ? 2 : 1)
    }
    contentItem: Item {
        Item {
            id: box

            readonly property real size: chip.tokens.textSize * 1.25

            x: 6 * chip.tokens.mm
            width: size
            height: size
            anchors.verticalCenter: parent.verticalCenter

            Icon {
                visible: chip.several
                name: chip.chosen ? "checked" : "unchecked"
                tint: chip.tokens.accent
                size: box.size
            }
            Rectangle {
                visible: !chip.several
                anchors.fill: parent
                radius: width / 2
                color: "transparent"
                border.color: chip.tokens.accent
                border.width: 1.5 * chip.tokens.edge

                Rectangle {
                    visible: chip.chosen
                    anchors.centerIn: parent
                    width: parent.width * 0.56
                    height: width
                    radius: width / 2
                    color: chip.tokens.accent
                }
            }
        }
        TextBlock {
            id: words

            tokens: chip.tokens
            anchors.left: box.right
            anchors.leftMargin: 4 * chip.tokens.mm
            anchors.right: parent.right
            anchors.rightMargin: 5 * chip.tokens.mm
            anchors.verticalCenter: parent.verticalCenter
            text: chip.text
            font.bold: true
            Accessible.ignored: true
        }
    }
}
