import QtQuick
import Kiosk

Desk {
    id: others

    required property StatesView told

    title: "其他设备"
    hint: "写 设备 KEY=VALUE，例如 sensors door=open。"

    Look {
        id: look
    }
    Rectangle {
        id: field

        width: parent.width - tell.width - 8
        height: tell.height
        radius: 8
        color: look.card
        border.color: words.activeFocus ? look.accent : look.line

        TextInput {
            id: words

            objectName: "states.words"
            anchors.fill: parent
            anchors.margins: 8
            font.family: look.font
            font.pixelSize: look.size
            color: look.ink
            clip: true
            selectByMouse: true
            Accessible.name: "设备和 KEY=VALUE"
            onAccepted: others.told.tell(words.text)
        }
    }
    Press {
        id: tell

        objectName: "states.tell"
        anchors.right: parent.right
        text: "设"
        onClicked: others.told.tell(words.text)
    }
    Words {
        id: trouble

        anchors.top: field.bottom
        anchors.topMargin: 6
        width: parent.width
        text: others.told.trouble
        color: look.bad
        font.pixelSize: 13
    }
    Flickable {
        anchors.top: trouble.bottom
        anchors.topMargin: 6
        anchors.bottom: parent.bottom
        width: parent.width
        contentHeight: all.height
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        Words {
            id: all

            width: parent.width
            text: others.told.lines.join("\n\n")
            font.pixelSize: 13
        }
    }
}
