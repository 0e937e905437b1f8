pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// The devices without a desk of their own: what is not as usual, the usual presses, and any word at all.
Desk {
    id: others

    required property StatesView told
    readonly property real wanted: all.height + field.height + (trouble.visible ? trouble.height : 0) + 110 // with heading and hint

    title: "6　其他设备"
    hint: "按一下，或写 设备 KEY=VALUE。"

    Look {
        id: look
    }
    Flickable {
        anchors.top: parent.top
        anchors.bottom: trouble.visible ? trouble.top : field.top
        anchors.bottomMargin: 6
        width: parent.width
        contentHeight: all.height
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        Column {
            id: all

            width: parent.width
            spacing: 12

            Repeater {
                model: others.told.devices

                Column {
                    id: device

                    required property var modelData

                    width: parent ? parent.width : 0
                    spacing: 4

                    Words {
                        width: parent.width
                        text: device.modelData.title
                        font.bold: true
                    }
                    Words {
                        width: parent.width
                        visible: text !== ""
                        text: device.modelData.said
                        color: look.soft
                        font.pixelSize: 13
                        wrapMode: Text.WrapAnywhere
                    }
                    Flow {
                        width: parent.width
                        spacing: 6

                        Repeater {
                            model: device.modelData.presses

                            Press {
                                required property var modelData
                                required property int index

                                objectName: "states." + device.modelData.name + "." + index
                                text: modelData.text
                                onClicked: others.told.press(modelData.words)
                            }
                        }
                    }
                }
            }
        }
    }
    Words {
        id: trouble

        anchors.bottom: field.top
        anchors.bottomMargin: 6
        width: parent.width
        visible: text !== ""
        text: others.told.trouble
        color: look.bad
        font.pixelSize: 13
    }
    Rectangle {
        id: field

        anchors.bottom: parent.bottom
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
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        text: "设"
        onClicked: others.told.tell(words.text)
    }
}
