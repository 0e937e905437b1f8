pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates
import Kiosk

Desk {
    id: cards

    required property DeskView desk
    readonly property var holder: desk.people.find(person => person.id === desk.card) ?? null

    title: "1　身份证"
    hint: "点一张卡，把它放到读卡区。这里的人都是虚构的。"

    function lay(person: string, from: Item) {
        const start = from.mapToItem(pad, 0, 0);
        laid.from = start.y;
        desk.lay(person);
        flight.restart();
    }

    Look {
        id: look
    }
    Rectangle {
        id: pad

        width: parent.width
        height: 128
        radius: 10
        color: cards.holder ? look.wash : "#f3f6f7"
        border.color: cards.holder ? look.accent : look.line
        border.width: cards.holder ? 2 : 1

        Words {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 10
            text: cards.holder ? "卡在读卡区" : "读卡区：没有卡"
            color: cards.holder ? look.accent : look.soft
            font.bold: cards.holder !== null
        }
        Words {
            visible: !cards.holder
            anchors.centerIn: parent
            anchors.verticalCenterOffset: 12
            text: "放卡处"
            color: look.soft
            font.pixelSize: 22
        }
        Press {
            objectName: "lift"
            visible: cards.holder !== null
            anchors.right: parent.right
            anchors.rightMargin: 8
            y: 5
            height: 30
            text: "拿走"
            onClicked: cards.desk.lift()
        }
        CardFace {
            id: laid

            property real from: 0

            visible: cards.holder !== null
            anchors.horizontalCenter: parent.horizontalCenter
            y: 48
            lifted: true
            name: cards.holder ? cards.holder.name : ""
            card: cards.holder ? cards.holder.card : ""
            born: cards.holder ? cards.holder.born : ""

            NumberAnimation on y {
                id: flight

                running: false
                from: laid.from
                to: 48
                duration: 350
                easing.type: Easing.OutCubic
            }
        }
    }
    ListView {
        id: list

        anchors.top: pad.bottom
        anchors.topMargin: 12
        anchors.bottom: parent.bottom
        width: parent.width
        clip: true
        spacing: 6
        z: -1
        model: cards.desk.people
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {
            policy: ScrollBar.AlwaysOn
            width: 8
            contentItem: Rectangle { radius: 4; color: look.line }
        }
        delegate: AbstractButton {
            id: choice

            required property var modelData

            objectName: "person." + modelData.id
            width: 240
            height: 64
            visible: true
            opacity: cards.desk.card === modelData.id ? 0.25 : 1
            Accessible.role: Accessible.Button
            Accessible.name: modelData.name
            contentItem: CardFace {
                name: choice.modelData.name
                card: choice.modelData.card
                born: choice.modelData.born
                lifted: choice.hovered
            }
            onClicked: cards.lay(modelData.id, choice)
        }
    }
}
