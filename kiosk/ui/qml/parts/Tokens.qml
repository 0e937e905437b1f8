import QtQuick

// Every size and colour of the screens. Sizes are millimetres on the glass times `mm`, pixels a millimetre.
QtObject {
    id: tokens

    property real mm: 1 / 0.369
    property real breadth: 398 // of the glass, in millimetres
    property bool large: false
    property var words: ({})

    // Touch: 20 mm and 3 mm apart are the least that holds; wide glass gives more.
    readonly property real target: fit(20, 0.062, 25) * mm
    readonly property real gap: fit(4, 0.013, 5) * mm
    readonly property real primaryWidth: fit(60, 0.3, 120) * mm
    readonly property real primaryHeight: fit(22, 0.08, 32) * mm
    readonly property real margin: fit(6, 0.045, 18) * mm
    readonly property real radius: 5 * mm
    readonly property real edge: Math.max(1, 0.7 * mm)

    // Type: an em of 7 mm is the least, 10 mm in large type. The font's own line is 1.45 em.
    readonly property real textSize: (large ? fit(10, 0.038, 15) : fit(7, 0.0302, 12)) * mm
    readonly property real smallSize: (large ? fit(10, 0.0302, 12) : fit(7, 0.024, 9.5)) * mm
    readonly property real headingSize: (large ? fit(13, 0.0478, 19) : fit(9, 0.0402, 16)) * mm
    readonly property real displaySize: (large ? fit(15, 0.0603, 24) : fit(11, 0.0553, 22)) * mm
    readonly property string font: "Noto Sans CJK SC"

    // Contrast on `ground` and `card`: ink ≥ 12, soft ≥ 7, accent ≥ 7; edges ≥ 3.
    readonly property color ground: "#f8f4ec"
    readonly property color card: "#fffdf9"
    readonly property color ink: "#16262b"
    readonly property color soft: "#3c4c52"
    readonly property color accent: "#0d4a56"
    readonly property color accentDown: "#083640"
    readonly property color accentWash: "#dfecea"
    readonly property color accentInk: "#ffffff"
    readonly property color edgeColor: "#7b8a8c"
    readonly property color hairline: "#ddd6c8"
    readonly property color warm: "#8a5a1c"
    readonly property color warmWash: "#f6e6cb"
    readonly property color good: "#17552f"
    readonly property color goodWash: "#dfeede"
    readonly property color bad: "#8c1d18"
    readonly property color badWash: "#fae3df"

    // Millimetres: a part of the breadth, between the least and the most.
    function fit(least: real, part: real, most: real): real {
        return Math.max(least, Math.min(most, breadth * part));
    }
}
