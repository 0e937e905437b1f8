import QtQuick
import QtQuick.Templates

AbstractButton {
    id: press

    property bool chosen: false
    property bool main: false
    property bool warns: false
    readonly property color tint: warns ? look.bad : look.accent

    implicitWidth: label.implicitWidth + 26
    implicitHeight: 36
    Accessible.role: Accessible.Button
    Accessible.name: text

    Look {
        id: look
    }
    background: Rectangle {
        radius: 8
        color: press.main || press.chosen ? press.tint : press.down || press.hovered ? look.wash : look.card
        border.color: press.main || press.chosen ? press.tint : look.line
        opacity: press.enabled ? 1 : 0.4
    }
    contentItem: Words {
        id: label

        text: press.text
        color: press.main || press.chosen ? "white" : press.warns ? look.bad : look.ink
        opacity: press.enabled ? 1 : 0.5
        wrapMode: Text.NoWrap
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
}
