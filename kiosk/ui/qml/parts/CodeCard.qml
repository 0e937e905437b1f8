import QtQuick

// A code for a phone's camera, large and sharp on white.
Rectangle {
    id: card

    required property Tokens tokens
    property string picture: ""
    required property real edge

    width: edge
    height: edge
    radius: tokens.radius
    color: tokens.paper
    border.color: tokens.hairline
    border.width: tokens.edge
    Accessible.role: Accessible.Graphic
    Accessible.name: tokens.words["code"]

    Image {
        anchors.fill: parent
        anchors.margins: 4 * card.tokens.mm
        source: card.picture
        smooth: false
        cache: false
        fillMode: Image.PreserveAspectFit
    }
}
