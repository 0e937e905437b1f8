import QtQuick

// What of a long column is shown at a time: whole lines and whole buttons, never the half of one.
QtObject {
    id: sheet

    required property Item body
    property real room: 0
    property real overlap: 0
    property var starts: [0] // of the sheets turned so far
    property real end: 0
    property bool last: false
    readonly property real start: starts[starts.length - 1]

    // Whatever moves a line moves the cut, and at once: both belong into the same frame.
    readonly property real depends: body.height + room

    onDependsChanged: {
        measure();
        Qt.callLater(measureOnceLaid);
    }
    Component.onCompleted: measure()

    function turn() {
        starts = starts.concat([after(start, end)]);
        measure();
    }

    function turnBack() {
        if (starts.length > 1)
            starts = starts.slice(0, -1);
        measure();
    }

    // What lies on the sheets before may have changed too: so many are turned once more.
    function measure() {
        const again = [0];
        while (again.length < starts.length) {
            const last = again[again.length - 1];
            const next = after(last, endOf(last));
            if (isEnd(next))
                break; // it has become shorter than what was turned
            again.push(next);
        }
        if (again.some((start, place) => start !== starts[place]) || again.length !== starts.length)
            starts = again;
        end = endOf(start);
        last = isEnd(end);
    }

    // Rows that are new may be counted in before each has its place, and then nothing says that it got one.
    function measureOnceLaid() {
        lay(body);
        measure();
    }

    function lay(item: Item) {
        const column = item as Column;
        if (column !== null)
            column.forceLayout();
        for (const child of item.children)
            lay(child);
    }

    function after(from: real, to: real): real {
        return to < body.height ? Math.max(from + 1, to - overlap) : to;
    }

    function endOf(from: real): real {
        if (from === 0 && body.height <= room)
            return body.height; // as most: nothing is cut
        let place = Math.min(from + room, body.height);
        for (let before = isEnd(place) ? place : -1; place !== before && place > from;) {
            before = place;
            place = cut(body, 0, place);
        }
        return place > from ? place : from + room; // one thing alone may be higher than the room for it
    }

    // `at`, or where that begins which it would cut through. What is higher than a sheet is cut between its parts,
    // and a text between its lines.
    function cut(item: Item, top: real, at: real): real {
        for (const child of item.children) {
            const upper = top + child.y;
            if (child.visible && upper < at - 0.5 && upper + child.height > at + 0.5) // what touches it is not cut
                at = child.height > room ? cutInto(child, upper, at) : isWhole(child) ? upper : cut(child, upper, at);
        }
        return at;
    }

    function cutInto(item: Item, upper: real, at: real): real {
        const text = item as Text;
        if (text === null)
            return cut(item, upper, at);
        const line = text.contentHeight / text.lineCount;
        return upper + Math.floor((at - upper) / line) * line;
    }

    // Nothing lies below it, or only the rim of a card. Looked for where little is left: it is long to look.
    function isEnd(place: real): bool {
        const left = body.height - place;
        return left < 1 || left < room / 4 && place > lowest(body, 0) - 1;
    }

    function lowest(item: Item, top: real): real {
        let found = 0;
        for (const child of item.children) {
            const upper = top + child.y;
            if (child.visible)
                found = Math.max(found, isWhole(child) ? upper + child.height : lowest(child, upper));
        }
        return found;
    }

    function isWhole(item: Item): bool {
        return [Text, Icon, CodeCard, ChipField, Pressable, Point, AnswerRow, MaterialLine].some(kind => item instanceof kind);
    }
}
