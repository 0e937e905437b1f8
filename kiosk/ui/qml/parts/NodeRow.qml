pragma ComponentBehavior: Bound
import QtQuick

// The nodes that a matter passes, side by side, each with its name and its time. A filled mark is passed, one
// with a ring is where it is now.
Row {
    id: row

    required property Tokens tokens
    required property var nodes

    Repeater {
        model: row.nodes

        Column {
            id: node

            required property var modelData
            required property int index
            readonly property bool passed: modelData.state === "passed"
            readonly property bool current: modelData.state === "now"

            width: row.width / row.nodes.length
            spacing: 1.5 * row.tokens.mm

            Item {
                width: parent.width
                height: 8 * row.tokens.mm

                Rectangle {
                    visible: node.index > 0
                    width: parent.width / 2
                    height: 1.2 * row.tokens.mm
                    anchors.verticalCenter: parent.verticalCenter
                    color: node.passed || node.current ? row.tokens.accent : row.tokens.ahead
                }
                Rectangle {
                    visible: node.index < row.nodes.length - 1
                    width: parent.width / 2
                    height: 1.2 * row.tokens.mm
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.right: parent.right
                    color: node.passed ? row.tokens.accent : row.tokens.ahead
                }
                Rectangle {
                    width: 7 * row.tokens.mm
                    height: width
                    radius: width / 2
                    anchors.centerIn: parent
                    color: node.passed ? row.tokens.accent : node.current ? row.tokens.card : row.tokens.ahead
                    border.width: node.current ? 1.4 * row.tokens.mm : 0
                    border.color: row.tokens.accent
                }
            }
            TextBlock {
                tokens: row.tokens
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: node.modelData.title
                font.pixelSize: row.tokens.smallSize
                font.bold: node.current
            }
            TextBlock {
                tokens: row.tokens
                width: parent.width
                visible: text !== ""
                horizontalAlignment: Text.AlignHCenter
                text: node.modelData.says
                color: row.tokens.soft
                font.pixelSize: row.tokens.smallSize
            }
        }
    }
}
