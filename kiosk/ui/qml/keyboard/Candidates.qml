pragma ComponentBehavior: Bound
import QtQuick
import "../parts"

// The characters that the letters may mean, as many as the width holds; 更多 shows the next ones.
Item {
    id: strip

    required property Tokens tokens
    required property var words
    property Composition composition: null

    readonly property real least: Math.ceil(20 * tokens.mm)
    readonly property real between: Math.ceil(3.05 * tokens.mm)
    readonly property real fontSize: tokens.textSize * 1.2
    readonly property real moreWidth: Math.max(least, tokens.textSize * words["more"].length + 8 * tokens.mm)
    readonly property int count: composition ? composition.count : 0
    property int start: 0
    readonly property var shown: fitting(start, count, composition ? composition.version : 0)

    implicitHeight: Math.max(least, fontSize * 1.25)

    function widthOf(text: string): real {
        return Math.max(least, Array.from(text).length * fontSize + 10 * tokens.mm);
    }

    function fitting(from: int, count: int, _version: int): list<var> {
        const shown = [];
        let left = width - moreWidth - between;
        for (let index = from; index < count; index++) {
            const text = composition.candidate(index);
            left -= widthOf(text) + between;
            if (left < -between)
                break;
            shown.push({ index: index, text: text });
        }
        return shown;
    }

    Connections {
        target: strip.composition

        function onLettersChanged() {
            strip.start = 0;
        }
    }
    Row {
        spacing: strip.between

        Repeater {
            model: strip.shown

            Key {
                required property var modelData

                objectName: "candidate." + modelData.index
                tokens: strip.tokens
                text: modelData.text
                plain: modelData.index > 0
                width: strip.widthOf(text)
                height: strip.height
                size: strip.fontSize
                strong: false
                onClicked: strip.composition.choose(modelData.index)
            }
        }
    }
    Key {
        objectName: "candidates.more"
        visible: strip.shown.length < strip.count
        anchors.right: parent.right
        tokens: strip.tokens
        text: strip.words["more"]
        says: strip.words["say.more"]
        plain: false
        width: strip.moreWidth
        height: strip.height
        onClicked: {
            const next = strip.start + strip.shown.length;
            strip.start = next < strip.count ? next : 0;
        }
    }
}
