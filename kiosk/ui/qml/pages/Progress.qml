pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// Where the departments' parts of one matter stand, each with its state in words and its own clock.
Page {
    id: page

    readonly property ProgressView progress: session.after.progress

    heading: progress.matter
    lead: progress.summary
    spacing: 4 * tokens.mm

    TextBlock {
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["number"] + "  " + page.progress.number
        color: page.tokens.soft
        font.pixelSize: page.tokens.smallSize
    }
    Banner {
        objectName: "progress.whole"
        width: parent.width
        visible: text !== ""
        tokens: page.tokens
        drawing: "clock"
        text: page.progress.whole
    }
    NodeRow {
        width: parent.width
        tokens: page.tokens
        nodes: page.progress.nodes
    }
    Repeater {
        model: page.progress.lines

        Card {
            id: branch

            required property var modelData

            width: parent ? parent.width : 0
            tokens: page.tokens
            padding: 6 * page.tokens.mm

            BranchLine {
                width: parent.width
                tokens: page.tokens
                title: branch.modelData.title
                department: branch.modelData.department
                stateWord: branch.modelData.state
                says: branch.modelData.says
                drawing: branch.modelData.drawing
                tone: branch.modelData.tone
            }
        }
    }
    actions: [
        PrimaryButton {
            objectName: "progress.back"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["withdraw_back"]
            onClicked: page.session.after.fromProgress()
        }
    ]
}
