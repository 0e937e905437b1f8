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
    property int typing: -1 // which field has the window to itself; none is -1
    property bool choosing: false // and whether it is tapped there
    readonly property var nothing: ({ key: "", type: "", title: "", example: "", value: "", shown: "", error: "", origin: "", inline: [], listed: false })
    readonly property var fields: session.asked.fields
    readonly property var field: fields[typing] ?? nothing

    readonly property bool single: tokens.elder && fields.length > 1 // one field at a time
    property int at: 0 // which one that is

    // What has to be put right is what is shown.
    function toMistake() {
        const wrong = fields.findIndex(field => field.error !== "");
        if (single && wrong >= 0)
            at = wrong;
    }

    onFieldsChanged: toMistake()
    stepped: true
    whole: typing >= 0
    heading: session.asked.title
    lead: single ? tokens.words["field_of"].replace("%1", at + 1).replace("%2", fields.length) : session.asked.text

    ErrorSummary {
        width: parent.width
        tokens: page.tokens
        errors: page.session.asked.errors
    }
    Repeater {
        model: page.fields.length // their number: what is typed or tapped leaves the focus where it is

        Loader {
            id: place

            required property int index
            readonly property var entry: page.fields[index] ?? page.nothing

            width: parent ? parent.width : 0
            visible: !page.single || index === page.at
            sourceComponent: entry.inline.length > 0 ? tapped : opened

            Component {
                id: opened

                FieldButton {
                    objectName: "field." + place.entry.key
                    tokens: page.tokens
                    text: place.entry.title
                    value: place.entry.shown
                    error: place.entry.error
                    origin: place.entry.origin
                    hint: place.entry.listed ? page.tokens.words["chips_none"] : page.tokens.words["example"].replace("%1", place.entry.example)
                    onClicked: {
                        page.choosing = place.entry.listed;
                        page.typing = place.index;
                    }
                }
            }
            Component {
                id: tapped

                ChipField {
                    objectName: "field." + place.entry.key
                    tokens: page.tokens
                    key: place.entry.key
                    text: place.entry.title
                    error: place.entry.error
                    origin: place.entry.origin
                    options: place.entry.inline
                    several: place.entry.type === "multi"
                    onTapped: value => page.session.asked.tap(place.entry.key, value)
                }
            }
        }
    }
    actions: [
        PrimaryButton {
            objectName: "continue"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["continue"]
            onClicked: {
                if (page.single && page.at + 1 < page.fields.length)
                    page.at += 1;
                else
                    page.session.fill(page.session.asked.key);
            }
        },
        QuietButton {
            objectName: "field.before"
            visible: page.single && page.at > 0
            width: parent.width
            tokens: page.tokens
            drawing: "up"
            text: page.tokens.words["field_before"]
            onClicked: page.at -= 1
        }
    ]
    Loader {
        parent: page
        active: page.typing >= 0
        anchors.fill: parent
        z: 1
        focus: page.typing >= 0

        sourceComponent: page.choosing ? listed : keys
    }
    Component {
        id: listed

        ChipPage {
            tokens: page.tokens
            title: page.field.title
            options: page.session.asked.choices(page.field.key, page.field.value)
            several: page.field.type === "multi"
            onTapped: value => {
                const one = page.field.type === "choice";
                page.session.asked.tap(page.field.key, value);
                if (one)
                    page.typing = -1;
            }
            onDone: page.typing = -1
        }
    }
    Component {
        id: keys

        KeyboardPage {
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
