pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

Page {
    id: page

    readonly property ResultsView results: session.after.results
    readonly property bool working: results.state === "loading" || results.state === "opening"

    heading: tokens.words["results_title"]
    spacing: 5 * tokens.mm

    Banner {
        width: parent.width
        visible: text !== ""
        tokens: page.tokens
        text: page.terminal.machine.scanner.says || (page.results.state === "listed" ? page.results.says : "")
    }
    Repeater {
        model: page.results.found

        ChoiceButton {
            required property var modelData
            required property int index

            objectName: "result." + index
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: modelData.title
            hint: modelData.hint
            drawing: "document"
            Accessible.role: Accessible.Button
            onClicked: page.results.open(modelData.id)
        }
    }
    Repeater {
        model: page.working ? [] : page.results.matters

        MatterBanner {
            required property var modelData
            required property int index

            width: parent ? parent.width : 0
            tokens: page.tokens
            text: modelData.title + "\n" + modelData.number + "\n" + modelData.says
            button: modelData.withdraw ? "withdraw." + index : ""
            progress: modelData.progress ? "progress." + index : ""
            onFollowed: page.session.after.follow(modelData.id)
            onTakenBack: page.session.after.withdraw(modelData.id)
        }
    }
    Banner {
        width: parent.width
        visible: page.results.state === "listed" && page.results.found.length + page.results.matters.length === 0
        tokens: page.tokens
        text: page.tokens.words["results_none"]
    }
    Banner {
        width: parent.width
        visible: page.results.state === "failed"
        tokens: page.tokens
        tone: "bad"
        text: page.results.says
    }
    Working {
        visible: page.working && page.results.waiting.level > 0
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words[page.results.waiting.level > 1 ? "still_waiting" : "loading"]
    }
    actions: [
        PrimaryButton {
            objectName: "finish"
            visible: !page.working || page.results.waiting.level === 3
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["finish"]
            onClicked: page.session.after.finish()
        },
        QuietButton {
            objectName: "result.again"
            visible: page.results.state === "failed"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["again"]
            onClicked: page.results.again()
        }
    ]
}
