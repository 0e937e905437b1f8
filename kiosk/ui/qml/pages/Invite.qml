import QtQuick
import Kiosk
import "../parts"

// A code for one person who signs by phone, and what came of it.
Page {
    id: page

    readonly property InvitationView invitation: session.party.invitation
    readonly property string state_: invitation.state
    readonly property bool good: state_ === "signed_by_phone"
    readonly property bool failed: ["declined", "expired", "offline", "no_phone", "trouble"].includes(state_)

    question: state_ !== "asking"
    stepped: true
    heading: tokens.words["invite_title"].replace("%1", invitation.name)
    lead: state_ === "invited" ? tokens.words["invite_text"] : ""

    CodeCard {
        visible: page.state_ === "invited"
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        edge: Math.min(150 * page.tokens.mm, page.codeEdge)
        picture: page.invitation.code
    }
    Heading {
        objectName: "invite.letters"
        visible: page.state_ === "invited"
        width: parent.width
        tokens: page.tokens
        horizontalAlignment: Text.AlignHCenter
        text: page.tokens.words["invite_letters"] + "  " + page.invitation.letters
    }
    TextBlock {
        visible: page.state_ === "invited"
        width: parent.width
        tokens: page.tokens
        horizontalAlignment: Text.AlignHCenter
        text: page.invitation.until
        color: page.tokens.soft
    }
    Working {
        visible: page.state_ === "invited" || (page.state_ === "asking" && page.invitation.waiting.level > 0)
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words[page.state_ === "invited" ? "invite_waiting" : "invite_asking"]
    }
    Illustration {
        visible: page.failed || page.good
        width: parent.width
        implicitHeight: 110 * page.tokens.mm
        tokens: page.tokens
        name: page.good ? "done" : page.state_ === "offline" ? "offline" : "mobile"
    }
    Banner {
        visible: page.failed || page.good
        width: parent.width
        tokens: page.tokens
        tone: page.good ? "good" : "warm"
        text: page.tokens.words["invite_" + page.state_] ?? ""
    }
    actions: [
        PrimaryButton {
            objectName: "invite.back"
            visible: page.question
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["invite_back"]
            onClicked: page.session.party.back()
        },
        QuietButton {
            objectName: "invite.again"
            visible: page.failed && page.state_ !== "no_phone"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["again"]
            onClicked: page.invitation.again()
        }
    ]
}
