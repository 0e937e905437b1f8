pragma ComponentBehavior: Bound
import QtQuick
import "../parts"

// What an organisation can have done here; who acts for it is asked once its matter is begun.
Page {
    id: page

    heading: tokens.words["organisations"]
    lead: tokens.words["organisations_lead"]
    spacing: 9 * tokens.mm

    Repeater {
        model: page.terminal.machine.organisations

        ItemCard {
            required property var modelData

            objectName: "item." + modelData.value
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: modelData.title
            hint: modelData.hint
            bring: modelData.bring
            lacking: modelData.lacking
            preparing: modelData.preparing
            closed: modelData.closed
            drawing: "document"
            onClicked: page.terminal.start(modelData.value)
        }
    }
    actions: QuietButton {
        objectName: "organisations.close"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["organisations_close"]
        onClicked: page.terminal.close()
    }
}
