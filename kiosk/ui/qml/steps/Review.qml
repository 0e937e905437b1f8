pragma ComponentBehavior: Bound
import QtQuick
import "../parts"

Page {
    id: page

    question: true

    stepped: true
    heading: session.asked.title
    spacing: 6 * tokens.mm

    Banner {
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["not_submitted"]
    }
    Banner {
        width: parent.width
        visible: text !== ""
        tokens: page.tokens
        drawing: "warning"
        text: page.session.submission.final
    }
    ErrorSummary {
        width: parent.width
        tokens: page.tokens
        errors: page.session.asked.errors
    }
    Card {
        width: parent.width
        tokens: page.tokens
        padding: 8 * page.tokens.mm
        spacing: 0

        Repeater {
            model: page.session.asked.rows

            AnswerRow {
                required property var modelData
                required property int index

                width: parent ? parent.width : 0
                tokens: page.tokens
                title: modelData.title
                value: modelData.value
                first: index === 0
                button: modelData.button
                act: page.tokens.words[modelData.button !== "reveal" ? "revise" : page.session.asked.revealed ? "shown" : "reveal"]
                drawing: modelData.button === "reveal" ? "eye" : "edit"
                available: !page.session.busy && (modelData.button !== "reveal" || !page.session.asked.revealed)
                onTapped: modelData.step ? page.session.revise(modelData.step) : page.session.asked.reveal()
            }
        }
    }
    actions: [
        Banner {
            width: parent.width
            visible: page.session.trouble !== "" || page.session.notKept
            tokens: page.tokens
            tone: "bad"
            text: page.session.trouble || page.tokens.words["draft_lost"]
        },
        Working {
            visible: page.session.submission.waiting.level > 0
            anchors.horizontalCenter: parent.horizontalCenter
            tokens: page.tokens
            text: page.tokens.words[page.session.submission.waiting.level > 1 ? "keeping_long" : "keeping"]
        },
        PrimaryButton {
            objectName: "submit"
            width: parent.width
            tokens: page.tokens
            available: !page.session.busy
            text: page.tokens.words["submit"]
            onClicked: page.session.submission.submit(page.session.asked.key)
        }
    ]
}
