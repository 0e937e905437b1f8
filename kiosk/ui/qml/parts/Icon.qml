import QtQuick

// A line drawing from resources/icons, in the colour asked for. Says nothing of its own: a word stands beside it.
Image {
    required property string name
    property color tint: "#16262b"
    property real size: 24

    width: size
    height: size
    sourceSize: Qt.size(Math.ceil(size), Math.ceil(size))
    source: name && size > 0 ? "image://icon/" + name + "/" + String(tint).slice(1) : ""
    fillMode: Image.PreserveAspectFit
    Accessible.ignored: true
}
