pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// What came by these hands: numbers and states.
Page {
    id: page

    readonly property StaffBook book: terminal.staff.book

    heading: tokens.words["book_title"]
    lead: tokens.words["book_lead"]

    Banner {
        width: parent.width
        visible: page.book.rows.length === 0
        tokens: page.tokens
        text: page.tokens.words["book_none"]
    }
    Repeater {
        model: page.book.rows

        AnswerRow {
            required property var modelData
            required property int index

            width: parent ? parent.width : 0
            tokens: page.tokens
            first: index === 0
            title: modelData.at + "  " + modelData.title + "（" + modelData.role + "）"
            value: modelData.number + "\n" + modelData.state
            button: ""
            act: ""
        }
    }
}
