import QtQuick

// A few words in the header's strip, with a drawing where one helps.
Row {
    id: label

    required property Tokens tokens
    required property string text
    property string drawing: ""

    spacing: 2.5 * tokens.mm

    Icon {
        visible: label.drawing !== ""
        name: label.drawing
        tint: label.tokens.barInk
        size: label.tokens.smallSize * 1.2
        anchors.verticalCenter: parent.verticalCenter
    }
    TextBlock {
        tokens: label.tokens
        text: label.text
        color: label.tokens.barInk
        font.pixelSize: label.tokens.smallSize
        wrapMode: Text.NoWrap
    }
}
