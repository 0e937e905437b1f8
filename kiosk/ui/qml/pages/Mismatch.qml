pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// An office said no. What it was asked stands here to be compared; every way on is a button.
Page {
    id: page

    readonly property MaterialsView materials: session.materials
    readonly property var here: materials.here
    readonly property var asked: here.asked ?? []
    readonly property bool correctable: (here.revise ?? "") !== ""
    readonly property bool single: correctable && !here.several
    readonly property bool photographed: here.next === "capture" // otherwise the paper is brought
    property bool disputing: false

    question: !disputing // each reason weighs the same
    stepped: true
    heading: disputing ? tokens.words["dispute_title"] : tokens.words["mismatch_title"].replace("%1", here.department ?? "")
    lead: disputing ? tokens.words["dispute_lead"] : ""
    spacing: 6 * tokens.mm

    Illustration {
        visible: page.disputing
        width: parent.width
        implicitHeight: 100 * page.tokens.mm
        tokens: page.tokens
        name: "question"
    }
    Banner {
        visible: !page.disputing
        width: parent.width
        tokens: page.tokens
        tone: "bad"
        text: page.here.text ? page.here.text
            : page.tokens.words[page.correctable ? "mismatch_compare" : "mismatch_person"].replace("%1", page.here.title ?? "")
    }
    Card {
        width: parent.width
        visible: page.asked.length > 0 && !page.disputing
        tokens: page.tokens
        padding: 8 * page.tokens.mm
        spacing: 0

        TextBlock {
            tokens: page.tokens
            width: parent.width
            text: page.tokens.words["mismatch_asked"]
            color: page.tokens.soft
            bottomPadding: 2 * page.tokens.mm
        }
        Repeater {
            model: page.asked

            AnswerRow {
                required property var modelData
                required property int index

                width: parent ? parent.width : 0
                tokens: page.tokens
                title: modelData.title
                value: modelData.value
                button: page.single ? "" : "revise." + modelData.step
                act: page.tokens.words["revise"]
                onTapped: page.materials.revise(page.materials.place, modelData.step)
            }
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
            objectName: page.correctable ? "mismatch.revise" : "mismatch.dispute"
            visible: !page.disputing
            width: parent.width
            tokens: page.tokens
            drawing: page.correctable ? "edit" : "document"
            text: page.tokens.words[page.correctable ? "mismatch_revise" : page.photographed ? "mismatch_photograph" : "mismatch_instead"]
            onClicked: {
                if (page.correctable)
                    page.materials.revise(page.materials.place, page.here.revise);
                else
                    page.disputing = true;
            }
        },
        QuietButton {
            objectName: "mismatch.alternative"
            visible: (page.here.alternative ?? "") !== "" && !page.disputing
            width: parent.width
            tokens: page.tokens
            drawing: "next"
            text: page.tokens.words["mismatch_alternative"]
            onClicked: page.materials.revise(page.materials.place, page.here.alternative)
        },
        QuietButton {
            objectName: "mismatch.dispute"
            visible: page.correctable && !page.disputing
            width: parent.width
            tokens: page.tokens
            drawing: "document"
            text: page.tokens.words[page.photographed ? "mismatch_photograph" : "mismatch_dispute"]
            onClicked: page.disputing = true
        },
        QuietButton {
            objectName: "dispute.record_wrong"
            visible: page.disputing
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["dispute_record_wrong"]
            onClicked: page.materials.dispute(page.materials.place, "record_wrong")
        },
        QuietButton {
            objectName: "dispute.changed"
            visible: page.disputing
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["dispute_changed"]
            onClicked: page.materials.dispute(page.materials.place, "changed")
        },
        QuietButton {
            objectName: "dispute.other"
            visible: page.disputing
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["dispute_other"]
            onClicked: page.materials.dispute(page.materials.place, "other")
        },
        QuietButton {
            objectName: "dispute.back"
            visible: page.disputing
            width: parent.width
            tokens: page.tokens
            drawing: "back"
            text: page.tokens.words["dispute_back"]
            onClicked: page.disputing = false
        },
        QuietButton {
            objectName: "mismatch.help"
            visible: !page.disputing
            width: parent.width
            tokens: page.tokens
            drawing: "help"
            text: page.tokens.words["ask_staff"]
            onClicked: page.terminal.aside("Help")
        }
    ]
}
