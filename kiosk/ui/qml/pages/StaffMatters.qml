pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// What a clerk may do, in the role that was chosen.
Page {
    id: page

    readonly property StaffBench bench: terminal.staff.bench

    heading: bench.role === "" ? "" : tokens.words["bench_matter"].replace("%1", tokens.words["role_" + bench.role])
    lead: bench.role === "agent" ? tokens.words["bench_matter_agent"] : ""

    Banner {
        width: parent.width
        visible: page.bench.matters.length === 0
        tokens: page.tokens
        text: page.tokens.words["bench_nothing"]
    }
    Repeater {
        model: page.bench.matters

        ItemCard {
            required property var modelData

            objectName: "item." + modelData.value
            width: parent ? parent.width : 0
            tile: true
            tokens: page.tokens
            text: modelData.title
            hint: modelData.hint
            bring: ""
            lacking: modelData.lacking
            preparing: modelData.preparing
            closed: modelData.closed
            drawing: "document"
            onClicked: page.bench.pick(modelData.value)
        }
    }
}
