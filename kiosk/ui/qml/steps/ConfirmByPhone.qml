import QtQuick
import "../parts"

Page {
    id: page

    readonly property string state_: session.phone.state
    readonly property bool closed: state_ === "offline" || state_ === "no_phone" // trying again may not help
    readonly property bool later: closed && session.phone.deferrable
    readonly property string trouble: "phone_" + state_ + (closed && !later ? "_only" : "")
    readonly property bool failed: !["", "asking", "showing"].includes(state_)
    // Whoever said that it is not them is not passed over: only their phone can say otherwise.
    readonly property bool deferrable: session.phone.deferrable && state_ !== "declined"

    stepped: true
    heading: session.asked.title
    lead: failed ? "" : session.asked.text

    CodeCard {
        visible: page.state_ === "showing"
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        edge: Math.min(170 * page.tokens.mm, page.room - waits.height - page.spacing)
        picture: page.session.phone.code
    }
    Working {
        id: waits

        visible: page.state_ === "showing"
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words["phone_waiting"]
    }
    Working {
        visible: page.state_ === "asking" && page.session.phone.waiting.level > 0
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words[page.session.phone.waiting.level > 1 ? "still_waiting" : "phone_asking"]
    }
    Working {
        visible: page.session.waiting.level > 0
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words[page.session.waiting.level > 1 ? "still_waiting" : "prefilling"]
    }
    Illustration {
        visible: page.failed
        width: parent.width
        implicitHeight: 110 * page.tokens.mm
        tokens: page.tokens
        name: page.state_ === "offline" ? "offline" : "mobile"
    }
    Banner {
        visible: page.failed
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words[page.trouble] ?? ""
    }
    TextBlock {
        visible: page.failed && page.deferrable
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["phone_later"]
    }
    actions: [
        PrimaryButton {
            objectName: page.later ? "phone.later" : "phone.again"
            visible: page.failed
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words[page.later ? "phone_go_on" : "again"]
            onClicked: page.later ? page.session.phone.goOn() : page.session.phone.again()
        },
        QuietButton {
            objectName: "phone.again"
            visible: page.later
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["again"]
            onClicked: page.session.phone.again()
        },
        QuietButton {
            objectName: "phone.social"
            visible: page.session.confirming.socialCard && page.state_ !== "declined"
                && (page.failed || page.state_ === "showing" || page.session.phone.waiting.level === 3)
            width: parent.width
            tokens: page.tokens
            drawing: "card"
            text: page.tokens.words["phone_social"]
            onClicked: page.session.confirming.bySocialCard()
        },
        QuietButton {
            objectName: "phone.without"
            visible: page.deferrable && !page.later
                && (page.failed || page.state_ === "showing" || page.session.phone.waiting.level === 3)
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["phone_without"]
            onClicked: page.session.phone.goOn()
        },
        QuietButton {
            objectName: "prefill.skip"
            visible: page.session.waiting.level === 3
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["go_on"]
            onClicked: page.session.goOn()
        }
    ]
}
