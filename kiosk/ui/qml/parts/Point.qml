import QtQuick

// One point of a list: a drawing, a bold lead where there is one, and a sentence.
Item {
    id: point

    required property Tokens tokens
    required property string text
    property string lead: ""
    property string drawing: "check"

    implicitHeight: words.implicitHeight

    Icon {
        id: mark

        name: point.drawing
        tint: point.tokens.accent
        size: point.tokens.textSize * 1.05
        y: (point.tokens.textSize * 1.45 - height) / 2
    }
    Column {
        id: words

        x: mark.width + 5 * point.tokens.mm
        width: point.width - x
        spacing: 0.5 * point.tokens.mm

        TextBlock {
            tokens: point.tokens
            width: parent.width
            visible: text !== ""
            text: point.lead
            font.bold: true
        }
        TextBlock {
            tokens: point.tokens
            width: parent.width
            text: point.text
            color: point.lead ? point.tokens.soft : point.tokens.ink
        }
    }
}
