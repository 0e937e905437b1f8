pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// Between two people: papers to the county, call-backs, the month. Numbers, and nobody's name.
Page {
    id: page

    readonly property StaffDuties duties: terminal.staff.duties
    readonly property HandOverList list: duties.papers
    readonly property string sheet: duties.page
    readonly property bool idle: !duties.works && !list.works

    heading: sheet === "month" ? tokens.words["duty_month_of"].replace("%1", duties.monthName) : tokens.words["duty_" + sheet]
    lead: tokens.words["duty_lead_" + sheet] ?? "" // the menu has none

    Banner {
        width: parent.width
        visible: page.duties.says !== ""
        tokens: page.tokens
        tone: page.duties.tone || "warm"
        text: page.duties.says
    }
    Banner {
        width: parent.width
        visible: page.sheet === "calls" && page.idle && page.duties.calls.length === 0
        tokens: page.tokens
        text: page.tokens.words["duty_calls_none"]
    }
    Repeater {
        model: page.sheet === "menu" ? page.duties.menu : []

        ChoiceButton {
            required property string modelData

            objectName: "duty." + modelData
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: page.tokens.words["duty_" + modelData]
            hint: page.tokens.words["duty_hint_" + modelData]
            drawing: ({ hand_over: "box", calls: "phone", month: "document", pin: "shield" })[modelData]
            Accessible.role: Accessible.Button
            onClicked: page.duties.go(modelData)
        }
    }
    Repeater {
        model: page.sheet === "hand_over" ? page.list.rows : []

        CountRow {
            required property var modelData
            required property int index

            width: parent ? parent.width : 0
            tokens: page.tokens
            name: modelData.filing
            title: modelData.title
            value: modelData.number
            count: modelData.count
            first: index === 0
            available: !page.list.printed && page.idle
            onStepped: by => page.list.count(modelData.filing, by)
        }
    }
    Repeater {
        model: page.sheet === "calls" ? page.duties.calls : []

        AnswerRow {
            required property var modelData
            required property int index

            width: parent ? parent.width : 0
            tokens: page.tokens
            first: index === 0
            title: modelData.title + (modelData.tried ? "  " + page.tokens.words["duty_tried"] : "")
            value: modelData.number
            button: "call." + modelData.filing
            act: page.tokens.words["duty_note"]
            drawing: "phone"
            available: page.idle
            onTapped: page.duties.callAbout(modelData.filing)
        }
    }
    Repeater {
        model: page.sheet === "call" ? page.duties.results : []

        ChoiceButton {
            required property string modelData

            objectName: "result." + modelData
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: page.tokens.words["duty_result_" + modelData]
            Accessible.role: Accessible.Button
            onClicked: page.duties.note(modelData)
        }
    }
    Repeater {
        model: page.sheet === "month" ? page.duties.month : []

        AnswerRow {
            required property var modelData
            required property int index

            width: parent ? parent.width : 0
            tokens: page.tokens
            first: index === 0
            title: modelData.title
            value: modelData.value
            button: ""
            act: ""
        }
    }
    actions: [
        PrimaryButton {
            objectName: "duty.print"
            visible: page.sheet === "month" || (page.sheet === "hand_over" && !page.list.printed)
            width: parent.width
            tokens: page.tokens
            drawing: "printer"
            text: page.tokens.words[page.sheet === "month" ? "duty_print" : "duty_print_two"]
            available: page.idle && (page.sheet === "month" || page.list.goes)
            onClicked: page.sheet === "month" ? page.duties.printMonth() : page.list.print()
        },
        QuietButton {
            objectName: "duty.other"
            visible: page.sheet === "month"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words[page.duties.isLast ? "duty_this_month" : "duty_last_month"]
            onClicked: page.duties.otherMonth()
        },
        PrimaryButton {
            objectName: "duty.signed"
            visible: page.sheet === "hand_over" && page.list.printed
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["duty_both_signed"]
            onClicked: page.list.sign()
        },
        QuietButton {
            objectName: "duty.again"
            visible: page.sheet === "hand_over" && page.list.printed
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["duty_print_again"]
            onClicked: page.list.print()
        },
        QuietButton {
            objectName: "duty.count"
            visible: page.sheet === "hand_over" && page.list.printed
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["duty_count_again"]
            onClicked: page.list.reconsider()
        }
    ]
}
