pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// Themes, and the stages of a life and of a company; then what stands on the chosen one.
Page {
    id: page

    readonly property ShelvesView shelves: terminal.machine.shelves
    readonly property bool chosen: shelves.title !== ""

    heading: chosen ? shelves.title : tokens.words["shelves"]
    lead: chosen ? "" : tokens.words["shelves_lead"]
    spacing: 5 * tokens.mm
    Component.onCompleted: shelves.begin()

    Repeater {
        model: page.chosen ? [] : page.shelves.shelves

        ChoiceButton {
            required property var modelData

            objectName: "shelf." + modelData.key
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: modelData.title
            hint: modelData.hint
            drawing: modelData.drawing
            available: !modelData.empty
            trail: modelData.empty ? "" : "next"
            Accessible.role: Accessible.Button
            onClicked: page.shelves.choose(modelData.key)
        }
    }
    Repeater {
        model: page.chosen ? page.shelves.entries : []

        ItemCard {
            required property var modelData

            objectName: (modelData.here ? "item." : "away.") + modelData.value
            width: parent ? parent.width : 0
            tile: true
            tokens: page.tokens
            text: modelData.title
            hint: modelData.hint
            lacking: modelData.lacking
            preparing: modelData.preparing
            closed: modelData.closed
            drawing: modelData.here ? "document" : "pin"
            onClicked: page.terminal.start(modelData.value)
        }
    }
    actions: QuietButton {
        objectName: page.chosen ? "shelves.all" : "shelves.close"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words[page.chosen ? "shelves_all" : "shelves_close"]
        onClicked: page.chosen ? page.shelves.choose("") : page.terminal.close()
    }
}
