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
    property bool roomy: false // a second line has its place
    property string beginning: words["begin"] // what is said before anything is typed
    property string nothing: words["nothing"] // and where nothing was found

    readonly property real between: Math.ceil(4 * tokens.mm)
    readonly property real least: cellHeight
    readonly property bool hinted: roomy && found.some(entry => entry.hint)
    readonly property real cellHeight: Math.max(24 * tokens.mm, tokens.textSize * 2.6) + (hinted ? tokens.smallSize * 1.7 : 0)
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
        text: results.typing ? results.nothing : results.beginning
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
                contentItem: Item {
                    Column {
                        x: 8 * results.tokens.mm
                        width: parent.width - 2 * x
                        anchors.verticalCenter: parent.verticalCenter

                        TextBlock {
                            tokens: results.tokens
                            width: parent.width
                            text: choice.text
                            color: choice.down ? results.tokens.card : results.tokens.ink
                            font.bold: true
                            lineHeight: 0.85 // two lines fit
                            Accessible.ignored: true
                        }
                        TextBlock {
                            tokens: results.tokens
                            width: parent.width
                            visible: results.hinted && text !== "" && implicitWidth <= width // one line has its place
                            text: choice.modelData.hint ?? ""
                            color: choice.down ? results.tokens.card : results.tokens.soft
                            font.pixelSize: results.tokens.smallSize
                            Accessible.ignored: true
                        }
                    }
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
