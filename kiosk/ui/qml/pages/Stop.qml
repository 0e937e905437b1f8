import QtQuick
import "../parts"

// 不能在这里办: a page, never an error.
Page {
    id: page

    question: true

    readonly property var stop: session.asked.stop

    heading: stop.title ?? ""
    lead: stop.text ?? ""

    Card {
        width: parent.width
        tokens: page.tokens
        padding: 12 * page.tokens.mm
        spacing: 8 * page.tokens.mm

        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "pin"
            lead: page.tokens.words["stop_where"]
            text: page.stop.where ?? ""
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "phone"
            lead: page.tokens.words["stop_phone"]
            text: page.stop.phone ?? ""
        }
    }
    actions: PrimaryButton {
        objectName: "stop.home"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["understood"]
        onClicked: page.terminal.exit()
    }
}
