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
    readonly property real presence: whole ? 0 : 1 // beneath what takes all of it, everything keeps its place
    default property alias content: body.data
    property alias actions: bottom.data
    property real spacing: 7 * tokens.mm
    property real overlap: 0 // what a turned page shows again, where a picture cannot be cut between two lines
    readonly property real inset: (tokens.wide ? 7 : 13) * tokens.mm
    readonly property real aside: tokens.wide ? (width - 3 * tokens.margin) * 0.4 : 0 // across: what is asked, beside it what is answered
    readonly property real room: (tokens.wide ? height - inset : bottom.y - 8 * tokens.mm) - view.y // for what lies between heading and actions
    readonly property real breadth: view.width
    readonly property real codeEdge: room - 30 * tokens.mm // of a code, as most: half of one is none
    // Across, heading, lead and actions share a column. Where that is too low, the lead goes to the answers, and
    // a heading that is still too long is no larger than a text.
    readonly property real space: tokens.wide ? height - 2 * inset - bottom.height - 8 * tokens.mm : 1e6
    readonly property real above: (indicator.visible ? indicator.height + top.spacing : 0) + asWanted.implicitHeight
    readonly property bool crowded: lead !== "" && above + top.spacing + beside.implicitHeight > space
    readonly property bool crammed: above > space
    readonly property bool over: body.height > room + 1

    signal goes // another page has its place; this one itself goes a moment later

    Accessible.role: Accessible.Pane
    Accessible.name: heading

    Column {
        id: top

        opacity: page.presence
        x: page.tokens.margin
        y: page.inset
        width: page.aside || page.width - 2 * page.tokens.margin
        spacing: 5 * page.tokens.mm

        StepIndicator {
            id: indicator

            visible: page.stepped && page.session.asked.count > 0
            width: parent.width
            tokens: page.tokens
            position: page.session.asked.position
            count: page.session.asked.count
            stage: page.session.asked.stage
            item: page.tokens.wide && page.tokens.large ? "" : page.session.asked.item
        }
        Heading {
            tokens: page.tokens
            width: parent.width
            visible: text !== ""
            text: page.heading
            font.pixelSize: page.crammed ? page.tokens.textSize : page.tokens.wide ? page.tokens.headingSize : page.tokens.displaySize
            topPadding: page.stepped && !page.tokens.wide ? 5 * page.tokens.mm : 0
        }
        TextBlock {
            id: beside

            tokens: page.tokens
            width: parent.width
            visible: text !== "" && !page.crowded
            text: page.lead
            color: page.tokens.soft
        }
    }
    Heading {
        id: asWanted // measured, never shown

        visible: false
        tokens: page.tokens
        width: top.width
        text: page.tokens.wide ? page.heading : "" // upright there is room for any
    }
    Item {
        id: view

        opacity: page.presence
        enabled: !page.whole
        x: page.aside ? page.aside + 2 * page.tokens.margin : page.tokens.margin
        y: page.tokens.wide ? page.inset : Math.max(top.y + top.height + 9 * page.tokens.mm, page.tokens.lowTop)
        width: page.width - x - page.tokens.margin
        height: page.over ? sheet.end - sheet.start : page.room
        clip: page.over

        Column {
            id: body

            y: page.over ? -sheet.start : page.centred ? Math.max(0, (view.height - implicitHeight) * 0.4) : 0
            width: view.width
            spacing: page.spacing

            TextBlock {
                tokens: page.tokens
                width: parent.width
                visible: text !== ""
                text: page.crowded ? page.lead : ""
                color: page.tokens.soft
            }
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

        opacity: page.presence
        enabled: !page.whole
        active: page.over // few pages are: the others are there sooner without it
        visible: active
        x: view.x + (view.width - width) / 2
        y: (page.tokens.wide ? page.height - page.inset : bottom.y - 6 * page.tokens.mm) - height

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
                available: !sheet.last
                onClicked: sheet.turn()
            }
        }
    }
    Column {
        id: bottom

        opacity: page.presence
        enabled: !page.whole
        anchors.bottom: parent.bottom
        anchors.bottomMargin: page.inset
        x: page.tokens.margin
        width: top.width
        spacing: (page.tokens.wide ? 4 : 6) * page.tokens.mm
    }
}
