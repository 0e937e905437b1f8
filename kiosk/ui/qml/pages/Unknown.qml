import QtQuick
import Kiosk
import "../parts"

// An office has nothing, or cannot be asked just now: nobody's fault, and never told like a no.
Page {
    id: page

    readonly property MaterialsView materials: session.materials
    readonly property var here: materials.here
    readonly property string state_: here.state ?? ""
    readonly property bool away: state_ === "UNAVAILABLE" // trying again may help

    question: true
    stepped: true
    heading: tokens.words["unknown_title_" + state_] ?? ""
    lead: tokens.words["unknown_not_you"]

    Illustration {
        width: parent.width
        implicitHeight: 120 * page.tokens.mm
        tokens: page.tokens
        name: page.away ? "offline" : "search"
    }
    Card {
        width: parent.width
        tokens: page.tokens

        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "notice"
            lead: page.here.title ?? ""
            text: (page.tokens.words["unknown_text_" + page.state_] ?? "").replace("%1", page.here.department ?? "")
        }
        Point {
            width: parent.width
            visible: text !== ""
            tokens: page.tokens
            drawing: "next"
            lead: page.tokens.words["unknown_way"]
            text: page.tokens.words["unknown_next_" + (page.here.next ?? "")] ?? ""
        }
    }
    actions: [
        Banner {
            width: parent.width
            visible: page.session.trouble !== ""
            tokens: page.tokens
            tone: "bad"
            text: page.session.trouble
        },
        PrimaryButton {
            objectName: page.away ? "unknown.again" : "unknown.pass"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words[page.away ? "unknown_again" : "unknown_pass"]
            onClicked: page.away ? page.materials.again(page.materials.place)
                : page.materials.decide(page.materials.place, "pass")
        },
        QuietButton {
            objectName: page.away ? "unknown.pass" : "unknown.again"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words[page.away ? "unknown_pass" : "unknown_again"]
            onClicked: page.away ? page.materials.decide(page.materials.place, "pass")
                : page.materials.again(page.materials.place)
        }
    ]
}
