import QtQuick
import "../parts"

Page {
    id: page

    question: true

    heading: tokens.words["hotline_title"]
    lead: tokens.words["hotline_text"]

    Card {
        width: parent.width
        tokens: page.tokens
        padding: 16 * page.tokens.mm

        Icon {
            name: "phone"
            tint: page.tokens.accent
            size: 34 * page.tokens.mm
            anchors.horizontalCenter: parent.horizontalCenter
        }
        Heading {
            tokens: page.tokens
            text: "12345"
            font.pixelSize: 44 * page.tokens.mm
            anchors.horizontalCenter: parent.horizontalCenter
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
