import QtQuick
import Kiosk
import "../parts"

// 容缺: what may follow, in which form, until when and what else comes of it; nothing is ticked beforehand.
Page {
    id: page

    readonly property MaterialsView materials: session.materials
    readonly property var here: materials.here
    property bool read: false

    question: read // before that there is one thing to do here, and it is to read
    stepped: true
    heading: tokens.words["defer_title"].replace("%1", here.days ?? "")
    lead: tokens.words["defer_lead"].replace("%1", here.title ?? "")
    spacing: 6 * tokens.mm

    Card {
        width: parent.width
        tokens: page.tokens
        padding: 11 * page.tokens.mm
        border.color: page.tokens.accent

        TextBlock {
            tokens: page.tokens
            width: parent.width
            text: page.tokens.words["defer_promise"]
            font.bold: true
        }
        TextBlock {
            objectName: "defer.text"
            tokens: page.tokens
            width: parent.width
            text: page.here.text ?? ""
            font.pixelSize: Math.max(page.tokens.textSize * 1.15, 13 * page.tokens.mm)
            lineHeight: 1.12
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "document"
            lead: page.tokens.words["defer_what"]
            text: page.tokens.words["defer_form"].replace("%1", page.here.title ?? "").replace("%2", page.here.form ?? "")
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "clock"
            lead: page.tokens.words["defer_until"]
            text: page.here.due ?? ""
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "warning"
            lead: page.tokens.words["defer_else"]
            text: page.tokens.words["defer_else_text"]
        }
    }
    TextBlock {
        tokens: page.tokens
        width: parent.width
        text: page.tokens.words["defer_asked"]
        color: page.tokens.soft
    }
    TickButton {
        objectName: "defer.read"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["commit_read"]
        ticked: page.read
        onClicked: page.read = !page.read
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
            objectName: "defer.agree"
            width: parent.width
            tokens: page.tokens
            available: page.read
            text: page.tokens.words[page.read ? "defer_agree" : "commit_first"]
            onClicked: page.materials.decide(page.materials.place, "defer")
        },
        QuietButton {
            objectName: "defer.decline"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["defer_decline"]
            onClicked: page.materials.decide(page.materials.place, "decline")
        }
    ]
}
