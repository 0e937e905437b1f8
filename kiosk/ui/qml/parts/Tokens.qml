import QtQuick

// Every size and colour of the screens. Sizes are millimetres on the glass times `mm`, pixels a millimetre.
QtObject {
    id: tokens

    property real mm: 1 / 0.369
    property bool large: false
    property var words: ({})

    // Touch: 20 mm and 3 mm apart are the least that holds; screens are given more.
    readonly property real target: 24 * mm
    readonly property real gap: 5 * mm
    readonly property real primaryWidth: 120 * mm
    readonly property real primaryHeight: 28 * mm
    readonly property real margin: 18 * mm
    readonly property real radius: 5 * mm
    readonly property real edge: Math.max(1, 0.7 * mm)

    readonly property real textSize: (large ? 13 : 10) * mm
    readonly property real smallSize: (large ? 10.5 : 8) * mm
    readonly property real headingSize: (large ? 16 : 15) * mm
    readonly property real displaySize: (large ? 20 : 19) * mm
    readonly property real lineHeight: 1.36
    readonly property string font: "Noto Sans CJK SC"
    readonly property int settle: 300 // ms in which a new page does not take the second half of a double tap

    // Contrast on `ground` and `card`: ink ≥ 12, soft ≥ 7, accent ≥ 7; edges ≥ 3.
    readonly property color ground: "#f8f4ec"
    readonly property color card: "#fffdf9"
    readonly property color ink: "#16262b"
    readonly property color soft: "#3c4c52"
    readonly property color accent: "#0d4a56"
    readonly property color accentDown: "#083640"
    readonly property color accentWash: "#dfecea"
    readonly property color onAccent: "#ffffff"
    readonly property color edgeColor: "#7b8a8c"
    readonly property color hairline: "#ddd6c8"
    readonly property color warm: "#8a5a1c"
    readonly property color warmWash: "#f6e6cb"
    readonly property color good: "#17552f"
    readonly property color goodWash: "#dfeede"
    readonly property color bad: "#8c1d18"
    readonly property color badWash: "#fae3df"
    readonly property color veil: "#f0edf5f4"
}
