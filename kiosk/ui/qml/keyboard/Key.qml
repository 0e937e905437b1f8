import QtQuick
import QtQuick.Templates
import "../parts"

// One key. It never takes the focus from the field, and a finger that stays on it types once.
AbstractButton {
    id: key

    required property Tokens tokens
    property string says: text
    property bool plain: true
    property bool strong: true
    property real size: text.length > 1 ? tokens.textSize : tokens.textSize * 1.2

    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.Button
    Accessible.name: says
    Accessible.onPressAction: key.click()

    background: Rectangle {
        radius: 3 * key.tokens.mm
        color: key.down ? key.tokens.accent : key.plain ? key.tokens.card : key.tokens.accentWash
        border.color: key.down ? key.tokens.accentDown : key.tokens.edgeColor
        border.width: key.tokens.edge
    }
    contentItem: TextBlock {
        tokens: key.tokens
        text: key.text
        color: key.down ? key.tokens.card : key.tokens.ink
        font.pixelSize: key.size
        font.bold: key.strong
        wrapMode: Text.NoWrap
        lineHeight: 1
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        Accessible.ignored: true
    }
}
