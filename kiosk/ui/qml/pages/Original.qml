import QtQuick
import Kiosk
import "../parts"

// The paper itself, seen by a person, and only because nothing else could stand for it.
Page {
    id: page

    readonly property MaterialsView materials: session.materials
    readonly property var here: materials.here

    question: true
    stepped: true
    heading: here.text ?? ""
    lead: tokens.words["original_lead"].replace("%1", here.title ?? "")
    spacing: 7 * tokens.mm

    Banner {
        width: parent.width
        visible: page.here.disputed ?? false
        tokens: page.tokens
        text: page.tokens.words["original_disputed"]
    }
    Card {
        width: parent.width
        tokens: page.tokens
        padding: 12 * page.tokens.mm
        spacing: 8 * page.tokens.mm

        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "pin"
            lead: page.tokens.words["original_where"]
            text: page.here.where ?? ""
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "phone"
            lead: page.tokens.words["stop_phone"]
            text: page.here.phone ?? ""
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "clock"
            lead: page.tokens.words["original_when"]
            text: page.tokens.words["original_when_text"]
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
            objectName: "original.bring"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["original_bring"]
            onClicked: page.materials.decide(page.materials.place, "bring")
        },
        QuietButton {
            objectName: "original.other"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["original_other"]
            onClicked: page.materials.again(page.materials.place)
        }
    ]
}
