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
        drawing: "warning"
        text: page.submission.final
    }
    Card {
        width: parent.width
        tokens: page.tokens
        padding: 12 * page.tokens.mm
        spacing: 8 * page.tokens.mm

        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "document"
            lead: page.tokens.words["final_matter"]
            text: page.session.asked.item
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "person"
            lead: page.tokens.words["review_person"]
            text: page.session.badge
        }
        Point {
            width: parent.width
            visible: text !== ""
            tokens: page.tokens
            drawing: "clock"
            lead: page.tokens.words["final_limit"]
            text: page.session.asked.guide["time_limit"] ?? ""
        }
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
