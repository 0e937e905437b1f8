import QtQuick
import "../parts"

Page {
    id: page

    readonly property string line: terminal.machine.call.state
    readonly property bool night: terminal.machine.night
    readonly property bool unmanned: night && line === "called" // a lamp that nobody sees

    question: true

    heading: tokens.words["help_title"]
    lead: tokens.words[night ? "help_text_night" : "help_text"]

    Card {
        width: parent.width
        tokens: page.tokens
        padding: 12 * page.tokens.mm
        spacing: 8 * page.tokens.mm

        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "phone"
            lead: page.tokens.words["help_phone"]
            text: page.terminal.machine.phone
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "pin"
            lead: page.tokens.words["help_terminal"]
            text: page.terminal.machine.place + "  " + page.terminal.machine.number
        }
    }
    Banner {
        width: parent.width
        visible: page.line !== "none"
        tokens: page.tokens
        tone: page.line === "lifted" || page.line === "called" ? "good" : "warm"
        drawing: "phone"
        text: page.line === "none" ? "" : page.unmanned ? page.tokens.words["help_called_night"] : page.tokens.words["help_line_" + page.line]
    }
    actions: [
        QuietButton {
            objectName: "help.staff"
            visible: page.terminal.staff.canTakeOver
            width: parent.width
            tokens: page.tokens
            drawing: "person"
            text: page.tokens.words["help_take_over"]
            onClicked: {
                page.terminal.close();
                page.terminal.staff.askHelp();
            }
        },
        QuietButton {
            objectName: "help.alone"
            visible: page.terminal.staff.role === "assist"
            width: parent.width
            tokens: page.tokens
            drawing: "person"
            text: page.tokens.words["help_hand_back"]
            onClicked: {
                page.terminal.close();
                page.terminal.staff.handBack();
            }
        },
        PrimaryButton {
            objectName: "close"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["aside_close"]
            onClicked: page.terminal.close()
        }
    ]
}
