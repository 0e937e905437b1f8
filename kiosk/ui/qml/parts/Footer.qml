pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Always in the same place: the way back, the way out, and somebody to ask.
Rectangle {
    id: footer

    required property Tokens tokens
    required property TerminalView terminal
    required property SessionView session
    readonly property bool away: terminal.page !== "Home" && terminal.page !== "Leaving"
    readonly property bool aside: ["Help", "Hotline", "Problem", "OtherCard", "Search", "Guide"].includes(terminal.page)

    implicitHeight: row.height + 12 * tokens.mm
    color: tokens.card

    Rectangle {
        width: parent.width
        height: footer.tokens.edge
        color: footer.tokens.hairline
    }
    Row {
        id: row

        readonly property real part: (footer.width - 2 * footer.tokens.margin - 5 * spacing) / 6

        x: footer.tokens.margin
        y: 6 * footer.tokens.mm
        spacing: 4 * footer.tokens.mm

        FooterButton {
            objectName: "back"
            width: row.part
            tokens: footer.tokens
            text: footer.tokens.words["back"]
            drawing: "back"
            available: footer.aside || footer.session.canGoBack || footer.terminal.staff.canGoBack
            onClicked: footer.terminal.back()
        }
        FooterButton {
            objectName: "home"
            width: row.part
            tokens: footer.tokens
            text: footer.tokens.words["home"]
            drawing: "home"
            available: footer.away
            onClicked: footer.terminal.home()
        }
        FooterButton {
            objectName: "help"
            width: row.part
            tokens: footer.tokens
            text: footer.tokens.words["help"]
            drawing: "help"
            available: footer.terminal.page !== "Leaving"
            onClicked: footer.terminal.aside("Help")
        }
        FooterButton {
            objectName: "hotline"
            width: row.part
            tokens: footer.tokens
            text: footer.tokens.words["hotline"]
            drawing: "phone"
            available: footer.terminal.page !== "Leaving"
            onClicked: footer.terminal.aside("Hotline")
        }
        FooterButton {
            objectName: "problem"
            width: row.part
            tokens: footer.tokens
            text: footer.tokens.words["problem"]
            drawing: "wrench"
            available: footer.terminal.page !== "Leaving"
            onClicked: footer.terminal.aside("Problem")
        }
        FooterButton {
            objectName: "exit"
            width: row.part
            tokens: footer.tokens
            text: footer.tokens.words["exit"]
            drawing: "exit"
            available: footer.away
            onClicked: footer.terminal.exit()
        }
    }
}
