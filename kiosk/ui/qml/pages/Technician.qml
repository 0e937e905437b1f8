pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// A page of a technician: one sentence first, then lines, then what can be done. The overview leads to the others.
Page {
    id: page

    readonly property TechnicianView carer: terminal.technician
    readonly property var sheet: carer.sheet

    heading: sheet.heading || tokens.words["technician_busy"]
    lead: [carer.who, sheet.lead].filter(text => text !== "").join("\n")

    Banner {
        width: parent.width
        visible: page.sheet.says !== ""
        tokens: page.tokens
        tone: page.sheet.tone
        text: page.sheet.says
    }
    Banner {
        width: parent.width
        visible: page.carer.prompt !== ""
        tokens: page.tokens
        drawing: "help"
        text: page.carer.prompt
    }
    Working {
        visible: page.carer.works
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words["technician_busy"]
    }
    Repeater {
        model: page.carer.works ? [] : page.sheet.acts

        QuietButton {
            required property var modelData

            objectName: "care." + modelData.act
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: modelData.label
            onClicked: page.carer.act(modelData.act)
        }
    }
    Repeater {
        model: page.carer.works && page.carer.prompt !== "" ? [] : page.sheet.rows

        AnswerRow {
            required property var modelData
            required property int index

            width: parent ? parent.width : 0
            tokens: page.tokens
            first: index === 0
            title: modelData.title
            value: modelData.value
            button: modelData.act === "" ? "" : "care." + modelData.act
            act: modelData.label
            drawing: "wrench"
            available: !page.carer.works
            onTapped: page.carer.act(modelData.act)
        }
    }
    Grid {
        visible: page.carer.atFirst
        width: parent.width
        columns: 2
        spacing: page.tokens.gap

        Repeater {
            model: page.carer.menu

            QuietButton {
                required property string modelData

                objectName: "care.go." + modelData
                width: (page.breadth - page.tokens.gap) / 2
                tokens: page.tokens
                text: page.tokens.words["technician_go_" + modelData]
                onClicked: page.carer.go(modelData)
            }
        }
    }
    actions: [
        QuietButton {
            objectName: "care.again"
            visible: page.carer.atFirst
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["technician_again"]
            available: !page.carer.works
            onClicked: page.carer.go("overview")
        },
        QuietButton {
            objectName: "care.leave"
            width: parent.width
            tokens: page.tokens
            drawing: "exit"
            text: page.tokens.words["technician_leave"]
            onClicked: page.carer.signOut()
        }
    ]
}
