import QtQuick
import Kiosk
import "../parts"

// For whom: their card opens the matter, and nothing else does.
Page {
    id: page

    readonly property StaffBench bench: terminal.staff.bench

    heading: tokens.words["principal_title"]
    lead: bench.role === "" ? "" : tokens.words["principal_" + bench.role].replace("%1", bench.title)

    Illustration {
        width: parent.width
        tokens: page.tokens
        name: "place-card"
        part: 0.92
        implicitHeight: 200 * page.tokens.mm
    }
    Banner {
        width: parent.width
        tokens: page.tokens
        visible: page.bench.says !== ""
        tone: "warm"
        text: page.bench.says
    }
    Working {
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words["turn_waiting"]
    }
}
