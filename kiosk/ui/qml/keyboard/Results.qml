pragma ComponentBehavior: Bound
import QtQuick
import "../parts"

// What a search found, as large choices; 更多 turns to the next ones, for nobody has to know how to swipe.
Item {
    id: results

    required property Tokens tokens
    required property var words
    property var found: []
    property bool typing: false

    readonly property real between: Math.ceil(4 * tokens.mm)
    readonly property real least: cellHeight
    readonly property real cellHeight: Math.max(24 * tokens.mm, tokens.textSize * 2.6)
    readonly property int columns: Math.max(1, Math.floor(width / (150 * tokens.mm)))
    readonly property real cellWidth: (width + between) / columns - between
    readonly property int cells: Math.max(1, Math.floor((height + between) / (cellHeight + between))) * columns
    readonly property bool turns: found.length > cells
    readonly property int places: turns ? Math.max(1, cells - 1) : cells
    property int start: 0

    signal chosen(string value)

    onFoundChanged: start = 0

    TextBlock {
        tokens: results.tokens
        visible: results.found.length === 0
        width: parent.width
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignHCenter
        color: results.tokens.soft
        text: results.words[results.typing ? "nothing" : "begin"]
    }
    Grid {
        columns: results.columns
        spacing: results.between

        Repeater {
            model: results.found.slice(results.start, results.start + results.places)

            Key {
                id: choice

                required property var modelData

                objectName: "result." + modelData.value
                tokens: results.tokens
                text: modelData.title
                width: results.cellWidth
                height: results.cellHeight
                contentItem: TextBlock {
                    tokens: results.tokens
                    text: choice.text
                    color: choice.down ? results.tokens.card : results.tokens.ink
                    font.bold: true
                    lineHeight: 0.85 // two lines fit
                    leftPadding: 8 * results.tokens.mm
                    rightPadding: leftPadding
                    verticalAlignment: Text.AlignVCenter
                    Accessible.ignored: true
                }
                onClicked: results.chosen(modelData.value)
            }
        }
        Key {
            objectName: "results.more"
            visible: results.turns
            tokens: results.tokens
            text: results.words["more"]
            says: results.words["say.more"]
            plain: false
            width: results.cellWidth
            height: results.cellHeight
            onClicked: {
                const next = results.start + results.places;
                results.start = next < results.found.length ? next : 0;
            }
        }
    }
}
