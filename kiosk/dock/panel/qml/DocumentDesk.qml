import QtQuick
import Kiosk

Desk {
    id: documents

    required property DeskView desk

    title: "4　A4 打印机"
    hint: desk.sheets ? "已打印 " + desk.sheets + " 份，下面是最新一份的第一页。" : "证明从这里出来。"

    Look {
        id: look
    }
    Rectangle {
        id: tray

        width: parent.width
        anchors.top: parent.top
        anchors.bottom: mediaSwitch.top
        anchors.bottomMargin: 10
        radius: 8
        color: "#f3f6f7"
        border.color: look.line

        Image {
            anchors.centerIn: parent
            height: parent.height - 16
            width: Math.min(parent.width - 16, height * 210 / 297)
            source: documents.desk.page
            fillMode: Image.PreserveAspectFit
            smooth: true
            mipmap: true
            cache: false
        }
        Words {
            visible: documents.desk.page === ""
            anchors.centerIn: parent
            text: "出纸口"
            color: look.soft
        }
    }
    Switch {
        id: mediaSwitch

        anchors.bottom: parent.bottom
        label: "纸盒"
        name: "tray"
        value: documents.desk.media
        choices: [{ value: "ready", text: "有纸" }, { value: "empty", text: "空了", warns: true }, { value: "jam", text: "卡纸", warns: true }]
        onChosen: value => documents.desk.fillTray(value)
    }
}
