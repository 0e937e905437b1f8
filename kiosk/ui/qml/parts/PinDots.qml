pragma ComponentBehavior: Bound
import QtQuick

// How many digits were entered; never which.
Rectangle {
    id: dots

    required property Tokens tokens
    required property int digits
    required property string says // for who does not see them

    implicitWidth: 202 * tokens.mm
    implicitHeight: 34 * tokens.mm
    radius: tokens.radius
    color: tokens.card
    border.color: tokens.accent
    border.width: 2 * tokens.edge
    Accessible.role: Accessible.EditableText
    Accessible.name: says

    Row {
        anchors.centerIn: parent
        spacing: 7 * dots.tokens.mm

        Repeater {
            model: 6

            Rectangle {
                required property int index

                width: 9 * dots.tokens.mm
                height: width
                radius: width / 2
                color: index < dots.digits ? dots.tokens.ink : "transparent"
                border.color: dots.tokens.edgeColor
                border.width: dots.tokens.edge
            }
        }
    }
}
