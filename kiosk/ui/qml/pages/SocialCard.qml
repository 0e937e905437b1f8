pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../keyboard" as Keyboard
import "../parts"

// Without a phone: the person's social-security card, and its PIN as dots.
Page {
    id: page

    readonly property SocialConfirming card: session.confirming.card
    readonly property bool asksPin: card.state === "pin" || card.state === "checking"
    readonly property bool ended: card.state === "blocked" || card.state === "failed"

    stepped: true
    heading: tokens.words[card.state === "blocked" ? "social_blocked" : asksPin ? "social_pin" : "social_card"]
    lead: ended ? "" : tokens.words[asksPin ? "social_pin_text" : "social_card_text"]

    Banner {
        width: parent.width
        visible: page.card.says !== ""
        tokens: page.tokens
        tone: page.ended ? "bad" : "warm"
        text: page.card.says
    }
    Banner {
        width: parent.width
        visible: page.asksPin && page.card.says === ""
        tokens: page.tokens
        text: page.card.tries < 0 ? page.tokens.words["social_careful"]
            : page.tokens.words["social_tries"].replace("%1", page.card.tries)
    }
    Illustration {
        visible: !page.asksPin
        width: parent.width
        tokens: page.tokens
        name: "card"
        implicitHeight: 150 * page.tokens.mm
    }
    Working {
        visible: page.card.state === "card"
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words["social_waiting"]
    }
    Rectangle {
        visible: page.asksPin
        width: Math.min(parent.width, 202 * page.tokens.mm)
        height: 34 * page.tokens.mm
        radius: page.tokens.radius
        color: page.tokens.card
        border.color: page.tokens.accent
        border.width: 2 * page.tokens.edge
        anchors.horizontalCenter: parent.horizontalCenter
        Accessible.role: Accessible.EditableText
        Accessible.name: page.tokens.words["social_entered"].replace("%1", page.card.digits)

        Row {
            anchors.centerIn: parent
            spacing: 7 * page.tokens.mm

            Repeater {
                model: Math.max(6, page.card.digits)

                Rectangle {
                    required property int index

                    width: 9 * page.tokens.mm
                    height: width
                    radius: width / 2
                    color: index < page.card.digits ? page.tokens.ink : "transparent"
                    border.color: page.tokens.edgeColor
                    border.width: page.tokens.edge
                }
            }
        }
    }
    Keyboard.Keypad {
        visible: page.card.state === "pin"
        width: parent.width
        tokens: page.tokens
        words: says.words
        sheet: "digits"
        room: 150 * page.tokens.mm
        onTyped: digit => page.card.type(digit)
        onTookBack: page.card.takeBack()
        onCleared: page.card.clear()
    }
    Keyboard.Words {
        id: says

        language: page.terminal.language
    }
    actions: [
        Working {
            visible: page.card.state === "checking" && page.card.waiting.level > 0
            anchors.horizontalCenter: parent.horizontalCenter
            tokens: page.tokens
            text: page.tokens.words["social_checking"]
        },
        PrimaryButton {
            objectName: "social.show"
            visible: page.card.state === "pin"
            width: parent.width
            tokens: page.tokens
            available: page.card.complete
            text: page.tokens.words["social_show"]
            onClicked: page.card.show()
        },
        PrimaryButton {
            objectName: "social.again"
            visible: page.card.state === "failed"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["again"]
            onClicked: page.card.again()
        },
        PrimaryButton {
            objectName: "social.phone"
            visible: page.card.state === "blocked" // nothing else is left to try here
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["social_by_phone"]
            onClicked: page.session.confirming.byPhone()
        },
        QuietButton {
            objectName: "social.phone"
            visible: page.card.state !== "checking" && page.card.state !== "blocked"
            width: parent.width
            tokens: page.tokens
            drawing: "mobile"
            text: page.tokens.words["social_by_phone"]
            onClicked: page.session.confirming.byPhone()
        },
        QuietButton {
            objectName: "social.later"
            visible: page.session.confirming.deferrable && page.card.state !== "checking" && page.card.state !== "pin"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["phone_go_on"]
            onClicked: page.session.confirming.later()
        }
    ]
}
