import QtQuick

// A field as it stands: label, value, what is wrong with it. A tap opens the keys.
Pressable {
    id: field

    property string value: ""
    property string error: ""
    property string origin: "" // who said what stands there

    implicitHeight: words.implicitHeight + 14 * tokens.mm
    Accessible.role: Accessible.EditableText
    Accessible.name: text + " " + value
    Accessible.description: error || origin || hint

    background: Rectangle {
        radius: field.tokens.radius
        color: field.down ? field.tokens.accentWash : field.tokens.card
        border.color: field.error ? field.tokens.bad : field.tokens.edgeColor
        border.width: field.tokens.edge * (field.error ? 2 : 1)
    }
    contentItem: Item {
        Column {
            id: words

            x: 5 * field.tokens.mm
            width: parent.width - pen.width - 18 * field.tokens.mm
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2 * field.tokens.mm

            TextBlock {
                tokens: field.tokens
                width: parent.width
                text: field.text
                color: field.tokens.soft
                font.pixelSize: field.tokens.smallSize
                Accessible.ignored: true
            }
            TextBlock {
                tokens: field.tokens
                width: parent.width
                text: field.value || field.hint
                color: field.value ? field.tokens.ink : field.tokens.soft
                font.pixelSize: field.tokens.headingSize
                font.bold: field.value !== ""
                Accessible.ignored: true
            }
            TextBlock {
                tokens: field.tokens
                width: parent.width
                visible: text !== ""
                text: field.error || field.origin
                color: field.error ? field.tokens.bad : field.tokens.soft
                font.pixelSize: field.error ? field.tokens.textSize : field.tokens.smallSize
                Accessible.ignored: true
            }
        }
        Icon {
            id: pen

            name: "edit"
            tint: field.tokens.accent
            size: field.tokens.textSize * 1.2
            anchors.right: parent.right
            anchors.rightMargin: 6 * field.tokens.mm
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
