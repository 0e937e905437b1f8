pragma ComponentBehavior: Bound
import QtQuick
import "../parts"

// What follows from the answers. Nothing is filed from here, and there is no button that would.
Page {
    id: page

    question: true

    stepped: true
    heading: session.asked.title
    lead: session.asked.text
    spacing: 6 * tokens.mm

    Card {
        width: parent.width
        visible: page.session.asked.bars.length > 0
        tokens: page.tokens

        Repeater {
            model: page.session.asked.bars

            BarLine {
                required property var modelData

                width: parent ? parent.width : 0
                tokens: page.tokens
                title: modelData.title
                shown: modelData.shown
                part: modelData.part
            }
        }
    }
    Card {
        width: parent.width
        tokens: page.tokens

        Repeater {
            model: page.session.asked.told

            Point {
                required property var modelData

                width: parent ? parent.width : 0
                tokens: page.tokens
                lead: modelData.title
                text: modelData.text
            }
        }
    }
    Banner {
        width: parent.width
        visible: text !== ""
        tokens: page.tokens
        text: page.session.asked.estimate
    }
    actions: [
        Banner {
            objectName: "inform.nothing"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["inform_nothing"]
        },
        PrimaryButton {
            objectName: "inform.done"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["inform_done"]
            onClicked: page.terminal.exit()
        }
    ]
}
