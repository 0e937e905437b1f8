import QtQuick

// Two ways beside each other; one above the other where the words of one would not fit.
Grid {
    id: pair

    required property Tokens tokens
    readonly property var shown: children.filter(child => child.visible && child.implicitWidth > 0)
    readonly property real half: (width - spacing) / 2
    readonly property bool beside: shown.every(child => child.implicitWidth <= half)
    readonly property real share: beside && shown.length > 1 ? half : width // of each

    columns: beside ? 2 : 1
    spacing: tokens.gap
}
