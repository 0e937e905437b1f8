pragma ComponentBehavior: Bound
import QtQuick
import "../parts"

// Where the typed text stands. What it holds is personal: nothing may learn or predict from it.
Rectangle {
    id: field

    required property Tokens tokens
    property alias input: input
    property alias text: input.text
    property string label: ""
    property string placeholder: ""
    property bool wrong: false
    property bool spare: false // others need the height more

    implicitHeight: Math.max((spare ? 20.2 : 24) * tokens.mm, tokens.textSize * (spare ? 1.5 : 2.2))
    radius: 3 * tokens.mm
    color: tokens.card
    border.color: wrong ? tokens.bad : tokens.accent
    border.width: 2 * tokens.edge

    TextBlock {
        tokens: field.tokens
        visible: input.text === "" && input.preeditText === "" && implicitWidth <= width
        anchors.fill: input
        verticalAlignment: Text.AlignVCenter
        text: field.placeholder
        color: field.tokens.soft
        wrapMode: Text.NoWrap
        lineHeight: 1
        Accessible.ignored: true
    }
    TextInput {
        id: input

        objectName: "field"
        anchors.fill: parent
        anchors.leftMargin: 8 * field.tokens.mm
        anchors.rightMargin: 8 * field.tokens.mm
        focus: true
        clip: true
        verticalAlignment: TextInput.AlignVCenter
        color: field.tokens.ink
        font.pixelSize: Math.min(field.tokens.textSize * 1.2, field.height * 0.62)
        selectByMouse: false
        inputMethodHints: Qt.ImhSensitiveData
        cursorDelegate: Rectangle {
            visible: input.cursorVisible
            width: Math.max(2, field.tokens.mm)
            color: field.tokens.accent
        }
        Accessible.role: Accessible.EditableText
        Accessible.name: field.label || field.placeholder
    }
}
