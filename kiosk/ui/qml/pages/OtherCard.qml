import QtQuick
import "../parts"

// Somebody else's card was laid down: the session goes on for whom it was begun.
Page {
    id: page

    question: true

    heading: tokens.words["other_card_title"]
    lead: tokens.words["other_card_text"].replace("%1", session.badge)

    Illustration {
        width: parent.width
        tokens: page.tokens
        name: "take-card"
        part: 0.92
        implicitHeight: 220 * page.tokens.mm
    }
    actions: PrimaryButton {
        objectName: "close"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["aside_close"]
        onClicked: page.terminal.close()
    }
}
