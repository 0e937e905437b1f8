import QtQuick

// A card as one sees it from afar: no number, no full name.
Rectangle {
    id: face

    property string name: ""
    property string card: ""
    property string born: ""
    property bool lifted: false

    width: 236
    height: 64
    radius: 8
    border.color: lifted ? look.accent : look.line
    Look {
        id: look
    }
    gradient: Gradient {
        orientation: Gradient.Horizontal

        GradientStop { position: 0; color: "#f4fafb" }
        GradientStop { position: 1; color: "#dcebed" }
    }

    Rectangle {
        id: portrait

        x: 10
        width: 38
        height: 44
        radius: 4
        color: "#b9d2d6"
        anchors.verticalCenter: parent.verticalCenter
        clip: true

        Rectangle { x: 12; y: 7; width: 14; height: 14; radius: 7; color: "#f4fafb" }
        Rectangle { x: 5; y: 24; width: 28; height: 28; radius: 14; color: "#f4fafb" }
    }
    Column {
        anchors.left: portrait.right
        anchors.leftMargin: 10
        anchors.right: parent.right
        anchors.rightMargin: 6
        anchors.verticalCenter: parent.verticalCenter

        Words {
            width: parent.width
            text: face.name + (face.born ? "　" + face.born + " 年生" : "")
            font.bold: true
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
        }
        Words {
            width: parent.width
            text: face.card
            color: look.soft
            font.pixelSize: 12
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
        }
    }
}
