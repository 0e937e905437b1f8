pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// The cashier's page: how much, to whom, and a code for the phone of whoever pays.
Page {
    id: page

    readonly property PayingView paying: session.paying
    readonly property string state_: paying.state
    readonly property bool coded: state_ === "showing" || state_ === "opened"
    readonly property bool retry: state_ === "expired" || state_ === "failed"
    readonly property bool failed: retry || state_ === "offline" || state_ === "unkept" || state_ === "trouble"
    // Without a line nobody can pay: the matter is taken all the same, and paid later.
    readonly property bool later: state_ === "offline" || paying.deferrable && state_ !== "unkept"

    stepped: true
    heading: state_ === "paid" ? tokens.words["pay_paid"] : session.asked.title
    lead: coded ? session.asked.text : ""
    spacing: 5 * tokens.mm

    Card {
        width: parent.width
        tokens: page.tokens
        padding: 7 * page.tokens.mm
        spacing: 2 * page.tokens.mm

        Row {
            width: parent ? parent.width : 0
            spacing: 6 * page.tokens.mm

            TextBlock {
                id: total

                anchors.baseline: sum.baseline
                tokens: page.tokens
                text: page.tokens.words["pay_total"]
                color: page.tokens.soft
                wrapMode: Text.NoWrap
            }
            Heading {
                id: sum

                width: parent.width - total.width - 6 * page.tokens.mm
                tokens: page.tokens
                horizontalAlignment: Text.AlignRight
                font.pixelSize: page.tokens.displaySize
                text: page.tokens.words["pay_yuan"].replace("%1", page.paying.amount)
            }
        }
        Repeater {
            model: page.paying.lines.length > 1 ? page.paying.lines : []

            Item {
                id: line

                required property var modelData

                width: parent ? parent.width : 0
                implicitHeight: Math.max(what.implicitHeight, amount.implicitHeight) + 3 * page.tokens.mm

                TextBlock {
                    id: what

                    width: parent.width - amount.width - 4 * page.tokens.mm
                    anchors.verticalCenter: parent.verticalCenter
                    tokens: page.tokens
                    font.pixelSize: page.tokens.smallSize
                    text: page.tokens.words["pay_line"].replace("%1", line.modelData.title).replace("%2", line.modelData.department)
                }
                TextBlock {
                    id: amount

                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    tokens: page.tokens
                    wrapMode: Text.NoWrap
                    font.pixelSize: page.tokens.smallSize
                    font.bold: true
                    text: page.tokens.words["pay_yuan"].replace("%1", line.modelData.amount)
                }
            }
        }
    }
    CodeCard {
        visible: page.coded
        anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
        tokens: page.tokens
        edge: Math.min((page.tokens.large ? 130 : 170) * page.tokens.mm, page.codeEdge)
        picture: page.paying.code
    }
    Working {
        visible: page.coded
        anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
        tokens: page.tokens
        text: page.tokens.words[page.state_ === "opened" ? "pay_opened" : "pay_waiting"].replace("%1", page.paying.secondsLeft)
    }
    Working {
        visible: page.state_ === "asking" && page.paying.waiting.level > 0
        anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
        tokens: page.tokens
        text: page.tokens.words[page.paying.waiting.level > 1 ? "still_waiting" : "pay_asking"]
    }
    Illustration {
        visible: page.failed || page.state_ === "paid"
        width: parent.width
        implicitHeight: 90 * page.tokens.mm
        tokens: page.tokens
        name: page.state_ === "paid" ? "document" : page.state_ === "offline" ? "offline" : "mobile"
    }
    Banner {
        visible: page.failed
        width: parent.width
        tokens: page.tokens
        tone: page.state_ === "offline" || page.state_ === "expired" ? "warm" : "bad"
        text: page.tokens.words["pay_" + page.state_] ?? ""
    }
    Banner {
        visible: page.state_ === "paid"
        width: parent.width
        tokens: page.tokens
        tone: "good"
        text: page.tokens.words[page.paying.bill ? "pay_paid_bill" : "pay_paid_text"].replace("%1", page.paying.bill)
    }
    Banner {
        visible: page.paying.note !== ""
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["pay_" + page.paying.note] ?? ""
    }
    actions: [
        PrimaryButton {
            objectName: "continue"
            visible: page.state_ === "paid"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["continue"]
            onClicked: page.paying.goOn()
        },
        PrimaryButton {
            objectName: page.state_ === "offline" ? "pay.later" : "pay.again"
            visible: page.failed
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words[page.state_ === "offline" ? "pay_file_first" : page.retry ? "pay_another" : "again"]
            onClicked: page.state_ === "offline" ? page.paying.later() : page.paying.again()
        },
        QuietButton {
            objectName: "pay.again"
            visible: page.state_ === "offline"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["again"]
            onClicked: page.paying.again()
        },
        Pair {
            id: pair

            visible: page.coded || page.retry
            width: parent.width
            tokens: page.tokens

            QuietButton {
                objectName: "pay.ask"
                width: pair.share
                tokens: page.tokens
                text: page.tokens.words["pay_ask"]
                onClicked: page.paying.ask()
            }
            QuietButton {
                objectName: "pay.again"
                visible: page.coded
                width: pair.share
                tokens: page.tokens
                text: page.tokens.words["pay_another"]
                onClicked: page.paying.again()
            }
        },
        QuietButton {
            objectName: "pay.later"
            visible: page.later && (page.coded || page.retry || page.paying.waiting.level === 3)
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["pay_later"]
            onClicked: page.paying.later()
        }
    ]
}
