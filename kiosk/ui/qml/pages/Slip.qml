import QtQuick
import Kiosk
import "../parts"

// The receipt: it says 已打印 only when the printer has said so. Without paper there is a code to photograph.
Page {
    id: page

    readonly property SlipView slip: session.after.slip
    readonly property bool stands: slip.state === "present" // at the mouth of the printer
    readonly property bool drawnBack: slip.state === "retracted"
    readonly property bool doubtful: slip.state === "failed" || slip.state === "unsure" || drawnBack

    heading: tokens.words["slip_" + slip.state]
    lead: stands ? tokens.words["slip_hurry"]
        : slip.state === "printed" ? tokens.words[session.after.results.printed ? "slip_take_both" : "slip_take"]
        : doubtful ? tokens.words["slip_stands"] : ""

    Banner {
        width: parent.width
        visible: page.doubtful
        tokens: page.tokens
        text: page.drawnBack ? page.tokens.words["slip_drawn_back"] : page.slip.says
    }
    Illustration {
        visible: !page.doubtful
        width: parent.width
        tokens: page.tokens
        name: "receipt"
    }
    CodeCard {
        visible: page.doubtful
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        picture: page.slip.code
        edge: Math.min(130 * page.tokens.mm, page.codeEdge)
    }
    Card {
        width: parent.width
        tokens: page.tokens

        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "receipt"
            lead: page.tokens.words["number"]
            text: page.session.after.outcome.number
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: page.session.after.outcome.reached > 1 ? "check" : "clock"
            lead: page.session.after.outcome.stateWord
            text: page.session.after.outcome.meaning
        }
        Point {
            width: parent.width
            visible: text !== ""
            tokens: page.tokens
            drawing: "notice"
            text: page.session.after.outcome.reason
        }
    }
    actions: [
        Working {
            visible: page.slip.state === "printing" && page.slip.waiting.level > 0
            anchors.horizontalCenter: parent.horizontalCenter
            tokens: page.tokens
            text: page.tokens.words["printing"]
        },
        PrimaryButton {
            objectName: "slip.done"
            visible: page.slip.state !== "printing" && !page.stands
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words[page.doubtful ? "slip_photographed" : "slip_done"]
            onClicked: page.session.after.toRating()
        },
        QuietButton {
            objectName: "slip.leave"
            visible: page.stands
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["slip_leave"]
            onClicked: page.session.after.toRating()
        },
        QuietButton {
            objectName: "slip.again"
            visible: page.doubtful
            width: parent.width
            tokens: page.tokens
            drawing: "printer"
            text: page.tokens.words["slip_again"]
            onClicked: page.slip.print()
        }
    ]
}
