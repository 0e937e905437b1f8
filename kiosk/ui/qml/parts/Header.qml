pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Where this machine stands, what time it is, whether the line is up. Across, how to read it is here as well.
Rectangle {
    id: header

    required property Tokens tokens
    required property TerminalView terminal
    required property SessionView session
    readonly property string badge: session.badge === "" ? "" : tokens.words["badge"].replace("%1", session.badge)

    implicitHeight: tokens.wide ? Math.max(tokens.target, 2.7 * tokens.smallSize) + 6 * tokens.mm : Math.max(40 * tokens.mm, names.implicitHeight + 8 * tokens.mm) + strip.height
    color: tokens.bar

    Icon {
        id: mark

        readonly property bool forStaff: true // nobody who sits needs to reach it

        objectName: "mark"
        name: "mark"
        tint: header.tokens.barInk
        size: header.tokens.target * (header.tokens.wide ? 1 : 1.1)
        x: header.tokens.margin
        y: header.tokens.wide ? (header.height - height) / 2 : (strip.y - height) / 2
        Accessible.ignored: false
        Accessible.role: Accessible.Graphic
        Accessible.name: header.tokens.words["product"]

        TapHandler { // five taps in a row, which nobody does by chance: docs/for-staff.md
            onTapped: {
                if (header.terminal.page === "Home")
                    header.terminal.staff.knock();
            }
        }
    }
    Column {
        id: names

        visible: !header.tokens.wide
        anchors.left: mark.right
        anchors.leftMargin: header.tokens.gap
        anchors.right: parent.right
        anchors.rightMargin: header.tokens.margin
        anchors.verticalCenter: mark.verticalCenter

        TextBlock {
            tokens: header.tokens
            width: parent.width
            text: header.tokens.words["product"]
            color: header.tokens.barInk
            font.bold: true
            font.pixelSize: header.tokens.textSize * 1.15
            wrapMode: Text.NoWrap
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: header.tokens.smallSize
        }
        TextBlock {
            tokens: header.tokens
            width: parent.width
            text: header.terminal.machine.place
            color: header.tokens.barSoft
            font.pixelSize: header.tokens.smallSize
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
        }
    }
    Rectangle {
        id: strip

        visible: !header.tokens.wide
        width: parent.width
        height: header.tokens.smallSize * 1.45 + 7 * header.tokens.mm
        anchors.bottom: parent.bottom
        color: header.tokens.barDown

        Label {
            x: header.tokens.margin
            anchors.verticalCenter: parent.verticalCenter
            objectName: "network"
            tokens: header.tokens
            drawing: header.terminal.machine.network === "ok" ? "online" : "offline"
            text: header.tokens.words["network_" + header.terminal.machine.network]
        }
        Label {
            x: header.badge === "" ? strip.width - width - header.tokens.margin : (strip.width - width) / 2
            anchors.verticalCenter: parent.verticalCenter
            tokens: header.tokens
            text: (header.badge && header.tokens.large ? "" : header.terminal.machine.date + "  ") + header.terminal.machine.time
        }
        Label {
            anchors.right: parent.right
            anchors.rightMargin: header.tokens.margin
            anchors.verticalCenter: parent.verticalCenter
            visible: header.badge !== ""
            tokens: header.tokens
            drawing: "person"
            text: header.badge
        }
    }
    Loader {
        active: header.tokens.wide // upright, home comes up sooner without it
        anchors.left: mark.right
        anchors.leftMargin: 3 * header.tokens.mm
        anchors.right: variants.left
        anchors.rightMargin: 3 * header.tokens.mm
        anchors.verticalCenter: parent.verticalCenter

        sourceComponent: Column {
            TextBlock {
                tokens: header.tokens
                width: parent.width
                text: header.badge || header.tokens.words["product"]
                color: header.tokens.barInk
                font.bold: true
                font.pixelSize: header.tokens.smallSize
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                lineHeight: 0.93
            }
            Label {
                objectName: "network"
                tokens: header.tokens
                drawing: header.terminal.machine.network === "ok" ? "online" : "offline"
                text: header.tokens.words["network_" + header.terminal.machine.network]
                    + (header.tokens.large ? "" : "  " + header.terminal.machine.time)
            }
        }
    }
    Loader {
        id: variants

        active: header.tokens.wide
        anchors.right: parent.right
        anchors.rightMargin: header.tokens.margin
        anchors.verticalCenter: parent.verticalCenter

        sourceComponent: VariantBar {
            tokens: header.tokens
            presentation: header.terminal.presentation
            dark: true
        }
    }
    Rectangle {
        width: parent.width
        height: 1.6 * header.tokens.mm
        anchors.top: parent.bottom
        color: header.tokens.ribbon
    }
}
