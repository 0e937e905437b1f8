import QtQuick
import "../parts"

Page {
    id: page

    readonly property string state_: terminal.departure.state

    heading: tokens.words[state_ === "card" ? "leave_card" : state_ === "farewell" ? "leave_farewell" : "leave_working"]
    lead: tokens.words[state_ === "card" ? "leave_card_text" : state_ === "farewell" ? "leave_farewell_text" : "leave_working_text"]

    Illustration {
        width: parent.width
        tokens: page.tokens
        part: page.state_ === "working" ? 0.42 : 0.92
        implicitHeight: 220 * page.tokens.mm
        name: page.state_ === "card" ? "take-card" : page.state_ === "farewell" ? "done" : "shield"
    }
    actions: PrimaryButton {
        objectName: "done"
        visible: page.state_ === "farewell"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["leave_done"]
        onClicked: page.terminal.departure.leave()
    }
}
