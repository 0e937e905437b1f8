import QtQuick

// A drawing in two colours on a soft ground, for pages on which a hand has to do something.
Rectangle {
    id: picture

    required property Tokens tokens
    required property string name
    property color tint: tokens.accent
    property real part: 0.42 // of the height that the drawing takes

    implicitHeight: 190 * tokens.mm
    radius: 2 * tokens.radius
    color: tokens.accentWash

    Icon {
        anchors.centerIn: parent
        name: picture.name
        tint: picture.tint
        size: Math.min(picture.height, picture.width) * picture.part
    }
}
