pragma ComponentBehavior: Bound
import QtQuick

// All that there is to choose in one field, with the whole window to itself. What does not fit is turned by taps.
Rectangle {
    id: page

    required property Tokens tokens
    property string title: ""
    property var options: [] // {value, title, chosen}
    property bool several: false

    readonly property bool question: true
    readonly property real between: 4 * tokens.mm
    readonly property real cellHeight: Math.max(tokens.target * 1.2, tokens.textSize * 3.4) // two lines fit
    readonly property int columns: Math.max(1, Math.floor(width / (165 * tokens.mm)))
    readonly property int rows: Math.max(1, Math.floor((room.height + between) / (cellHeight + between)))
    readonly property int places: rows * columns
    readonly property bool turns: options.length > places
    readonly property int chosen: options.filter(option => option.chosen).length
    property int opened: -1 // what was chosen first when the options came
    property int turned: -1 // the sheet at hand; -1: that of what was chosen
    readonly property int sheet: turned < 0 ? Math.floor(Math.max(0, opened) / places) : turned
    readonly property int start: sheet * places

    signal tapped(string value)
    signal done

    color: tokens.ground
    focus: true
    Accessible.role: Accessible.Pane
    Accessible.name: title
    Keys.onEscapePressed: done()
    Component.onCompleted: lookForChosen()
    onOptionsChanged: lookForChosen()

    function lookForChosen() {
        if (opened < 0 && options.length > 0)
            opened = Math.max(0, options.findIndex(option => option.chosen));
    }

    MouseArea {
        anchors.topMargin: -page.tokens.reachTop // and as far as the window goes
        anchors.fill: parent // between the chips nothing is tapped, least of all what lies under the page
    }
    Column {
        id: top

        x: page.tokens.margin
        y: 13 * page.tokens.mm
        width: page.width - 2 * x
        spacing: 4 * page.tokens.mm

        Heading {
            tokens: page.tokens
            width: parent.width
            text: page.title
            font.pixelSize: page.tokens.headingSize
        }
        TextBlock {
            tokens: page.tokens
            width: parent.width
            visible: page.several
            text: page.tokens.words["chips_chosen"].replace("%1", page.chosen)
            color: page.tokens.soft
        }
    }
    Item {
        id: room

        y: Math.max(top.y + top.height + 8 * page.tokens.mm, page.tokens.lowTop)
        height: turner.y - 6 * page.tokens.mm - y // which has its place even where nothing turns
        x: page.tokens.margin
        width: page.width - 2 * x

        Grid {
            columns: page.columns
            spacing: page.between

            Repeater {
                model: Math.max(0, Math.min(page.places, page.options.length - page.start))

                ChipButton {
                    required property int index
                    readonly property var option: page.options[page.start + index] ?? ({ value: "", title: "", chosen: false })

                    objectName: "chip." + option.value
                    width: (room.width + page.between) / page.columns - page.between
                    height: page.cellHeight
                    tokens: page.tokens
                    text: option.title
                    several: page.several
                    chosen: option.chosen
                    onClicked: page.tapped(option.value)
                }
            }
        }
    }
    Row {
        id: turner

        height: Math.max(page.tokens.target, page.tokens.textSize * 2.1)
        anchors.bottom: ready.top
        anchors.bottomMargin: 6 * page.tokens.mm
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: page.tokens.gap

        QuietButton {
            objectName: "chips.up"
            visible: page.turns
            tokens: page.tokens
            text: page.tokens.words["page_up"]
            drawing: "up"
            available: page.start > 0
            onClicked: page.turned = page.sheet - 1
        }
        QuietButton {
            objectName: "chips.down"
            visible: page.turns
            tokens: page.tokens
            text: page.tokens.words["page_down"]
            drawing: "down"
            available: page.start + page.places < page.options.length
            onClicked: page.turned = page.sheet + 1
        }
    }
    PrimaryButton {
        id: ready

        objectName: "chips.done"
        x: page.tokens.margin
        width: page.width - 2 * x
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 13 * page.tokens.mm
        tokens: page.tokens
        text: page.tokens.words["chips_done"]
        onClicked: page.done()
    }
}
