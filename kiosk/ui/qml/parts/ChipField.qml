pragma ComponentBehavior: Bound
import QtQuick

// A field that is tapped: its label, all that there is to choose, and what is wrong with it.
Rectangle {
    id: field

    required property Tokens tokens
    property string key: ""
    property string text: ""
    property string error: ""
    property string origin: "" // who said what is chosen
    property var options: [] // {value, title, chosen}
    property bool several: false

    readonly property real between: 4 * tokens.mm
    readonly property real widest: {
        let widest = 1;
        for (let n = 0; n < all.count; n++)
            widest = Math.max(widest, all.itemAt(n)?.implicitWidth ?? 0);
        return widest;
    }
    // As many columns as the widest of them leaves room for.
    readonly property int columns: Math.max(1, Math.min(4, options.length, Math.floor((chips.width + between) / (widest + between))))

    signal tapped(string value)

    implicitHeight: content.height + 12 * tokens.mm
    radius: tokens.radius
    color: tokens.card
    border.color: error ? tokens.bad : tokens.edgeColor
    border.width: tokens.edge * (error ? 2 : 1)
    Accessible.role: Accessible.Grouping
    Accessible.name: text
    Accessible.description: error || origin

    Column {
        id: content

        x: 5 * field.tokens.mm
        y: 6 * field.tokens.mm
        width: parent.width - 2 * x
        spacing: 4 * field.tokens.mm

        TextBlock {
            tokens: field.tokens
            width: parent.width
            text: field.text
            color: field.tokens.soft
            font.pixelSize: field.tokens.smallSize
        }
        Grid {
            id: chips

            width: parent.width
            columns: field.columns
            spacing: field.between

            Repeater {
                id: all

                model: field.options.length // their number: a tap leaves the focus where it is

                ChipButton {
                    required property int index
                    readonly property var option: field.options[index] ?? ({ value: "", title: "", chosen: false })

                    objectName: "chip." + field.key + "." + option.value
                    width: (chips.width + field.between) / field.columns - field.between
                    tokens: field.tokens
                    text: option.title
                    hint: field.text
                    several: field.several
                    chosen: option.chosen
                    onClicked: field.tapped(option.value)
                }
            }
        }
        TextBlock {
            tokens: field.tokens
            width: parent.width
            visible: text !== ""
            text: field.error || field.origin
            color: field.error ? field.tokens.bad : field.tokens.soft
            font.pixelSize: field.error ? field.tokens.textSize : field.tokens.smallSize
        }
    }
}
