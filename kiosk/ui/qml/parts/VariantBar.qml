pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// 显示方式: each way to read the screens better, one tap away on every page; a second tap takes it back.
Row {
    id: bar

    required property Tokens tokens
    required property Presentation presentation
    property bool dark: false
    property real breadth: 0 // what all of them share; none: each takes what its words need

    readonly property var ways: [
        { sets: "large", word: "large_type", drawing: "type", chosen: tokens.large && !tokens.elder },
        { sets: "elder", word: "elder_type", drawing: "elder", chosen: tokens.elder },
        { sets: "contrast", word: "high_contrast", drawing: "contrast", chosen: tokens.contrast },
        { sets: "low", word: "low_layout", drawing: "low", chosen: tokens.low },
        { sets: "language", word: "other_language", drawing: "language", chosen: false }
    ]
    readonly property int offered: ways.length - (tokens.outOfReach ? 0 : 1)

    spacing: tokens.gap

    Repeater {
        model: bar.ways.length

        VariantButton {
            required property int index
            readonly property var way: bar.ways[index]

            objectName: "variant." + way.sets
            width: bar.breadth > 0 ? (bar.breadth - (bar.offered - 1) * bar.spacing) / bar.offered : implicitWidth
            visible: way.sets !== "low" || bar.tokens.outOfReach
            tokens: bar.tokens
            dark: bar.dark
            text: bar.tokens.words[way.word]
            hint: bar.tokens.words["hint_" + way.word] ?? ""
            drawing: way.drawing
            chosen: way.chosen
            onClicked: bar.presentation.toggle(way.sets)
        }
    }
}
