import QtQuick
import "../parts"

// A stroke cannot be made with keys, nor by every hand: what there is instead, and that nothing is lost by it.
Page {
    id: page

    question: true
    heading: tokens.words["sign_cannot_title"]
    lead: tokens.words["sign_cannot_text"]

    Card {
        width: parent.width
        tokens: page.tokens
        padding: 12 * page.tokens.mm
        spacing: 8 * page.tokens.mm

        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "document"
            text: page.tokens.words[page.session.notKept ? "sign_cannot_lost" : "sign_cannot_kept"]
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "pin"
            text: page.tokens.words["sign_cannot_counter"]
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "phone"
            lead: page.tokens.words["help_phone"]
            text: page.terminal.machine.phone
        }
    }
    actions: PrimaryButton {
        objectName: "close"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["aside_close"]
        onClicked: page.terminal.close()
    }
}
