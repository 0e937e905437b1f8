import QtQuick
import Kiosk
import "../parts"

// The times that a matter needs, on big tiles; what is full is shown as full. Without a line it may wait.
Page {
    id: page

    readonly property VisitView visit: session.visit
    readonly property TimesView times: visit.times
    readonly property bool stuck: times.state === "offline" || times.state === "trouble" || times.state === "none"

    stepped: true
    heading: times.state === "slots" ? times.heading : session.asked.title
    lead: times.state === "days" || times.state === "plans" ? session.asked.text : ""
    spacing: 5 * tokens.mm

    Banner {
        width: parent.width
        visible: text !== ""
        tokens: page.tokens
        tone: "bad"
        text: page.visit.trouble
    }
    TimeTiles {
        width: parent.width
        tokens: page.tokens
        times: page.times
    }
    Working {
        visible: page.visit.holding && page.visit.waiting.level > 0
        anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
        tokens: page.tokens
        text: page.tokens.words["step_appointment_hold"]
    }
    actions: [
        PrimaryButton {
            objectName: "visit.again"
            visible: page.stuck
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words[page.times.state === "none" ? "step_appointment_none" : "again"]
            onClicked: page.times.again()
        },
        QuietButton {
            objectName: "visit.later"
            visible: page.stuck && page.visit.deferrable
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["step_appointment_later"]
            onClicked: page.visit.later()
        },
        QuietButton {
            objectName: "visit.days"
            visible: page.times.state === "slots"
            width: parent.width
            tokens: page.tokens
            available: !page.session.busy
            text: page.tokens.words["booking_back"]
            onClicked: page.visit.back()
        }
    ]
}
