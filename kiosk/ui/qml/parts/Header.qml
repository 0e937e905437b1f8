import QtQuick
import Kiosk

// Where this machine stands, what time it is, whether the line is up; and how to read it more easily.
Rectangle {
    id: header

    required property Tokens tokens
    required property TerminalView terminal
    required property SessionView session

    color: tokens.accent

    Icon {
        id: mark

        objectName: "mark"
        name: "mark"
        tint: header.tokens.accentInk
        size: header.tokens.target * 1.15
        x: header.tokens.margin
        anchors.verticalCenter: variants.verticalCenter
        Accessible.role: Accessible.Graphic
        Accessible.name: header.tokens.words["product"]

        TapHandler { // five taps in a row, which nobody does by chance: docs/for-staff.md
            onTapped: header.terminal.staff.knock()
        }
    }
    Column {
        anchors.left: mark.right
        anchors.leftMargin: header.tokens.gap
        anchors.right: variants.left
        anchors.rightMargin: header.tokens.gap
        anchors.verticalCenter: variants.verticalCenter

        TextBlock {
            tokens: header.tokens
            width: parent.width
            text: header.tokens.words["product"]
            color: header.tokens.accentInk
            font.bold: true
            font.pixelSize: header.tokens.textSize * 1.15
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: header.tokens.smallSize
            wrapMode: Text.NoWrap
        }
        TextBlock {
            tokens: header.tokens
            width: parent.width
            text: header.terminal.machine.place
            color: "#e6f0ee"
            font.pixelSize: header.tokens.smallSize
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
        }
    }
    Row {
        id: variants

        anchors.right: parent.right
        anchors.rightMargin: header.tokens.margin
        y: (strip.y - height) / 2
        spacing: header.tokens.gap

        HeaderButton {
            objectName: "variant.language"
            tokens: header.tokens
            text: header.tokens.words["other_language"]
            drawing: "language"
            onClicked: header.terminal.nextLanguage()
        }
        HeaderButton {
            objectName: "variant.large"
            tokens: header.tokens
            text: header.tokens.words[header.tokens.large ? "normal_type" : "large_type"]
            drawing: "type"
            chosen: header.tokens.large
            onClicked: header.terminal.toggleLarge()
        }
    }
    Rectangle {
        id: strip

        width: parent.width
        height: header.tokens.smallSize * 1.45 + 7 * header.tokens.mm
        anchors.bottom: parent.bottom
        color: header.tokens.accentDown

        Label {
            x: header.tokens.margin
            anchors.verticalCenter: parent.verticalCenter
            objectName: "network"
            tokens: header.tokens
            drawing: header.terminal.machine.network === "ok" ? "online" : "offline"
            text: header.tokens.words["network_" + header.terminal.machine.network]
        }
        Label {
            x: header.session.badge === "" ? strip.width - width - header.tokens.margin : (strip.width - width) / 2
            anchors.verticalCenter: parent.verticalCenter
            tokens: header.tokens
            text: (header.session.badge && header.tokens.large ? "" : header.terminal.machine.date + "  ")
                + header.terminal.machine.time
        }
        Label {
            anchors.right: parent.right
            anchors.rightMargin: header.tokens.margin
            anchors.verticalCenter: parent.verticalCenter
            visible: header.session.badge !== ""
            tokens: header.tokens
            drawing: "person"
            text: header.tokens.words["badge"].replace("%1", header.session.badge)
        }
        Rectangle {
            width: parent.width
            height: 1.6 * header.tokens.mm
            anchors.top: parent.bottom
            color: "#c98a3a"
        }
    }
}
