import QtQuick

// One figure of a chart: what it is, how much, and a bar as long as its part of the longest.
Column {
    id: line

    required property Tokens tokens
    required property string title
    required property string shown
    required property real part

    spacing: 2 * tokens.mm

    TextBlock {
        tokens: line.tokens
        width: line.width
        text: line.title
    }
    TextBlock {
        tokens: line.tokens
        width: line.width
        text: line.shown
        font.bold: true
    }
    Rectangle {
        width: line.width
        height: 7 * line.tokens.mm
        radius: height / 2
        color: line.tokens.accentWash

        Rectangle {
            width: Math.max(parent.height, parent.width * line.part)
            height: parent.height
            radius: parent.radius
            visible: line.part > 0
            color: line.tokens.accent
        }
    }
}
