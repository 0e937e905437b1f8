import QtQuick

// What of a long column is shown at a time: whole lines and whole buttons, never the half of one.
QtObject {
    id: sheet

    required property Item body
    property real room: 0
    property real overlap: 0
    property var starts: [0] // of the sheets turned so far
    property real end: 0
    readonly property real start: starts[starts.length - 1]

    // Whatever moves a line moves the cut, and at once: both belong into the same frame.
    readonly property real depends: body.height + room

    onDependsChanged: measure()
    Component.onCompleted: measure()

    function turn() {
        starts = starts.concat([end < body.height ? Math.max(start + 1, end - overlap) : end]);
        measure();
    }

    function turnBack() {
        if (starts.length > 1)
            starts = starts.slice(0, -1);
        measure();
    }

    function measure() {
        if (start > 0 && start >= body.height)
            starts = [0]; // it has become shorter than what was turned
        if (start === 0 && body.height <= room) {
            end = body.height; // as most: nothing is cut
            return;
        }
        let place = Math.min(start + room, body.height);
        for (let before = -1; place !== before && place > start;) {
            before = place;
            place = cut(body, 0, place);
        }
        end = place > start ? place : start + room; // one thing alone may be higher than the room for it
    }

    // `at`, or where that begins which it would cut through.
    function cut(item: Item, top: real, at: real): real {
        for (const child of item.children) {
            const upper = top + child.y;
            if (child.visible && upper < at && upper + child.height > at)
                at = isWhole(child) ? upper : cut(child, upper, at);
        }
        return at;
    }

    function isWhole(item: Item): bool {
        if (item instanceof ChipField)
            return item.height <= room; // a question and all its answers, where they fit
        return [Text, Icon, Pressable, Point, AnswerRow, MaterialLine].some(kind => item instanceof kind);
    }
}
