import QtQuick
import Kiosk
import "../parts"

// What was filed is taken back: asked once more, and then told what the platform says to it.
Page {
    id: page

    readonly property WithdrawalView withdrawal: session.after.withdrawal

    question: true
    heading: withdrawal.kept ? withdrawal.stands : tokens.words["withdraw_title"]
    lead: withdrawal.kept ? withdrawal.meaning : tokens.words["withdraw_lead"]

    Banner {
        width: parent.width
        visible: text !== ""
        tokens: page.tokens
        tone: page.withdrawal.state === "printed" ? "good" : "bad"
        text: page.withdrawal.state === "printed" ? page.tokens.words["slip_take"] : page.withdrawal.says
    }
    Card {
        width: parent.width
        tokens: page.tokens
        padding: 12 * page.tokens.mm
        spacing: 8 * page.tokens.mm

        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "document"
            lead: page.tokens.words["final_matter"]
            text: page.withdrawal.matter
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "receipt"
            lead: page.tokens.words["number"]
            text: page.withdrawal.number
        }
        Point {
            width: parent.width
            visible: !page.withdrawal.kept
            tokens: page.tokens
            drawing: "notice"
            lead: page.tokens.words["withdraw_then"]
            text: page.tokens.words["withdraw_how"]
        }
    }
    actions: [
        Working {
            visible: page.session.busy && page.withdrawal.waiting.level > 0
            anchors.horizontalCenter: parent.horizontalCenter
            tokens: page.tokens
            text: page.tokens.words[page.withdrawal.state === "printing" ? "printing" : "keeping"]
        },
        PrimaryButton {
            objectName: page.withdrawal.kept ? "withdraw.back" : "withdraw.confirm"
            width: parent.width
            tokens: page.tokens
            available: !page.session.busy
            text: page.tokens.words[page.withdrawal.kept ? "withdraw_back" : "withdraw_confirm"]
            onClicked: page.withdrawal.kept ? page.session.after.fromWithdrawal() : page.withdrawal.confirm()
        },
        QuietButton {
            objectName: page.withdrawal.kept ? "withdraw.print" : "withdraw.back"
            visible: page.withdrawal.state !== "printed"
            width: parent.width
            tokens: page.tokens
            available: !page.session.busy
            text: page.tokens.words[page.withdrawal.kept ? "withdraw_print" : "withdraw_keep"]
            onClicked: page.withdrawal.kept ? page.withdrawal.print() : page.session.after.fromWithdrawal()
        }
    ]
}
