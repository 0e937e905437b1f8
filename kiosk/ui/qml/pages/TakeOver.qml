import QtQuick
import "../parts"

// The person says yes before anybody else sees what they entered.
Page {
    id: page

    question: true

    heading: tokens.words["take_over_title"]
    lead: tokens.words["take_over_text"]

    Illustration {
        width: parent.width
        tokens: page.tokens
        name: "person"
    }
    actions: [
        PrimaryButton {
            objectName: "takeover.agree"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["take_over_agree"]
            onClicked: page.terminal.staff.consent()
        },
        QuietButton {
            objectName: "takeover.decline"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["take_over_decline"]
            onClicked: page.terminal.back()
        }
    ]
}
