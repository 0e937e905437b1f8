import QtQuick
import QtQuick.Templates

// What every tappable thing shares: focus frame, accessible name, no repeat, no long press.
AbstractButton {
    id: button

    required property Tokens tokens
    property bool available: true
    property string hint: ""

    enabled: available
    implicitWidth: tokens.target
    implicitHeight: tokens.target
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: hint
    Keys.onReturnPressed: button.click()
    Keys.onEnterPressed: button.click()

    Rectangle {
        anchors.fill: parent
        anchors.margins: -1.2 * button.tokens.mm
        visible: button.visualFocus
        color: "transparent"
        radius: button.tokens.radius + 1.2 * button.tokens.mm
        border.color: button.tokens.warm
        border.width: 1.2 * button.tokens.mm
    }
}
