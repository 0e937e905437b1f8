pragma ComponentBehavior: Bound
import QtQuick
import "../parts"

// The guide of the matter at hand: where, with what, how long; then all else that people ask before they begin.
Page {
    id: page

    question: true
    heading: tokens.words["guide_title"].replace("%1", session.asked.item)
    spacing: 6 * tokens.mm

    Banner {
        objectName: "guide.before"
        width: parent.width
        visible: page.session.asked.before !== ""
        tokens: page.tokens
        text: page.tokens.words["before_now"].replace("%1", page.session.asked.before)
    }
    Card {
        width: parent.width
        tokens: page.tokens
        spacing: 4.5 * page.tokens.mm

        Repeater {
            model: page.session.asked.guideBlocks

            Point {
                required property var modelData

                objectName: "guide." + modelData.name
                width: parent ? parent.width : 0
                tokens: page.tokens
                drawing: modelData.drawing
                lead: modelData.title
                text: modelData.text
            }
        }
    }
    actions: PrimaryButton {
        objectName: "close"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["aside_close"]
        onClicked: page.terminal.close()
    }
}
