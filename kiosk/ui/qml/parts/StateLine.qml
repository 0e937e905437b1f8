pragma ComponentBehavior: Bound
import QtQuick

// The three states in a row, each in words: which are reached and which are not yet.
Row {
    id: line

    required property Tokens tokens
    required property int reached

    spacing: 4 * tokens.mm

    Repeater {
        model: ["state_held", "state_received", "state_accepted"]

        Rectangle {
            id: place

            required property string modelData
            required property int index
            readonly property bool done: index < line.reached

            width: (line.width - 2 * line.spacing) / 3
            height: column.implicitHeight + 12 * line.tokens.mm
            radius: line.tokens.radius
            color: done ? line.tokens.goodWash : "transparent"
            border.color: done ? line.tokens.good : line.tokens.edgeColor
            border.width: line.tokens.edge

            Column {
                id: column

                anchors.centerIn: parent
                width: parent.width - 4 * line.tokens.mm
                spacing: 2 * line.tokens.mm

                Icon {
                    name: place.done ? "check" : "clock"
                    tint: place.done ? line.tokens.good : line.tokens.soft
                    size: 12 * line.tokens.mm
                    anchors.horizontalCenter: parent.horizontalCenter
                }
                TextBlock {
                    tokens: line.tokens
                    width: parent.width
                    text: line.tokens.words[place.modelData]
                    color: place.done ? line.tokens.good : line.tokens.soft
                    font.bold: place.done
                    horizontalAlignment: Text.AlignHCenter
                }
                TextBlock {
                    tokens: line.tokens
                    width: parent.width
                    text: line.tokens.words[place.done ? "state_yes" : "state_no"]
                    color: place.done ? line.tokens.good : line.tokens.soft
                    font.pixelSize: line.tokens.smallSize
                    horizontalAlignment: Text.AlignHCenter
                }
            }
        }
    }
}
