pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// Who of a group is still wanted: cards in any order, a signature each, or a code for who is far away.
Page {
    id: page

    readonly property PartyView party: session.party
    readonly property bool done: party.state === "done"

    question: done || party.state === "failed"
    stepped: true
    heading: party.asks
    lead: done ? "" : tokens.words["party_order"]
    spacing: 6 * tokens.mm

    Banner {
        width: parent.width
        visible: page.party.voided
        tokens: page.tokens
        text: page.tokens.words["party_voided"]
    }
    Banner {
        width: parent.width
        visible: page.party.says !== "" || page.session.trouble !== ""
        tokens: page.tokens
        tone: page.party.state === "failed" || page.session.trouble !== "" ? "bad" : "warm"
        text: page.party.says || page.session.trouble
    }
    Card {
        width: parent.width
        tokens: page.tokens
        padding: 7 * page.tokens.mm
        spacing: 0

        Repeater {
            model: page.party.rows

            PersonLine {
                id: line

                required property var modelData
                required property int index

                width: parent ? parent.width : 0
                tokens: page.tokens
                name: modelData.name
                says: modelData.says
                drawing: modelData.drawing
                tone: modelData.tone
                first: index === 0
                available: !page.session.busy
                button: modelData.sign ? page.tokens.words["party_sign"]
                    : modelData.invite ? page.tokens.words["party_invite"]
                    : modelData.code ? page.tokens.words["party_code"] : ""
                buttonName: (modelData.sign ? "sign." : "invite.") + modelData.key
                buttonDrawing: modelData.sign ? "edit" : "mobile"
                onTapped: modelData.sign ? page.party.sign(modelData.key) : page.party.invite(modelData.key)
            }
        }
    }
    Working {
        visible: page.party.state === "reading"
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words["card_waiting"]
    }
    actions: PrimaryButton {
        objectName: page.done ? "continue" : "party.again"
        visible: page.question
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words[page.done ? "continue" : "again"]
        onClicked: page.done ? page.party.goOn() : page.party.again()
    }
}
