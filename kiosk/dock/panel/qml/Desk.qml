import QtQuick

// One thing to handle: what it is, what one can do with it, and the thing.
Rectangle {
    id: desk

    property string title: ""
    property string hint: ""
    default property alias content: place.data
    readonly property alias place: place

    radius: 10
    color: look.card
    border.color: look.line

    Look {
        id: look
    }
    Words {
        id: heading

        x: 14
        y: 10
        text: desk.title
        font.bold: true
        font.pixelSize: 17
    }
    Words {
        id: explanation

        anchors.left: heading.left
        anchors.right: parent.right
        anchors.rightMargin: 14
        anchors.top: heading.bottom
        anchors.topMargin: 2
        text: desk.hint
        color: look.soft
        font.pixelSize: 13
    }
    Item {
        id: place

        anchors.top: explanation.bottom
        anchors.topMargin: 10
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.leftMargin: 14
        anchors.rightMargin: 14
        anchors.bottomMargin: 14
    }
}
