pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Always in the same place: how to read this better, the way back, the way out, and somebody to ask.
// Across, it stands at the right side; the 长辈版 keeps to what leads on.
Rectangle {
    id: footer

    required property Tokens tokens
    required property TerminalView terminal
    required property SessionView session
    readonly property bool away: terminal.page !== "Home" && terminal.page !== "Leaving"
    readonly property bool aside: ["Help", "Hotline", "Problem", "OtherCard", "Search", "Guide", "Suggest", "CannotSign"].includes(terminal.page)
    readonly property int places: tokens.elder ? 4 : 6

    implicitWidth: 5 * tokens.smallSize + (tokens.large ? 12 : 24) * tokens.mm // the longest has five characters
    implicitHeight: variants.height + row.height + 14 * tokens.mm
    color: tokens.card

    Rectangle {
        width: footer.tokens.wide ? footer.tokens.edge : parent.width
        height: footer.tokens.wide ? parent.height : footer.tokens.edge
        color: footer.tokens.hairline
    }
    Loader {
        id: variants

        active: !footer.tokens.wide
        x: footer.tokens.margin
        y: 5 * footer.tokens.mm

        sourceComponent: VariantBar {
            breadth: footer.width - 2 * footer.tokens.margin
            tokens: footer.tokens
            presentation: footer.terminal.presentation
        }
    }
    Grid {
        id: row

        readonly property real pad: footer.tokens.wide ? 4 * footer.tokens.mm : footer.tokens.margin
        readonly property real across: footer.tokens.wide ? footer.width - 2 * pad
            : (footer.width - 2 * pad - (footer.places - 1) * spacing) / footer.places
        readonly property real down: footer.tokens.wide ? (footer.height - 2 * pad - (footer.places - 1) * spacing) / footer.places
            : Math.max(footer.tokens.target, 2.6 * footer.tokens.smallSize + footer.tokens.textSize * 0.2 + 6 * footer.tokens.mm)

        columns: footer.tokens.wide ? 1 : footer.places
        spacing: (footer.tokens.wide ? 3.2 : 4) * footer.tokens.mm
        x: pad
        y: footer.tokens.wide ? pad : variants.y + variants.height + 4 * footer.tokens.mm

        FooterButton {
            objectName: "back"
            width: row.across
            height: row.down
            flat: footer.tokens.wide
            tokens: footer.tokens
            text: footer.tokens.words["back"]
            drawing: "back"
            available: footer.aside || footer.session.canGoBack || footer.terminal.staff.canGoBack
                || footer.terminal.technician.canGoBack
            onClicked: footer.terminal.back()
        }
        FooterButton {
            objectName: "home"
            visible: !footer.tokens.elder
            width: row.across
            height: row.down
            flat: footer.tokens.wide
            tokens: footer.tokens
            text: footer.tokens.words["home"]
            drawing: "home"
            available: footer.away
            onClicked: footer.terminal.home()
        }
        FooterButton {
            objectName: "help"
            width: row.across
            height: row.down
            flat: footer.tokens.wide
            tokens: footer.tokens
            text: footer.tokens.words["help"]
            drawing: "help"
            available: footer.terminal.page !== "Leaving"
            onClicked: footer.terminal.aside("Help")
        }
        FooterButton {
            objectName: "hotline"
            width: row.across
            height: row.down
            flat: footer.tokens.wide
            tokens: footer.tokens
            text: footer.tokens.words["hotline"]
            drawing: "phone"
            available: footer.terminal.page !== "Leaving"
            onClicked: footer.terminal.aside("Hotline")
        }
        FooterButton {
            objectName: "problem"
            visible: !footer.tokens.elder
            width: row.across
            height: row.down
            flat: footer.tokens.wide
            tokens: footer.tokens
            text: footer.tokens.words["problem"]
            drawing: "wrench"
            available: footer.terminal.page !== "Leaving"
            onClicked: footer.terminal.aside("Problem")
        }
        FooterButton {
            objectName: "exit"
            width: row.across
            height: row.down
            flat: footer.tokens.wide
            tokens: footer.tokens
            text: footer.tokens.words["exit"]
            drawing: "exit"
            available: footer.away
            onClicked: footer.terminal.exit()
        }
    }
}
