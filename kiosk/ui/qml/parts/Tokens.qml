import QtQuick

// Every size and colour of the screens. Sizes are millimetres on the glass times `mm`, pixels a millimetre.
QtObject {
    id: tokens

    property real mm: 1 / 0.369
    property real breadth: 398 // of the glass, in millimetres
    property real stature: 708 // and its height
    property real reach: 420 // millimetres above the lower edge that a seated person reaches
    property real above: 0 // pixels that the header takes from the page below it
    property bool large: false
    property bool elder: false // larger still where there is room, plain words, one thing at a time
    property bool contrast: false
    property bool low: false
    property var words: ({})

    readonly property bool wide: breadth > stature
    readonly property real scale: Math.min(breadth, stature)
    readonly property bool outOfReach: reach < stature - 1 // there is something that only who stands can tap
    readonly property real reachTop: low && outOfReach ? (stature - reach) * mm : 0 // nothing above is tapped
    readonly property real lowTop: wide ? 0 : Math.max(0, reachTop - above) // the same, on a page

    // Touch: 20 mm and 3 mm apart are the least that holds; wide glass gives more.
    readonly property real target: fit(20, 0.062, 25) * mm
    readonly property real gap: fit(4, 0.013, 5) * mm
    readonly property real primaryWidth: fit(60, 0.3, 120) * mm
    readonly property real primaryHeight: fit(22, 0.08, 32) * mm
    readonly property real margin: fit(6, 0.045, 18) * mm
    readonly property real radius: 5 * mm
    readonly property real edge: Math.max(1, (contrast ? 1 : 0.7) * mm)

    // Type: an em of 7 mm is the least, 10 mm in large type. The font's own line is 1.45 em.
    readonly property real leastSize: (large ? 10 : 7) * mm
    readonly property real textSize: (elder ? fit(10, 0.041, 16) : large ? fit(10, 0.038, 15) : fit(7, 0.0302, 12)) * mm
    readonly property real smallSize: (large ? fit(10, 0.0302, 12) : fit(7, 0.024, 9.5)) * mm
    readonly property real headingSize: (large ? fit(13, 0.0478, 19) : fit(9, 0.0402, 16)) * mm
    readonly property real displaySize: (large ? fit(13, 0.0603, 24) : fit(11, 0.0553, 22)) * mm

    // Contrast on `ground` and `card`: ink ≥ 12, soft ≥ 7, accent ≥ 7; edges ≥ 3. In high contrast all ≥ 12.
    readonly property color ground: contrast ? "#000000" : "#f8f4ec"
    readonly property color card: contrast ? "#000000" : "#fffdf9"
    readonly property color ink: contrast ? "#ffffff" : "#16262b"
    readonly property color soft: contrast ? "#f2f2f2" : "#3c4c52"
    readonly property color accent: contrast ? "#ffe100" : "#0d4a56"
    readonly property color accentDown: contrast ? "#ffffff" : "#083640"
    readonly property color accentWash: contrast ? "#1f1b00" : "#dfecea"
    readonly property color accentInk: contrast ? "#000000" : "#ffffff"
    readonly property color edgeColor: contrast ? "#ffffff" : "#7b8a8c"
    readonly property color hairline: contrast ? "#b0b0b0" : "#ddd6c8"
    readonly property color resting: contrast ? "#c8c8c8" : "#47555a" // the ground of what cannot be tapped now
    readonly property color ahead: contrast ? "#5a5a5a" : "#cfcabd" // of a bar, what is still to come
    readonly property color warm: contrast ? "#ffd27a" : "#8a5a1c"
    readonly property color warmWash: contrast ? "#1f1500" : "#f6e6cb"
    readonly property color note: contrast ? "#ffe2a8" : "#5f3c0e" // words on warmWash
    readonly property color good: contrast ? "#a8f0b8" : "#17552f"
    readonly property color goodWash: contrast ? "#001f0a" : "#dfeede"
    readonly property color bad: contrast ? "#ffc8c3" : "#8c1d18"
    readonly property color badWash: contrast ? "#2b0000" : "#fae3df"
    readonly property color paper: "#ffffff" // what is printed, drawn or scanned lies on white

    // The header is dark, whatever the rest is.
    readonly property color bar: contrast ? "#000000" : "#0d4a56"
    readonly property color barDown: contrast ? "#000000" : "#083640"
    readonly property color barInk: "#ffffff"
    readonly property color barSoft: contrast ? "#ffffff" : "#e6f0ee"
    readonly property color barEdge: contrast ? "#ffffff" : "#bcd3d3"
    readonly property color ribbon: contrast ? "#ffe100" : "#c98a3a"

    // Millimetres: a part of the breadth, between the least and the most.
    function fit(least: real, part: real, most: real): real {
        return Math.max(least, Math.min(most, scale * part));
    }
}
