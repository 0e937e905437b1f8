pragma ComponentBehavior: Bound
import QtQuick

// 第 3 步，共 9 步：情形. The bar says the same as the words, and no more.
Column {
    id: indicator

    required property Tokens tokens
    required property int position
    required property int count
    required property string stage
    required property string item

    spacing: 3.5 * tokens.mm

    TextBlock {
        tokens: indicator.tokens
        width: indicator.width
        text: (indicator.item ? indicator.item + "  ·  " : "") + indicator.tokens.words["step_of"].replace("%1", indicator.position)
            .replace("%2", indicator.count).replace("%3", indicator.stage)
        color: indicator.tokens.soft
        font.pixelSize: indicator.tokens.smallSize
    }
    Row {
        id: bar

        spacing: 2 * indicator.tokens.mm

        Repeater {
            model: indicator.count

            Rectangle {
                required property int index

                width: (indicator.width - (indicator.count - 1) * bar.spacing) / indicator.count
                height: 2.4 * indicator.tokens.mm
                radius: height / 2
                color: index < indicator.position ? indicator.tokens.accent : indicator.tokens.ahead
            }
        }
    }
}
