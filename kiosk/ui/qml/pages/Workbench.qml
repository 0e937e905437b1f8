pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// Between two people: what was done, what waits, and how the next one begins. Nobody's name.
Page {
    id: page

    readonly property StaffView staff: terminal.staff
    readonly property StaffBook book: staff.book
    readonly property bool runs: book.batch !== ""

    heading: tokens.words["bench_title"]
    lead: [["bench_today", book.counts.today], ["bench_waiting", book.counts.waiting], ["bench_due", book.counts.due]]
        .map(each => tokens.words[each[0]].replace("%1", each[1])).join("　")

    Banner {
        width: parent.width
        visible: page.runs
        tokens: page.tokens
        tone: "good"
        drawing: "person"
        text: page.tokens.words["bench_batch"].replace("%1", page.book.batch)
    }
    Repeater {
        model: page.runs ? [] : page.staff.bench.roles

        ChoiceButton {
            required property string modelData

            objectName: "bench." + modelData
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: page.tokens.words["bench_" + modelData]
            hint: page.tokens.words["bench_hint_" + modelData]
            drawing: modelData === "assist" ? "person" : "document"
            Accessible.role: Accessible.Button
            onClicked: page.staff.bench.choose(modelData, false)
        }
    }
    ChoiceButton {
        objectName: "bench.many"
        visible: !page.runs && page.staff.bench.roles.includes("assist")
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["bench_many"]
        hint: page.tokens.words["bench_hint_many"]
        drawing: "receipt"
        Accessible.role: Accessible.Button
        onClicked: page.staff.bench.choose("assist", true)
    }
    ChoiceButton {
        objectName: "bench.book"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["bench_book"]
        drawing: "document"
        Accessible.role: Accessible.Button
        onClicked: page.staff.bench.openBook()
    }
    ChoiceButton {
        objectName: "bench.duties"
        visible: !page.runs
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["bench_duties"]
        hint: page.tokens.words["bench_hint_duties"]
        drawing: "receipt"
        Accessible.role: Accessible.Button
        onClicked: page.staff.bench.openDuties()
    }
    actions: [
        PrimaryButton {
            objectName: "bench.next"
            visible: page.runs
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["bench_next"]
            onClicked: page.staff.bench.next()
        },
        QuietButton {
            objectName: "bench.end"
            visible: page.runs
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["bench_end"]
            onClicked: page.staff.bench.endBatch()
        },
        QuietButton {
            objectName: "bench.leave"
            width: parent.width
            tokens: page.tokens
            drawing: "exit"
            text: page.tokens.words["bench_leave"]
            onClicked: page.staff.signOut()
        }
    ]
}
