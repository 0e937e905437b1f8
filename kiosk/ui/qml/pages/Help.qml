import QtQuick
import "../parts"

Page {
    id: page

    question: true

    heading: tokens.words["help_title"]
    lead: tokens.words["help_text"]

    Card {
        width: parent.width
        tokens: page.tokens
        padding: 12 * page.tokens.mm
        spacing: 8 * page.tokens.mm

        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "phone"
            lead: page.tokens.words["help_phone"]
            text: page.terminal.machine.phone
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "pin"
            lead: page.tokens.words["help_terminal"]
            text: page.terminal.machine.place + "  " + page.terminal.machine.number
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
