import QtQuick

// One answer of several: a card across the page. A mark and a word show what was chosen before.
Pressable {
    id: button

    property string drawing: ""
    property string mark: ""
    property string trail: chosen ? "check" : "next"
    property bool chosen: false

    implicitHeight: Math.max(tokens.target * 1.5, words.implicitHeight + 15 * tokens.mm)
    Accessible.role: Accessible.RadioButton
    Accessible.checked: chosen

    background: Rectangle {
        radius: button.tokens.radius
        color: button.down || button.chosen ? button.tokens.accentWash : button.tokens.card
        border.color: button.chosen || button.down ? button.tokens.accent : button.tokens.edgeColor
        border.width: button.tokens.edge * (button.chosen ? 2 : 1)
    }
    contentItem: Item {
        Icon {
            id: picture

            visible: button.drawing !== ""
            name: button.drawing
            tint: button.tokens.accent
            size: visible ? button.tokens.textSize * 1.4 : 0
            anchors.left: parent.left
            anchors.leftMargin: visible ? 9 * button.tokens.mm : 3 * button.tokens.mm
            anchors.verticalCenter: parent.verticalCenter
        }
        Column {
            id: words

            anchors.left: picture.right
            anchors.leftMargin: 6 * button.tokens.mm
            anchors.right: trail.left
            anchors.rightMargin: 4 * button.tokens.mm
            anchors.verticalCenter: parent.verticalCenter
            spacing: 1.5 * button.tokens.mm

            TextBlock {
                tokens: button.tokens
                width: parent.width
                text: button.text
                font.bold: true
                font.pixelSize: button.tokens.textSize * 1.12
                Accessible.ignored: true
            }
            TextBlock {
                tokens: button.tokens
                width: parent.width
                visible: text !== ""
                text: button.hint
                color: button.tokens.soft
                font.pixelSize: button.tokens.smallSize
                Accessible.ignored: true
            }
        }
        Row {
            id: trail

            anchors.right: parent.right
            anchors.rightMargin: 8 * button.tokens.mm
            anchors.verticalCenter: parent.verticalCenter
            spacing: 3 * button.tokens.mm

            Rectangle {
                visible: button.mark !== ""
                width: label.implicitWidth + 8 * button.tokens.mm
                height: label.implicitHeight + 3 * button.tokens.mm
                radius: height / 2
                color: button.tokens.warmWash
                anchors.verticalCenter: parent.verticalCenter

                TextBlock {
                    id: label

                    tokens: button.tokens
                    anchors.centerIn: parent
                    text: button.mark
                    color: button.tokens.note
                    font.pixelSize: button.tokens.smallSize
                    wrapMode: Text.NoWrap
                }
            }
            Icon {
                name: button.trail
                visible: name !== ""
                tint: button.tokens.accent
                size: button.tokens.textSize
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}
