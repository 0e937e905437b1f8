import QtQuick
import Kiosk

// The panel: everything a newcomer handles, in the order in which it is needed.
Window {
    id: panel

    required property DeskView desk
    required property PhoneView phone
    required property StatesView states

    width: 860
    height: 960
    minimumWidth: 780
    minimumHeight: 820
    visible: false
    color: look.ground
    title: "虚拟设备台"

    Look {
        id: look
    }
    Words {
        id: heading

        x: 16
        y: 12
        text: "虚拟设备台"
        font.bold: true
        font.pixelSize: 20
    }
    Words {
        anchors.left: heading.right
        anchors.leftMargin: 12
        anchors.right: parent.right
        anchors.rightMargin: 16
        anchors.baseline: heading.baseline
        text: "代替真的读卡器、手机、打印机和网线。先放身份证，再到终端屏幕上办理。"
        color: look.soft
    }
    Item {
        anchors.top: heading.bottom
        anchors.topMargin: 10
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: 16

        CardDesk {
            id: cards

            desk: panel.desk
            width: 290
            height: parent.height - (others.visible ? others.height + look.gap : 0)
        }
        StatesDesk {
            id: others

            told: panel.states
            visible: panel.states.devices.length > 0
            anchors.bottom: parent.bottom
            width: cards.width
            height: Math.min(parent.height * 0.55, wanted)
        }
        PhoneDesk {
            id: phoneDesk

            phone: panel.phone
            anchors.left: cards.right
            anchors.leftMargin: look.gap
            anchors.right: parent.right
            height: 300
        }
        SlipDesk {
            id: slipDesk

            desk: panel.desk
            anchors.left: phoneDesk.left
            anchors.top: phoneDesk.bottom
            anchors.topMargin: look.gap
            anchors.bottom: network.top
            anchors.bottomMargin: look.gap
            width: (phoneDesk.width - look.gap) / 2
        }
        DocumentDesk {
            desk: panel.desk
            anchors.left: slipDesk.right
            anchors.leftMargin: look.gap
            anchors.right: parent.right
            anchors.top: slipDesk.top
            anchors.bottom: slipDesk.bottom
        }
        Desk {
            id: network

            title: "5　网络"
            hint: "终端和政务平台之间的网线。断网以后照样可以办：先收件，网好了自动交。"
            anchors.left: phoneDesk.left
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            height: 136

            Switch {
                name: "network"
                label: panel.desk.network === "cut" ? "现在：网断了" : panel.desk.network === "slow" ? "现在：网很慢" : "现在：网络正常"
                value: panel.desk.network
                choices: [{ value: "ok", text: "接通" }, { value: "slow", text: "很慢（每次多 3 秒）", warns: true }, { value: "cut", text: "拔掉网线", warns: true }]
                onChosen: value => panel.desk.setNetwork(value)
            }
        }
    }
}
