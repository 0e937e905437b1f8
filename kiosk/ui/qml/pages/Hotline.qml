pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../keyboard"
import "../parts"

// The number to call, and what the terminal can answer by itself.
Page {
    id: page

    readonly property FaqView faq: terminal.machine.faq
    readonly property bool answered: faq.state === "answered"

    question: true
    whole: faq.state === "typing"
    heading: answered ? faq.answer.title : tokens.words["hotline_title"]
    lead: answered ? "" : tokens.words[faq.unanswered ? "faq_none" : "hotline_text"]
    spacing: 5 * tokens.mm
    Component.onCompleted: faq.begin()
    onGoes: faq.end()

    Card {
        width: parent.width
        visible: page.answered
        tokens: page.tokens
        padding: 12 * page.tokens.mm

        TextBlock {
            objectName: "faq.answer"
            width: parent.width
            tokens: page.tokens
            text: page.faq.answer.text
            font.pixelSize: page.tokens.textSize * 1.12
        }
    }
    Card {
        width: parent.width
        tokens: page.tokens
        color: page.tokens.accentWash
        border.color: "transparent"

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: 10 * page.tokens.mm

            Icon {
                name: "phone"
                tint: page.tokens.accent
                size: 24 * page.tokens.mm
                anchors.verticalCenter: parent.verticalCenter
            }
            Heading {
                tokens: page.tokens
                text: "12345"
                font.pixelSize: 30 * page.tokens.mm
            }
        }
    }
    ChoiceButton {
        objectName: "faq.search"
        width: parent.width
        visible: !page.answered
        tokens: page.tokens
        text: page.tokens.words["faq_search"]
        drawing: "search"
        Accessible.role: Accessible.Button
        onClicked: page.faq.look()
    }
    ChoiceButton {
        objectName: "suggest"
        width: parent.width
        visible: !page.answered
        tokens: page.tokens
        text: page.tokens.words["suggest_title"]
        drawing: "chat"
        Accessible.role: Accessible.Button
        onClicked: page.terminal.aside("Suggest")
    }
    Repeater {
        model: page.answered ? [] : page.faq.found

        ChoiceButton {
            required property var modelData

            objectName: "faq." + modelData.value
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: modelData.title
            drawing: "question"
            Accessible.role: Accessible.Button
            onClicked: page.faq.choose(modelData.value)
        }
    }
    Loader {
        parent: page
        active: page.whole
        anchors.fill: parent
        z: 1
        focus: page.whole

        sourceComponent: KeyboardPage {
            objectName: "faq.typing"
            tokens: page.tokens
            title: page.tokens.words["faq_title"]
            placeholder: page.tokens.words["faq_example"]
            language: page.terminal.language
            maximumLength: 40
            results: page.faq.found
            nothing: page.tokens.words["faq_none"]
            onEdited: text => page.faq.type(text)
            onAccepted: text => page.faq.accept(text)
            onChosen: value => page.faq.choose(value)
            onCancelled: page.faq.back()
        }
    }
    actions: [
        QuietButton {
            objectName: "faq.back"
            width: parent.width
            visible: page.answered
            tokens: page.tokens
            text: page.tokens.words["faq_back"]
            onClicked: page.faq.back()
        },
        PrimaryButton {
            objectName: "close"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["aside_close"]
            onClicked: page.terminal.close()
        }
    ]
}
