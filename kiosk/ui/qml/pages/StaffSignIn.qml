pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../keyboard" as Keyboard
import "../parts"

// A clerk signs in: the card, then the PIN as dots. Whoever came here by chance is told the way back.
Page {
    id: page

    readonly property StaffSignIn entry: terminal.staff.signIn
    readonly property bool asksPin: entry.state === "pin" || entry.state === "checking"

    heading: tokens.words[asksPin ? "staff_pin" : "staff_sign_in"]
    lead: tokens.words[asksPin ? "staff_pin_text" : "staff_sign_in_card"]

    Banner {
        width: parent.width
        visible: page.entry.says !== ""
        tokens: page.tokens
        tone: page.entry.state === "failed" ? "bad" : "warm"
        text: page.entry.says
    }
    Illustration {
        visible: !page.asksPin
        width: parent.width
        tokens: page.tokens
        name: "place-card"
        part: 0.8
        implicitHeight: 150 * page.tokens.mm
    }
    Working {
        visible: page.entry.state === "card"
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words["turn_waiting"]
    }
    TextBlock {
        visible: !page.asksPin
        tokens: page.tokens
        width: parent.width
        text: page.tokens.words["staff_sign_in_not"]
        color: page.tokens.soft
        horizontalAlignment: Text.AlignHCenter
    }
    PinDots {
        visible: page.asksPin
        width: Math.min(parent.width, implicitWidth)
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        digits: page.entry.state === "checking" ? 6 : page.entry.digits
        says: page.tokens.words["staff_entered"].replace("%1", page.entry.digits)
    }
    Keyboard.Keypad {
        visible: page.entry.state === "pin"
        width: parent.width
        tokens: page.tokens
        words: says.words
        sheet: "digits"
        room: 150 * page.tokens.mm
        onTyped: digit => page.entry.type(digit)
        onTookBack: page.entry.takeBack()
        onCleared: page.entry.clear()
    }
    Keyboard.Words {
        id: says

        language: page.terminal.language
    }
    actions: [
        Working {
            visible: page.entry.state === "checking" && page.entry.waiting.level > 0
            anchors.horizontalCenter: parent.horizontalCenter
            tokens: page.tokens
            text: page.tokens.words["staff_checking"]
        },
        QuietButton {
            objectName: "staff.technician"
            visible: page.entry.state === "card" && page.terminal.technician.canEnter
            width: parent.width
            tokens: page.tokens
            drawing: "wrench"
            text: page.tokens.words["technician_enter"]
            onClicked: page.terminal.technician.enter()
        },
        PrimaryButton {
            objectName: "staff.again"
            visible: page.entry.state === "failed"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["again"]
            onClicked: page.entry.again()
        }
    ]
}
