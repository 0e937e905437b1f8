import QtQuick
import Kiosk
import "../parts"

// Where the filing stands, by the store's word: 已收件, 平台已收到, 已受理.
Page {
    id: page

    readonly property OutcomeView outcome: session.after.outcome
    readonly property ResultsView results: session.after.results
    readonly property bool working: outcome.making || results.state === "loading" || results.state === "opening"
    readonly property bool underWay: !["refused", "correction_required", "withdrawn", "quarantined"].includes(outcome.status)
    readonly property int level: Math.max(outcome.waiting.level, results.waiting.level)

    heading: outcome.sending ? tokens.words["sending"] : outcome.stateWord
    lead: outcome.sending ? "" : outcome.meaning
    spacing: 8 * tokens.mm

    Card {
        width: parent.width
        visible: !page.outcome.sending
        tokens: page.tokens
        padding: 11 * page.tokens.mm
        spacing: 4 * page.tokens.mm

        TextBlock {
            tokens: page.tokens
            text: page.tokens.words["number"]
            color: page.tokens.soft
            font.pixelSize: page.tokens.smallSize
        }
        TextMetrics {
            id: smallest

            text: page.outcome.number
            font.bold: true
            font.pixelSize: page.tokens.textSize
        }
        Heading {
            readonly property bool fits: smallest.advanceWidth <= width

            objectName: "filing.number"
            tokens: page.tokens
            width: parent.width
            text: page.outcome.number
            font.pixelSize: page.tokens.displaySize
            wrapMode: fits ? Text.NoWrap : Text.WrapAnywhere // read out at a counter as one, where there is room
            fontSizeMode: fits ? Text.HorizontalFit : Text.FixedSize
            minimumPixelSize: page.tokens.textSize
        }
        TextBlock {
            visible: page.outcome.acceptanceNumber !== ""
            tokens: page.tokens
            width: parent.width
            text: page.tokens.words["acceptance_number"].replace("%1", page.outcome.acceptanceNumber)
        }
    }
    StateLine {
        width: parent.width
        visible: !page.outcome.sending
        tokens: page.tokens
        reached: page.outcome.reached
    }
    Banner {
        width: parent.width
        visible: !page.outcome.sending && text !== ""
        tokens: page.tokens
        tone: "bad"
        text: page.outcome.reason
    }
    Banner {
        width: parent.width
        visible: !page.outcome.sending && page.underWay && page.session.after.certificate
            && (page.session.after.resultDeferred || page.outcome.status === "held")
        tokens: page.tokens
        text: page.tokens.words["result_deferred"]
    }
    Card {
        width: parent.width
        visible: !page.outcome.sending && page.underWay && page.session.after.afterwards !== ""
        tokens: page.tokens

        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "notice"
            lead: page.tokens.words["afterwards"]
            text: page.session.after.afterwards
        }
    }
    Banner {
        width: parent.width
        visible: page.results.state === "failed"
        tokens: page.tokens
        text: page.results.says
    }
    Working {
        visible: (page.outcome.sending || page.working) && page.level > 0
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words[page.outcome.sending ? "sending_words" : page.level > 1 ? "making_long" : "making"]
    }
    actions: [
        PrimaryButton {
            objectName: "slip"
            visible: !page.outcome.sending && (!page.working || page.level === 3)
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["get_slip"]
            onClicked: page.session.after.toSlip()
        },
        QuietButton {
            objectName: "keep-waiting"
            visible: page.outcome.making && page.level === 3
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["keep_waiting"]
            onClicked: page.outcome.keepWaiting()
        },
        QuietButton {
            objectName: "result.again"
            visible: page.results.state === "failed"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["again"]
            onClicked: page.results.again()
        }
    ]
}
