import QtQuick

// A matter that can be done here: what it is, how long it takes, what to bring. One that cannot says why,
// one out of season when it can, and one of which that is not known yet says so.
Pressable {
    id: card

    property string drawing: ""
    property string bring: ""
    property string lacking: ""
    property string preparing: ""
    property string closed: "" // when it is open; a touch tells more
    property bool tile: false // one of several beside each other: what to bring is told by the matter itself

    available: lacking === "" && preparing === ""
    implicitHeight: Math.max((tokens.wide ? 36 : tile ? 60 : 72) * tokens.mm, words.implicitHeight + (tile ? 14 : 24) * tokens.mm)

    background: Rectangle {
        radius: 1.6 * card.tokens.radius
        color: card.down ? card.tokens.accentWash : card.tokens.card
        border.color: card.available ? card.tokens.accent : card.tokens.edgeColor
        border.width: card.tokens.edge * (card.down ? 2 : 1)
    }
    contentItem: Item {
        Rectangle {
            id: plate

            x: 6 * card.tokens.mm
            width: (card.tile ? 26 : 44) * card.tokens.mm
            height: width
            radius: 1.4 * card.tokens.radius
            color: card.available && !card.closed ? card.tokens.accent : card.tokens.resting
            anchors.verticalCenter: parent.verticalCenter

            Icon {
                anchors.centerIn: parent
                name: card.closed ? "clock" : card.drawing
                tint: card.tokens.accentInk
                size: (card.tile ? 15 : 24) * card.tokens.mm
            }
        }
        Column {
            id: words

            anchors.left: plate.right
            anchors.leftMargin: (card.tile ? 6 : 11) * card.tokens.mm
            anchors.right: card.tile ? parent.right : arrow.left
            anchors.rightMargin: 4 * card.tokens.mm
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2.5 * card.tokens.mm

            TextBlock {
                tokens: card.tokens
                width: parent.width
                text: card.text
                font.bold: true
                font.pixelSize: card.tile ? card.tokens.textSize : card.tokens.headingSize
                Accessible.ignored: true
            }
            TextBlock {
                tokens: card.tokens
                width: parent.width
                text: card.hint
                color: card.tokens.soft
                font.pixelSize: card.tile ? card.tokens.smallSize : card.tokens.textSize
                visible: text !== ""
                Accessible.ignored: true
            }
            TextBlock {
                tokens: card.tokens
                width: parent.width
                text: card.lacking || card.preparing || card.closed || (card.tile ? "" : card.bring)
                color: card.lacking ? card.tokens.bad : card.closed ? card.tokens.note : card.tokens.soft
                font.pixelSize: card.tokens.smallSize
                visible: text !== ""
                Accessible.ignored: true
            }
        }
        Icon {
            id: arrow

            visible: !card.tile
            name: card.tile ? "" : "next"
            tint: card.tokens.accent
            size: 14 * card.tokens.mm
            anchors.right: parent.right
            anchors.rightMargin: 8 * card.tokens.mm
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
