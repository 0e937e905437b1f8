pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// A paper that was held under the scanner: green with what to compare, or red. Nothing of it can be printed.
Page {
    id: page

    readonly property PaperView paper: terminal.machine.paper

    heading: tokens.words["paper_heading"]
    spacing: 6 * tokens.mm

    Banner {
        objectName: "paper.verdict"
        width: parent.width
        tokens: page.tokens
        tone: page.paper.genuine ? "good" : "bad"
        text: page.tokens.words[page.paper.genuine ? "paper_genuine" : "paper_false"]
    }
    TextBlock {
        width: parent.width
        tokens: page.tokens
        text: page.paper.genuine ? page.tokens.words["paper_compare"]
            : page.tokens.words["paper_ask"].replace("%1", page.terminal.machine.phone)
    }
    Card {
        width: parent.width
        visible: page.paper.genuine
        tokens: page.tokens
        padding: 8 * page.tokens.mm
        spacing: 0

        Repeater {
            model: page.paper.rows

            AnswerRow {
                required property var modelData
                required property int index

                width: parent ? parent.width : 0
                tokens: page.tokens
                first: index === 0
                title: page.tokens.words["paper_" + modelData.key]
                value: modelData.value
                button: ""
                act: ""
            }
        }
    }
    Banner {
        width: parent.width
        visible: text !== ""
        tokens: page.tokens
        text: page.terminal.machine.scanner.says
    }
    actions: QuietButton {
        objectName: "paper.close"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["paper_close"]
        onClicked: page.terminal.close()
    }
}
