pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// One page: where in the matter one is, the question, what belongs to it, and at the bottom what to do.
// What does not fit is turned by taps; nothing here needs a swipe.
Item {
    id: page

    required property Tokens tokens
    required property TerminalView terminal
    required property SessionView session
    property string heading: ""
    property string lead: ""
    property bool stepped: false
    property bool question: false // exactly one primary action stands on it
    property bool whole: false // the page takes header and footer too
    property bool centred: false
    default property alias content: body.data
    property alias actions: bottom.data
    property real spacing: 7 * tokens.mm
    property real overlap: 0 // what a turned page shows again, where a picture cannot be cut between two lines
    readonly property real room: bottom.y - view.y - 8 * tokens.mm // for what lies between heading and actions
    readonly property bool over: body.height > room + 1

    Accessible.role: Accessible.Pane
    Accessible.name: heading

    Column {
        id: top

        x: page.tokens.margin
        y: 13 * page.tokens.mm
        width: page.width - 2 * page.tokens.margin
        spacing: 5 * page.tokens.mm

        StepIndicator {
            visible: page.stepped && page.session.asked.count > 0
            width: parent.width
            tokens: page.tokens
            position: page.session.asked.position
            count: page.session.asked.count
            stage: page.session.asked.stage
            item: page.session.asked.item
        }
        Heading {
            tokens: page.tokens
            width: parent.width
            visible: text !== ""
            text: page.heading
            font.pixelSize: page.tokens.displaySize
            topPadding: page.stepped ? 5 * page.tokens.mm : 0
        }
        TextBlock {
            tokens: page.tokens
            width: parent.width
            visible: text !== ""
            text: page.lead
            color: page.tokens.soft
        }
    }
    Item {
        id: view

        anchors.top: top.bottom
        anchors.topMargin: 9 * page.tokens.mm
        x: page.tokens.margin
        width: page.width - 2 * page.tokens.margin
        height: page.over ? sheet.end - sheet.start : page.room
        clip: page.over

        Column {
            id: body

            y: page.over ? -sheet.start : page.centred ? Math.max(0, (view.height - implicitHeight) * 0.4) : 0
            width: view.width
            spacing: page.spacing
        }
    }
    Sheet {
        id: sheet

        body: body
        room: turner.y - view.y - 3 * page.tokens.mm
        overlap: page.overlap
    }
    Loader {
        id: turner

        active: page.over // few pages are: the others are there sooner without it
        visible: active
        anchors.bottom: bottom.top
        anchors.bottomMargin: 6 * page.tokens.mm
        anchors.horizontalCenter: parent.horizontalCenter

        sourceComponent: Row {
            spacing: page.tokens.gap

            QuietButton {
                objectName: "page.up"
                tokens: page.tokens
                text: page.tokens.words["page_up"]
                drawing: "up"
                available: sheet.start > 0
                onClicked: sheet.turnBack()
            }
            QuietButton {
                objectName: "page.down"
                tokens: page.tokens
                text: page.tokens.words["page_down"]
                drawing: "down"
                available: sheet.end < body.height - 1
                onClicked: sheet.turn()
            }
        }
    }
    Column {
        id: bottom

        anchors.bottom: parent.bottom
        anchors.bottomMargin: 13 * page.tokens.mm
        x: page.tokens.margin
        width: page.width - 2 * page.tokens.margin
        spacing: 6 * page.tokens.mm
    }
}
