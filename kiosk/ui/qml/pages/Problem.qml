pragma ComponentBehavior: Bound
import QtQuick
import "../parts"

Page {
    id: page

    question: true

    heading: tokens.words["problem_title"]
    lead: terminal.problem.reported ? "" : tokens.words["problem_text"]
    spacing: 5 * tokens.mm

    Repeater {
        model: page.terminal.problem.reported ? [] : page.terminal.problem.kinds

        ChoiceButton {
            required property string modelData

            objectName: "problem." + modelData
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: page.tokens.words["problem_" + modelData]
            drawing: "wrench"
            Accessible.role: Accessible.Button
            onClicked: page.terminal.problem.report(modelData)
        }
    }
    Banner {
        width: parent.width
        visible: page.terminal.problem.reported
        tokens: page.tokens
        tone: "good"
        text: page.tokens.words["problem_told"].replace("%1", page.terminal.machine.phone)
    }
    actions: PrimaryButton {
        objectName: "close"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["aside_close"]
        onClicked: page.terminal.close()
    }
}
