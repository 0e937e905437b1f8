pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../keyboard"
import "../parts"

// 提建议、投诉: nobody signs in, nobody is named, and a code leads back to it.
Page {
    id: page

    readonly property SuggestView view: terminal.suggestion
    readonly property bool told: view.state === "told"
    readonly property bool asks: view.state === "written" || view.state === "failed"

    question: true
    whole: view.state === "typing"
    heading: tokens.words[told ? "suggest_told" : view.kind === "" ? "suggest_title" : "suggest_kind_" + view.kind]
    lead: told ? tokens.words["suggest_told_text"] : asks ? tokens.words["suggest_look"] : tokens.words["suggest_text"]
    Component.onCompleted: view.begin()
    onGoes: view.end()

    Repeater {
        model: page.view.state === "kind" ? page.view.kinds : []

        ChoiceButton {
            required property string modelData

            objectName: "suggest." + modelData
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: page.tokens.words["suggest_kind_" + modelData]
            hint: page.tokens.words["suggest_hint_" + modelData]
            drawing: "chat"
            Accessible.role: Accessible.Button
            onClicked: page.view.choose(modelData)
        }
    }
    Banner {
        width: parent.width
        visible: page.view.state === "failed"
        tokens: page.tokens
        tone: "bad"
        text: page.tokens.words["suggest_failed"]
    }
    Card {
        width: parent.width
        visible: page.asks || page.view.state === "sending"
        tokens: page.tokens
        padding: 12 * page.tokens.mm

        TextBlock {
            width: parent.width
            tokens: page.tokens
            text: page.view.text
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
        }
    }
    Working {
        visible: page.view.state === "sending" && page.view.waiting.level > 0
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words["suggest_sending"]
    }
    Heading {
        objectName: "suggest.code"
        width: parent.width
        visible: page.told
        tokens: page.tokens
        text: page.view.code
        horizontalAlignment: Text.AlignHCenter
    }
    CodeCard {
        visible: page.told
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        picture: page.view.picture
        edge: Math.min(150 * page.tokens.mm, page.codeEdge * 0.6)
    }
    Banner {
        width: parent.width
        visible: page.told && page.view.slip !== "" && page.view.slip !== "printing"
        tokens: page.tokens
        tone: page.view.slip === "printed" ? "good" : "warm"
        text: page.tokens.words[page.view.slip === "printed" ? "suggest_printed" : "suggest_unprinted"]
    }
    Loader {
        parent: page
        active: page.whole
        anchors.fill: parent
        z: 1
        focus: page.whole

        sourceComponent: KeyboardPage {
            objectName: "suggest.typing"
            tokens: page.tokens
            title: page.tokens.words["suggest_write"]
            placeholder: page.tokens.words["suggest_example"]
            text: page.view.text
            language: page.terminal.language
            maximumLength: 500
            onAccepted: text => page.view.accept(text)
            onCancelled: page.view.cancel()
        }
    }
    actions: [
        PrimaryButton {
            objectName: "suggest.send"
            visible: page.asks
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words[page.view.state === "failed" ? "again" : "suggest_send"]
            onClicked: page.view.send()
        },
        QuietButton {
            objectName: "suggest.revise"
            visible: page.asks
            width: parent.width
            tokens: page.tokens
            drawing: "edit"
            text: page.tokens.words["suggest_revise"]
            onClicked: page.view.revise()
        },
        PrimaryButton {
            objectName: "close"
            visible: !page.asks
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["aside_close"]
            onClicked: page.terminal.close()
        }
    ]
}
