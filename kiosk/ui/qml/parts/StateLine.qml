pragma ComponentBehavior: Bound
import QtQuick

// The three states in a row, each in words: which are reached and which are not yet. What is not reached is named
// without its "done" word: no page says 已受理 of a filing that nobody accepted.
Row {
    id: line

    required property Tokens tokens
    required property int reached

    spacing: 4 * tokens.mm

    Repeater {
        model: [
            { reached: "state_held", ahead: "state_held" },
            { reached: "state_received", ahead: "state_received_ahead" },
            { reached: "state_accepted", ahead: "state_accepted_ahead" }
        ]

        Rectangle {
            id: place

            required property var modelData
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
                    text: line.tokens.words[place.done ? place.modelData.reached : place.modelData.ahead]
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
