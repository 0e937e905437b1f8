pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// All entries of a group, to be looked over, mended, added to and taken from.
Page {
    id: page

    readonly property EntriesView list: session.entries

    question: true
    stepped: true
    heading: session.asked.title
    spacing: 6 * tokens.mm

    ErrorSummary {
        width: parent.width
        tokens: page.tokens
        errors: page.session.asked.errors
    }
    TextBlock {
        visible: page.list.rows.length === 0
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["entries_none"]
        color: page.tokens.soft
    }
    Repeater {
        model: page.list.rows

        Card {
            id: card

            required property var modelData

            width: parent ? parent.width : 0
            tokens: page.tokens
            padding: 8 * page.tokens.mm
            spacing: 5 * page.tokens.mm

            TextBlock {
                width: parent.width
                tokens: page.tokens
                text: card.modelData.title
                color: page.tokens.soft
                font.pixelSize: page.tokens.smallSize
            }
            TextBlock {
                width: parent.width
                tokens: page.tokens
                text: card.modelData.value
                font.bold: true
            }
            Pair {
                id: pair

                width: parent.width
                tokens: page.tokens

                QuietButton {
                    objectName: "revise." + card.modelData.key
                    width: pair.share
                    tokens: page.tokens
                    drawing: "edit"
                    available: !page.session.busy
                    text: page.tokens.words["revise"]
                    Accessible.name: text + " " + card.modelData.title
                    onClicked: page.session.revise(card.modelData.key)
                }
                QuietButton {
                    objectName: "remove." + card.modelData.key
                    width: pair.share
                    visible: page.list.canRemove
                    tokens: page.tokens
                    drawing: "exit"
                    available: !page.session.busy
                    text: page.tokens.words["entries_remove"]
                    Accessible.name: text + " " + card.modelData.title
                    onClicked: page.list.remove(card.modelData.key)
                }
            }
        }
    }
    QuietButton {
        objectName: "entries.add"
        visible: page.list.canAdd
        width: parent.width
        tokens: page.tokens
        drawing: "person"
        available: !page.session.busy
        text: page.tokens.words["entries_add"]
        onClicked: page.list.add()
    }
    actions: PrimaryButton {
        objectName: "continue"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["entries_done"]
        onClicked: page.session.fill(page.session.asked.key)
    }
}
