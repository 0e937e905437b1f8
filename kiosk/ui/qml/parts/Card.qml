import QtQuick

// A sheet of paper on the ground; what lies on it is put into a column.
Rectangle {
    id: card

    required property Tokens tokens
    default property alias content: column.data
    property real padding: 9 * tokens.mm
    property real spacing: 5 * tokens.mm

    implicitHeight: column.implicitHeight + 2 * padding
    radius: tokens.radius
    color: tokens.card
    border.color: tokens.hairline
    border.width: tokens.edge

    Column {
        id: column

        x: card.padding
        y: card.padding
        width: card.width - 2 * card.padding
        spacing: card.spacing
    }
}
