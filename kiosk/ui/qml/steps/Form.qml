pragma ComponentBehavior: Bound
import QtQuick
import "../keyboard"
import "../parts"

Page {
    id: page

    question: true

    readonly property var sheets: ({
            month: "digits",
            idno: "digits",
            mobile: "digits",
            phone: "digits",
            uscc: "code",
            bank: "digits",
            money: "digits",
            share: "digits",
            area: "digits",
            int: "digits",
            period: "digits",
            date: "digits",
            region6: "digits",
            unit: "code",
            birth_certificate: "code",
            account: "digits"
        })
    readonly property var extras: ({ idno: "X", money: ".", share: ".", area: ".", period: "-" })
    readonly property var groups: ({ idno: [6, 8, 4], mobile: [3, 4, 4], uscc: [4, 4, 4, 4, 2] })
    property int typing: -1 // which field; none is -1
    readonly property var field: session.asked.fields[typing] ?? ({ key: "", type: "", title: "", example: "", value: "" })

    stepped: true
    whole: typing >= 0
    heading: session.asked.title
    lead: session.asked.text

    ErrorSummary {
        width: parent.width
        tokens: page.tokens
        errors: page.session.asked.errors
    }
    Repeater {
        model: page.session.asked.fields

        FieldButton {
            required property var modelData
            required property int index

            objectName: "field." + modelData.key
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: modelData.title
            value: modelData.shown
            error: modelData.error
            hint: page.tokens.words["example"].replace("%1", modelData.example)
            onClicked: page.typing = index
        }
    }
    actions: PrimaryButton {
        objectName: "continue"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["continue"]
        onClicked: page.session.fill(page.session.asked.key)
    }
    Loader {
        parent: page
        active: page.typing >= 0
        anchors.fill: parent
        z: 1
        focus: page.typing >= 0

        sourceComponent: KeyboardPage {
            objectName: "typing"
            tokens: page.tokens
            title: page.field.title
            text: ["month", "date"].includes(page.field.type) ? page.field.value.replace(/-/g, "") : page.field.value
            placeholder: page.tokens.words["example"].replace("%1", page.field.example)
            mode: page.sheets[page.field.type] ?? "pinyin"
            numbers: ["certificate", "deed", "line", "text"].includes(page.field.type)
            groups: page.groups[page.field.type] ?? []
            extraKey: page.extras[page.field.type] ?? ""
            language: page.terminal.language
            onAccepted: text => {
                const key = page.field.key;
                page.typing = -1;
                page.session.asked.type(key, text);
            }
            onCancelled: page.typing = -1
        }
    }
}
