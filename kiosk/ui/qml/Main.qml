pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "parts"

Window {
    id: window

    required property TerminalView terminal
    required property SessionView session
    property Page page: null
    property Page gone: null // the page before: let go once the next is painted, which comes sooner so
    readonly property bool settled: !settling.running // the page at hand takes taps
    readonly property bool covered: terminal.curtain !== ""
    readonly property bool whole: page !== null && page.whole
    readonly property string place: terminal.place
    property bool begun: false

    visible: false
    color: tokens.ground
    title: tokens.words["product"]
    onFrameSwapped: letGo()
    onPlaceChanged: {
        if (begun) {
            settle();
            load();
        }
    }
    Component.onCompleted: {
        begun = true;
        load(); // nobody has touched anything yet: home takes taps at once
    }

    function settle(): void {
        settling.restart();
    }
    function load(): void {
        const kind = Qt.createComponent(terminal.file);
        if (kind.status === Component.Error)
            console.warn(kind.errorString());
        letGo();
        gone = page;
        page = kind.createObject(stand, {
            tokens: tokens,
            terminal: terminal,
            session: session,
            width: Qt.binding(() => stand.width),
            height: Qt.binding(() => stand.height),
            focus: true
        }) as Page;
        if (gone !== null) {
            gone.visible = false;
            gone.goes();
        }
    }
    function letGo(): void {
        if (gone !== null)
            gone.destroy();
        gone = null;
    }

    Tokens {
        id: tokens

        readonly property Presentation manner: window.terminal.presentation

        mm: manner.pixelsPerMm
        breadth: window.width / mm
        stature: window.height / mm
        reach: manner.reach
        above: tokens.wide ? 0 : header.height + staffStrip.height
        large: manner.large
        elder: manner.elder
        contrast: manner.contrast
        low: manner.low
        words: window.terminal.words
    }
    Timer {
        id: settling

        interval: window.terminal.settle
        onTriggered: gc() // now, while nobody waits, rather than in the making of the next page
    }
    // Across, all of it comes down to where it is reached; upright, each page brings down what is tapped.
    Item {
        id: frame

        y: tokens.wide ? tokens.reachTop : 0
        width: window.width
        height: window.height - y

        Header {
            id: header

            visible: !window.whole
            width: frame.width
            height: window.whole ? 0 : implicitHeight
            tokens: tokens
            terminal: window.terminal
            session: window.session
        }
        StaffStrip {
            id: staffStrip

            visible: window.terminal.staff.operator !== ""
            anchors.top: header.bottom
            width: tokens.wide ? footer.x : frame.width // beside it the buttons keep their size
            height: visible ? implicitHeight : 0
            tokens: tokens
            staff: window.terminal.staff
        }
        FocusScope {
            id: stand

            anchors.top: staffStrip.bottom
            anchors.bottom: window.whole || tokens.wide ? frame.bottom : footer.top
            width: window.whole || !tokens.wide ? frame.width : footer.x
            enabled: window.settled && !window.covered
            focus: true
        }
        Footer {
            id: footer

            visible: !window.whole
            enabled: window.settled && !window.covered
            x: frame.width - width
            y: frame.height - height
            width: tokens.wide ? implicitWidth : frame.width
            height: tokens.wide ? frame.height - header.height : implicitHeight
            tokens: tokens
            terminal: window.terminal
            session: window.session
        }
    }
    Loader {
        anchors.fill: parent
        active: window.covered // made when it is wanted: home comes up sooner without it

        sourceComponent: Cover {
            tokens: tokens
            state: window.terminal.curtain
            secondsLeft: window.terminal.secondsLeft
        }
    }
    Loader {
        readonly property rect around: window.terminal.keys.around
        readonly property real rim: 2.6 * tokens.mm

        active: window.terminal.keys.shown && !window.covered
        x: around.x - rim
        y: around.y - rim
        width: around.width + 2 * rim
        height: around.height + 2 * rim

        sourceComponent: Rectangle { // two colours: one of them stands out wherever it lies
            objectName: "key.frame"
            color: "transparent"
            radius: tokens.radius
            border.color: tokens.warm
            border.width: 3 * tokens.mm

            Rectangle {
                anchors.fill: parent
                anchors.margins: 1.6 * tokens.mm
                color: "transparent"
                radius: tokens.radius
                border.color: tokens.ink
                border.width: 1.4 * tokens.mm
            }
        }
    }
}
