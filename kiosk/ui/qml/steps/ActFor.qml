pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../keyboard"
import "../parts"

// For whom: oneself, an organisation of the register's list, or another one by its code.
Page {
    id: page

    readonly property ActingView acting: session.actFor
    property bool typing: false

    stepped: true
    whole: typing
    heading: session.asked.title
    lead: session.asked.text
    spacing: 5 * tokens.mm

    Banner {
        objectName: "act.later"
        width: parent.width
        visible: page.acting.unproved
        tokens: page.tokens
        text: page.tokens.words["act_later"]
    }
    ChoiceButton {
        objectName: "act.self"
        width: parent.width
        visible: page.acting.offersPerson
        tokens: page.tokens
        text: page.tokens.words["act_self"]
        drawing: "person"
        onClicked: page.acting.choose("")
    }
    Repeater {
        model: page.acting.rows

        ChoiceButton {
            required property var modelData

            objectName: "act." + modelData.value
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: modelData.title
            hint: modelData.hint
            chosen: modelData.chosen
            drawing: "document"
            onClicked: page.acting.choose(modelData.value)
        }
    }
    FieldButton {
        objectName: "field.organisation"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words[page.acting.rows.length > 0 ? "act_other" : "act_code"]
        value: page.acting.shown
        error: page.acting.says || page.terminal.machine.scanner.says
        hint: page.tokens.words["example"].replace("%1", "9133 0521 MA2J B0T0 TJ")
        onClicked: page.typing = true
    }
    TextBlock {
        width: parent.width
        visible: page.terminal.machine.scanner.ready
        tokens: page.tokens
        text: page.tokens.words["act_scan"]
        color: page.tokens.soft
    }
    Working {
        visible: page.acting.asking
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words["act_asking"]
    }
    actions: PrimaryButton {
        objectName: "continue"
        width: parent.width
        visible: page.acting.code !== "" && !page.acting.asking
        tokens: page.tokens
        text: page.tokens.words["continue"]
        onClicked: page.acting.choose(page.acting.code)
    }
    Loader {
        parent: page
        active: page.typing
        anchors.fill: parent
        z: 1
        focus: page.typing

        sourceComponent: KeyboardPage {
            objectName: "typing"
            tokens: page.tokens
            title: page.tokens.words["act_code"]
            text: page.acting.code
            placeholder: page.tokens.words["example"].replace("%1", "9133 0521 MA2J B0T0 TJ")
            mode: "code"
            groups: [4, 4, 4, 4, 2]
            language: page.terminal.language
            onAccepted: text => {
                page.typing = false;
                page.acting.type(text);
            }
            onCancelled: page.typing = false
        }
    }
}
