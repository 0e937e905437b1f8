pragma ComponentBehavior: Bound
import QtQuick
import "../parts"

Page {
    id: page

    question: true

    stepped: true
    heading: session.asked.item
    spacing: 7 * tokens.mm

    Card {
        width: parent.width
        tokens: page.tokens

        Repeater {
            model: page.session.asked.points

            Point {
                required property string modelData

                width: parent ? parent.width : 0
                tokens: page.tokens
                text: modelData
            }
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "card"
            text: page.session.asked.guide["bring"] ?? ""
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "clock"
            text: page.session.asked.guide["time_limit"] ?? ""
        }
    }
    Card {
        width: parent.width
        tokens: page.tokens
        visible: page.session.asked.inPerson.length > 0

        TextBlock {
            tokens: page.tokens
            width: parent.width
            text: page.tokens.words["in_person_title"]
            font.bold: true
            font.pixelSize: page.tokens.textSize * 1.12
        }
        Repeater {
            model: page.session.asked.inPerson

            Point {
                required property var modelData

                width: parent ? parent.width : 0
                tokens: page.tokens
                drawing: "person"
                lead: modelData.what
                text: page.tokens.words["in_person_line"].replace("%1", modelData.where).replace("%2", modelData.time)
            }
        }
    }
    Card {
        width: parent.width
        tokens: page.tokens
        visible: page.session.asked.consents.length > 0

        TextBlock {
            tokens: page.tokens
            width: parent.width
            text: page.tokens.words["consent_title"]
            font.bold: true
            font.pixelSize: page.tokens.textSize * 1.12
        }
        Repeater {
            model: page.session.asked.consents

            Point {
                required property var modelData

                width: parent ? parent.width : 0
                tokens: page.tokens
                drawing: "search"
                lead: modelData.data
                text: page.tokens.words["consent_line"].replace("%1", modelData.department)
                    .replace("%2", modelData.purpose).replace("%3", modelData.period)
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
            objectName: "agree"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["agree"]
            onClicked: page.session.agree(page.session.asked.key)
        },
        Pair {
            id: pair

            width: parent.width
            tokens: page.tokens

            QuietButton {
                objectName: "guide"
                width: pair.share
                tokens: page.tokens
                drawing: "question"
                text: page.tokens.words["guide_open"]
                onClicked: page.terminal.aside("Guide")
            }
            QuietButton {
                objectName: "decline"
                width: pair.share
                tokens: page.tokens
                text: page.tokens.words["decline"]
                onClicked: page.session.back()
            }
        }
    ]
}
