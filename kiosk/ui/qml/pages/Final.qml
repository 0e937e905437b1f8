import QtQuick
import Kiosk
import "../parts"

// What cannot be undone is asked once more.
Page {
    id: page

    readonly property Submission submission: session.submission

    question: true
    stepped: true
    heading: tokens.words["final_title"]
    lead: tokens.words["final_lead"]

    Banner {
        width: parent.width
        tokens: page.tokens
        text: page.submission.final
    }
    Illustration {
        width: parent.width
        implicitHeight: 150 * page.tokens.mm
        tokens: page.tokens
        name: "document"
    }
    actions: [
        Working {
            visible: page.submission.waiting.level > 0
            anchors.horizontalCenter: parent.horizontalCenter
            tokens: page.tokens
            text: page.tokens.words[page.submission.waiting.level > 1 ? "keeping_long" : "keeping"]
        },
        PrimaryButton {
            objectName: "final.submit"
            width: parent.width
            tokens: page.tokens
            available: !page.session.busy
            text: page.tokens.words["final_submit"]
            onClicked: page.submission.submitFinally(page.session.asked.key)
        },
        QuietButton {
            objectName: "final.back"
            width: parent.width
            tokens: page.tokens
            available: !page.session.busy
            text: page.tokens.words["final_back"]
            onClicked: page.submission.reconsider()
        }
    ]
}
