pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../keyboard" as Keyboard
import "../parts"

// A clerk changes their own PIN: the card, the one that counts now, the new one twice.
Page {
    id: page

    readonly property StaffPin entry: terminal.staff.duties.pin
    readonly property bool typed: ["old", "new", "twice"].includes(entry.state)

    heading: tokens.words[typed ? "pin_" + entry.state : "duty_pin"]
    lead: typed ? tokens.words[entry.state === "old" ? "staff_pin_text" : "pin_rule"] : entry.state === "card" ? tokens.words["staff_sign_in_card"] : ""

    Banner {
        width: parent.width
        visible: page.entry.says !== "" || page.entry.state === "done"
        tokens: page.tokens
        tone: page.entry.state === "done" ? "good" : page.entry.state === "failed" ? "bad" : "warm"
        text: page.entry.state === "done" ? page.tokens.words["pin_changed"] : page.entry.says
    }
    Illustration {
        visible: page.entry.state === "card"
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
    PinDots {
        visible: page.typed
        width: Math.min(parent.width, implicitWidth)
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        digits: page.entry.digits
        says: page.tokens.words["staff_entered"].replace("%1", page.entry.digits)
    }
    Keyboard.Keypad {
        visible: page.typed
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
        PrimaryButton {
            objectName: "pin.again"
            visible: page.entry.state === "failed"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["again"]
            onClicked: page.entry.again()
        },
        PrimaryButton {
            objectName: "pin.done"
            visible: page.entry.state === "done"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["aside_close"]
            onClicked: page.terminal.back()
        }
    ]
}
