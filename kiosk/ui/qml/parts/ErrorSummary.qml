pragma ComponentBehavior: Bound
import QtQuick

// 有 2 处要改: all that is wrong, above everything else, in words.
Rectangle {
    id: summary

    required property Tokens tokens
    required property var errors

    readonly property string title: tokens.words["errors"].replace("%1", errors.length)

    visible: errors.length > 0
    implicitHeight: content.height + 14 * tokens.mm
    radius: tokens.radius
    color: tokens.badWash
    border.color: tokens.bad
    border.width: 1.5 * tokens.edge
    Accessible.role: Accessible.AlertMessage
    Accessible.name: title

    Loader {
        id: content

        active: summary.errors.length > 0
        x: 8 * summary.tokens.mm
        y: 7 * summary.tokens.mm
        width: summary.width - 16 * summary.tokens.mm

        sourceComponent: Column {
            id: column

            spacing: 3 * summary.tokens.mm

            Row {
                spacing: 4 * summary.tokens.mm

                Icon {
                    name: "warning"
                    tint: summary.tokens.bad
                    size: summary.tokens.textSize * 1.2
                }
                TextBlock {
                    tokens: summary.tokens
                    text: summary.title
                    color: summary.tokens.bad
                    font.bold: true
                }
            }
            Repeater {
                model: summary.errors

                TextBlock {
                    required property var modelData

                    tokens: summary.tokens
                    width: column.width
                    text: modelData.says
                    color: summary.tokens.bad
                }
            }
        }
    }
}
