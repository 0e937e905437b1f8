import QtQuick
import Kiosk

Desk {
    id: slips

    required property DeskView desk

    title: "3　凭条"
    hint: desk.slip.toString() ? "凭条出来了，请撕下。" : "凭条从这里出来。"

    Rectangle {
        id: mouth

        width: parent.width
        height: 12
        radius: 6
        color: "#3a474d"
    }
    Rectangle {
        z: -1
        anchors.top: mouth.verticalCenter
        color: "#e3eaec"
        anchors.bottom: tear.top
        anchors.bottomMargin: 8
        width: parent.width
        clip: true

        Flickable {
            anchors.fill: parent
            contentHeight: paper.height
            boundsBehavior: Flickable.StopAtBounds

            Image {
                id: paper

                x: 10
                width: parent.width - 20
                source: slips.desk.slip
                fillMode: Image.PreserveAspectFit
                height: status === Image.Ready ? width * implicitHeight / Math.max(1, implicitWidth) : 0
                smooth: true
                mipmap: true
                cache: false
            }
        }
    }
    Press {
        id: tear

        objectName: "tear"
        anchors.bottom: paperSwitch.top
        anchors.bottomMargin: 8
        width: parent.width
        main: true
        enabled: slips.desk.slip.toString() !== ""
        text: "撕下凭条"
        onClicked: slips.desk.tear()
    }
    Switch {
        id: paperSwitch

        anchors.bottom: coverSwitch.top
        anchors.bottomMargin: 6
        label: "纸卷"
        name: "paper"
        value: slips.desk.paper
        choices: [{ value: "full", text: "有纸" }, { value: "low", text: "快没了", warns: true }, { value: "out", text: "用完", warns: true }]
        onChosen: value => slips.desk.fill(value)
    }
    Switch {
        id: coverSwitch

        anchors.bottom: parent.bottom
        label: "机盖"
        name: "cover"
        value: slips.desk.cover
        choices: [{ value: "closed", text: "关上" }, { value: "open", text: "打开", warns: true }]
        onChosen: value => slips.desk.turnCover(value)
    }
}
