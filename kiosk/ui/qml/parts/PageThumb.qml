import QtQuick

// A page that was taken, small, with its number: a tap shows it large.
Pressable {
    id: thumb

    property string picture: ""

    implicitHeight: width * 1.3 + tokens.textSize * 2

    background: Rectangle {
        radius: thumb.tokens.radius
        color: thumb.down ? thumb.tokens.accentWash : thumb.tokens.card
        border.color: thumb.tokens.accent
        border.width: thumb.tokens.edge
    }
    contentItem: Item {
        Image {
            anchors.fill: parent
            anchors.margins: 3 * thumb.tokens.mm
            anchors.bottomMargin: thumb.tokens.textSize * 2
            source: thumb.picture
            cache: false
            fillMode: Image.PreserveAspectFit
        }
        TextBlock {
            tokens: thumb.tokens
            text: thumb.text
            wrapMode: Text.NoWrap
            font.bold: true
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 2 * thumb.tokens.mm
            Accessible.ignored: true
        }
    }
}
