pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Desk {
    id: desk

    required property PhoneView phone

    title: "2　手机"
    hint: "办事人自己的手机：扫终端屏幕上的二维码。"

    Look {
        id: look
    }
    Rectangle {
        id: glass

        width: parent.width
        anchors.top: parent.top
        anchors.bottom: buttons.top
        anchors.bottomMargin: 10
        radius: 14
        color: "#f6f9fa"
        border.color: "#3a474d"
        border.width: 3

        Rectangle {
            width: 54
            height: 5
            radius: 3
            y: 9
            color: "#3a474d"
            anchors.horizontalCenter: parent.horizontalCenter
        }
        Column {
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.margins: 18
            anchors.verticalCenter: parent.verticalCenter
            spacing: 8

            Words {
                visible: text !== ""
                width: parent.width
                text: desk.phone.busy ? "正在打开…" : desk.phone.title
                font.bold: true
                font.pixelSize: 18
                horizontalAlignment: Text.AlignHCenter
            }
            Repeater {
                model: desk.phone.busy ? [] : desk.phone.facts

                Words {
                    required property var modelData

                    width: parent?.width ?? 0
                    text: modelData.label + "：" + modelData.value
                }
            }
            Words {
                visible: text !== "" && !desk.phone.busy && desk.phone.facts.length === 0
                width: parent.width
                text: desk.phone.note
                color: look.soft
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    Row {
        id: buttons

        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: 8

        Press {
            objectName: "phone.scan"
            visible: !desk.phone.asks
            enabled: !desk.phone.busy
            main: true
            text: "扫一扫终端屏幕"
            onClicked: desk.phone.scan()
        }
        Press {
            objectName: "phone.confirm"
            visible: desk.phone.asks
            enabled: !desk.phone.busy
            main: true
            text: "确认是我"
            onClicked: desk.phone.confirm()
        }
        Press {
            objectName: "phone.decline"
            visible: desk.phone.asks
            enabled: !desk.phone.busy
            warns: true
            text: "不是我"
            onClicked: desk.phone.decline()
        }
        Press {
            objectName: "phone.away"
            visible: desk.phone.title !== ""
            text: "收起手机"
            onClicked: desk.phone.putAway()
        }
    }
}
