import QtQuick
import Kiosk
import "../parts"

// The person's alone: until their card lies there, nobody does anything here but go back.
Page {
    id: page

    readonly property StaffView staff: terminal.staff

    heading: tokens.words["turn_title"].replace("%1", session.badge)
    lead: tokens.words[staff.handingBack ? "turn_back_text" : "turn_text"]

    Illustration {
        width: parent.width
        tokens: page.tokens
        name: "place-card"
        part: 0.92
        implicitHeight: 190 * page.tokens.mm
    }
    Banner {
        width: parent.width
        tokens: page.tokens
        visible: page.staff.turns.says !== ""
        tone: "warm"
        text: page.staff.turns.says
    }
    Working {
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words["turn_waiting"]
    }
    actions: Banner {
        width: parent.width
        tokens: page.tokens
        drawing: "shield"
        text: page.tokens.words["turn_locked"]
    }
}
