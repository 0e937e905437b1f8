pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../keyboard" as Keyboard
import "../parts"

// A technician signs in: the card, the one-time code, the work order, and why they came.
Page {
    id: page

    readonly property TechnicianSignIn entry: terminal.technician.signIn
    readonly property bool asksCode: entry.state === "code" || entry.state === "checking"
    readonly property bool asksOrder: entry.state === "order"
    readonly property bool asksReason: entry.state === "reason"

    heading: tokens.words[asksCode ? "technician_code" : asksOrder ? "technician_order" : asksReason ? "technician_reason" : "technician_sign_in"]
    lead: asksReason ? "" : tokens.words[asksCode ? "technician_code_text" : asksOrder ? "technician_order_text" : "technician_card"]

    Banner {
        width: parent.width
        visible: page.entry.says !== ""
        tokens: page.tokens
        tone: page.entry.state === "failed" ? "bad" : "warm"
        text: page.entry.says
    }
    Illustration {
        visible: page.entry.state === "card" || page.entry.state === "failed"
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
        visible: page.entry.state === "card"
        tokens: page.tokens
        width: parent.width
        text: page.tokens.words["staff_sign_in_not"]
        color: page.tokens.soft
        horizontalAlignment: Text.AlignHCenter
    }
    PinDots {
        visible: page.asksCode
        width: Math.min(parent.width, implicitWidth)
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        digits: page.entry.state === "checking" ? 6 : page.entry.typed.length
        says: page.tokens.words["staff_entered"].replace("%1", page.entry.typed.length)
    }
    Heading {
        objectName: "technician.order"
        visible: page.asksOrder
        tokens: page.tokens
        width: parent.width
        text: page.entry.typed === "" ? "—" : page.entry.typed
        horizontalAlignment: Text.AlignHCenter
    }
    Keyboard.Keypad {
        visible: page.entry.state === "code" || page.asksOrder
        width: parent.width
        tokens: page.tokens
        words: says.words
        sheet: "digits"
        room: 150 * page.tokens.mm
        onTyped: digit => page.entry.type(digit)
        onTookBack: page.entry.takeBack()
        onCleared: page.entry.clear()
    }
    Repeater {
        model: page.asksReason ? ["fault", "inspection", "supplies", "update"] : []

        ChoiceButton {
            required property string modelData

            objectName: "technician." + modelData
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: page.tokens.words["technician_" + modelData]
            Accessible.role: Accessible.Button
            onClicked: page.entry.choose(modelData)
        }
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
            objectName: "technician.on"
            visible: page.asksOrder
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["technician_on"]
            available: page.entry.canGoOn
            onClicked: page.entry.goOn()
        },
        PrimaryButton {
            objectName: "technician.again"
            visible: page.entry.state === "failed"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["again"]
            onClicked: page.entry.again()
        }
    ]
}
