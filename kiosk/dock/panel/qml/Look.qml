import QtQuick

// Colours and sizes of the panel. It stands on a desk, so sizes are pixels of a desk.
QtObject {
    readonly property color ground: "#e9eef0"
    readonly property color card: "#ffffff"
    readonly property color ink: "#1b2a30"
    readonly property color soft: "#4d5d64"
    readonly property color line: "#c9d3d7"
    readonly property color accent: "#0d5c6b"
    readonly property color wash: "#dcebed"
    readonly property color bad: "#9a2b20"
    readonly property color badWash: "#f8e4e1"
    readonly property string font: "Noto Sans CJK SC"
    readonly property int size: 15
    readonly property int gap: 12
}
