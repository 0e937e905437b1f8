pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

Page {
    id: page

    question: true

    readonly property RatingView rating: session.after.rating

    heading: tokens.words["rating_title"]
    lead: tokens.words["rating_lead"]

    Row {
        id: faces

        width: parent.width
        spacing: 4 * page.tokens.mm

        Repeater {
            model: 5

            FaceButton {
                required property int index
                readonly property int grade: 5 - index

                objectName: "rate." + grade
                width: (faces.width - 4 * faces.spacing) / 5
                tokens: page.tokens
                text: page.tokens.words["grade_" + grade]
                drawing: "face-" + grade
                chosen: page.rating.grade === grade
                onClicked: page.rating.choose(grade)
            }
        }
    }
    TextBlock {
        visible: page.rating.reasons.length > 0
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["rating_why"]
        font.bold: true
        topPadding: 4 * page.tokens.mm
    }
    Repeater {
        model: page.rating.reasons

        ChoiceButton {
            required property var modelData

            objectName: "reason." + modelData.value
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: modelData.title
            chosen: modelData.chosen
            drawing: chosen ? "checked" : "unchecked"
            trail: ""
            Accessible.role: Accessible.CheckBox
            onClicked: page.rating.because(modelData.value)
        }
    }
    actions: [
        PrimaryButton {
            objectName: "rate.send"
            width: parent.width
            tokens: page.tokens
            available: page.rating.grade > 0
            text: page.tokens.words[page.rating.grade > 0 ? "rate" : "rate_first"]
            onClicked: page.rating.send()
        },
        QuietButton {
            objectName: "skip"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["skip"]
            onClicked: page.rating.skip()
        }
    ]
}
