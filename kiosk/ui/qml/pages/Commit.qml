import QtQuick
import Kiosk
import "../parts"

// 告知承诺: what is promised, on what ground, instead of which paper; nothing is ticked beforehand.
Page {
    id: page

    readonly property MaterialsView materials: session.materials
    readonly property var here: materials.here
    property bool read: false

    question: read // before that there is one thing to do here, and it is to read
    stepped: true
    heading: tokens.words["commit_title"]
    lead: tokens.words["commit_lead"].replace("%1", here.title ?? "")
    spacing: 6 * tokens.mm

    Card {
        width: parent.width
        tokens: page.tokens
        padding: 11 * page.tokens.mm
        border.color: page.tokens.accent

        TextBlock {
            objectName: "commit.text"
            tokens: page.tokens
            width: parent.width
            text: page.here.text ?? ""
            font.pixelSize: Math.max(page.tokens.textSize * 1.15, 13 * page.tokens.mm)
            lineHeight: 1.12
        }
        TextBlock {
            tokens: page.tokens
            width: parent.width
            text: page.tokens.words["commit_basis"].replace("%1", page.here.basis ?? "")
            color: page.tokens.soft
            font.pixelSize: page.tokens.smallSize
        }
        TextBlock {
            tokens: page.tokens
            width: parent.width
            text: page.tokens.words["commit_checked"]
            color: page.tokens.soft
            font.pixelSize: page.tokens.smallSize
        }
    }
    TickButton {
        objectName: "commit.read"
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
            objectName: "commit.agree"
            width: parent.width
            tokens: page.tokens
            available: page.read
            text: page.tokens.words[page.read ? "commit_agree" : "commit_first"]
            onClicked: page.materials.decide(page.materials.place, "commit")
        },
        QuietButton {
            objectName: "commit.decline"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["commit_decline"]
            onClicked: page.materials.decide(page.materials.place, "decline")
        }
    ]
}
