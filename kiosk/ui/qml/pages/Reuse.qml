import QtQuick
import Kiosk
import "../parts"

// What the platform keeps of an earlier matter: where it is from, of when, and until when it is good.
Page {
    id: page

    readonly property MaterialsView materials: session.materials
    readonly property var here: materials.here
    readonly property var held: here.held ?? ({})

    question: true
    stepped: true
    heading: tokens.words["reuse_title"]
    lead: tokens.words["reuse_lead"].replace("%1", here.title ?? "")

    Card {
        width: parent.width
        tokens: page.tokens
        padding: 12 * page.tokens.mm
        spacing: 8 * page.tokens.mm

        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "document"
            lead: page.tokens.words["reuse_source"]
            text: page.held.source ?? ""
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "clock"
            lead: page.tokens.words["reuse_date"]
            text: page.tokens.words["reuse_until"].replace("%1", page.held.date ?? "").replace("%2", page.held.until ?? "")
        }
    }
    Banner {
        width: parent.width
        visible: page.held.grade === "C"
        tokens: page.tokens
        text: page.tokens.words["reuse_checked"]
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
            objectName: "reuse.use"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["reuse_use"]
            onClicked: page.materials.decide(page.materials.place, "use")
        },
        QuietButton {
            objectName: "reuse.decline"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["reuse_decline"]
            onClicked: page.materials.decide(page.materials.place, "decline")
        }
    ]
}
