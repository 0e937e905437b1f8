pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "parts"

Window {
    id: window

    required property TerminalView terminal
    required property SessionView session
    readonly property Page page: loader.item as Page
    readonly property bool settled: !settling.running // the page at hand takes taps
    readonly property bool covered: terminal.curtain !== ""
    readonly property bool whole: page !== null && page.whole
    readonly property string place: terminal.place
    property bool begun: false

    visible: false
    color: tokens.ground
    title: tokens.words["product"]
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
        loader.setSource(terminal.file, { tokens: tokens, terminal: terminal, session: session });
    }

    Tokens {
        id: tokens

        mm: window.terminal.pixelsPerMm
        breadth: window.width / mm
        large: window.terminal.large
        words: window.terminal.words
    }
    Timer {
        id: settling

        interval: window.terminal.settle
    }
    Header {
        id: header

        visible: !window.whole
        width: window.width
        height: window.whole ? 0 : Math.round(window.height * 0.12)
        tokens: tokens
        terminal: window.terminal
        session: window.session
    }
    StaffStrip {
        id: staffStrip

        visible: window.terminal.staff.operator !== ""
        anchors.top: header.bottom
        width: window.width
        height: visible ? implicitHeight : 0
        tokens: tokens
        staff: window.terminal.staff
    }
    Loader {
        id: loader

        anchors.top: staffStrip.bottom
        anchors.bottom: window.whole ? parent.bottom : footer.top
        width: window.width
        enabled: window.settled && !window.covered
        focus: true
    }
    Footer {
        id: footer

        visible: !window.whole
        enabled: window.settled && !window.covered
        width: window.width
        anchors.bottom: parent.bottom
        tokens: tokens
        terminal: window.terminal
        session: window.session
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
}
