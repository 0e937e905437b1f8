import QtQuick
import "../parts"

Page {
    id: page

    stepped: true
    heading: session.asked.title
    lead: session.asked.text

    Illustration {
        width: parent.width
        tokens: page.tokens
        name: "place-card"
        part: 0.92
        implicitHeight: 220 * page.tokens.mm
    }
    Banner {
        width: parent.width
        tokens: page.tokens
        visible: page.session.card.says !== ""
        tone: page.session.card.state === "failed" ? "bad" : "warm"
        text: page.session.card.says
    }
    Working {
        visible: page.session.card.state === "waiting" || page.session.card.state === "read"
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words[page.session.card.state === "read" ? "card_read" : "card_waiting"]
    }
    actions: PrimaryButton {
        objectName: "card.again"
        width: parent.width
        visible: page.session.card.state === "failed"
        tokens: page.tokens
        text: page.tokens.words["again"]
        onClicked: page.session.card.again()
    }
}
