import QtQuick
import Kiosk

// Where this machine stands, what time it is, whether the line is up; and how to read it more easily.
Rectangle {
    id: header

    required property Tokens tokens
    required property TerminalView terminal
    required property SessionView session

    color: tokens.accent

    Column {
        x: header.tokens.margin
        anchors.verticalCenter: parent.verticalCenter
        width: side.x - x - header.tokens.gap
        spacing: 2.5 * header.tokens.mm

        TextBlock {
            tokens: header.tokens
            width: parent.width
            text: header.tokens.words["product"]
            color: header.tokens.onAccent
            font.bold: true
            font.pixelSize: header.tokens.textSize * 1.25
            lineHeight: 1.2
        }
        TextBlock {
            tokens: header.tokens
            width: parent.width
            text: header.terminal.machine.place
            color: "#e6f0ee"
            font.pixelSize: header.tokens.smallSize
            lineHeight: 1.2
            maximumLineCount: 2
            elide: Text.ElideRight
        }
        Rectangle {
            visible: header.session.badge !== ""
            width: who.width + 10 * header.tokens.mm
            height: who.height + 3 * header.tokens.mm
            radius: height / 2
            color: header.tokens.accentDown

            Row {
                id: who

                x: 5 * header.tokens.mm
                anchors.verticalCenter: parent.verticalCenter
                spacing: 2 * header.tokens.mm

                Icon {
                    name: "person"
                    tint: header.tokens.onAccent
                    size: header.tokens.smallSize * 1.1
                    anchors.verticalCenter: parent.verticalCenter
                }
                TextBlock {
                    tokens: header.tokens
                    text: header.tokens.words["badge"].replace("%1", header.session.badge)
                    color: header.tokens.onAccent
                    font.pixelSize: header.tokens.smallSize
                    wrapMode: Text.NoWrap
                    lineHeight: 1.2
                }
            }
        }
    }
    Column {
        id: side

        anchors.right: parent.right
        anchors.rightMargin: header.tokens.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: 5 * header.tokens.mm

        Row {
            anchors.right: parent.right
            spacing: 6 * header.tokens.mm

            Row {
                spacing: 2 * header.tokens.mm
                anchors.verticalCenter: parent.verticalCenter

                Icon {
                    name: header.terminal.machine.network === "ok" ? "online" : "offline"
                    tint: header.tokens.onAccent
                    size: header.tokens.smallSize * 1.25
                    anchors.verticalCenter: parent.verticalCenter
                }
                TextBlock {
                    objectName: "network"
                    tokens: header.tokens
                    text: header.tokens.words["network_" + header.terminal.machine.network]
                    color: header.tokens.onAccent
                    font.pixelSize: header.tokens.smallSize
                    wrapMode: Text.NoWrap
                    lineHeight: 1.2
                }
            }
            TextBlock {
                tokens: header.tokens
                text: header.terminal.machine.date + "  " + header.terminal.machine.time
                color: header.tokens.onAccent
                font.pixelSize: header.tokens.smallSize
                wrapMode: Text.NoWrap
                lineHeight: 1.2
            }
        }
        Row {
            anchors.right: parent.right
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
    }
}
