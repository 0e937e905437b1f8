pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../keyboard"
import "../parts"

// What people look for, in their own words: on the keys first, then everything that fits, or where to go.
Page {
    id: page

    readonly property SearchView search: terminal.machine.search
    readonly property bool listed: search.state === "listed"
    readonly property bool elsewhere: search.state === "elsewhere"
    readonly property bool nothing: listed && search.found.length === 0

    function choose(value: string): void {
        const item = search.choose(value);
        if (item !== "")
            terminal.start(item);
    }

    question: true
    whole: search.state === "typing"
    heading: elsewhere ? search.elsewhere.title : tokens.words[nothing ? "search_nothing_title" : "search_found"]
    lead: nothing ? tokens.words["search_nothing"] : ""
    spacing: 5 * tokens.mm
    Component.onCompleted: search.begin()
    onGoes: search.end()

    Repeater {
        model: page.listed ? page.search.found : []

        ChoiceButton {
            required property var modelData

            objectName: "found." + modelData.value
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: modelData.title
            hint: modelData.hint
            drawing: modelData.here ? "document" : "pin"
            Accessible.role: Accessible.Button
            onClicked: page.choose(modelData.value)
        }
    }
    Banner {
        width: parent.width
        visible: page.elsewhere
        tokens: page.tokens
        text: page.search.elsewhere.lacking || page.tokens.words["search_not_here"]
    }
    Card {
        width: parent.width
        visible: page.elsewhere || page.nothing
        tokens: page.tokens
        padding: 12 * page.tokens.mm
        spacing: 8 * page.tokens.mm

        Point {
            width: parent.width
            visible: text !== ""
            tokens: page.tokens
            drawing: "pin"
            lead: page.tokens.words["search_where"]
            text: page.search.elsewhere.where
        }
        Point {
            width: parent.width
            visible: text !== ""
            tokens: page.tokens
            drawing: "document"
            lead: page.tokens.words["search_bring"]
            text: page.search.elsewhere.bring
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "phone"
            lead: page.tokens.words["search_call"]
            text: page.tokens.words["search_call_text"]
        }
        Point {
            width: parent.width
            tokens: page.tokens
            drawing: "help"
            lead: page.tokens.words["search_ask"]
            text: page.tokens.words["search_ask_text"]
        }
    }
    Loader {
        parent: page
        active: page.whole
        anchors.fill: parent
        z: 1
        focus: page.whole

        sourceComponent: KeyboardPage {
            id: keys

            objectName: "search"
            tokens: page.tokens
            title: page.tokens.words["search_title"]
            placeholder: page.tokens.words["search_example"]
            mode: "pinyin"
            language: page.terminal.language
            maximumLength: 40
            results: page.search.found
            beginning: page.tokens.words["search_begin"]
            nothing: page.tokens.words["search_none"]
            onEdited: text => page.search.type(text)
            onAccepted: text => page.search.accept(text)
            onChosen: value => page.choose(value)
            onCancelled: page.terminal.close()
            Component.onCompleted: text = page.search.typed // once: the keys write into it from then on

            Row {
                x: keys.inset
                y: (keys.free - height) / 2
                visible: height + 2 * keys.inset <= keys.free
                spacing: 12 * page.tokens.mm

                Rectangle {
                    width: 46 * page.tokens.mm
                    height: width
                    radius: width / 2
                    color: page.tokens.warmWash
                    anchors.verticalCenter: parent.verticalCenter

                    Icon {
                        anchors.centerIn: parent
                        name: "chat"
                        tint: page.tokens.warm
                        size: 24 * page.tokens.mm
                    }
                }
                Column {
                    spacing: 6 * page.tokens.mm

                    Repeater {
                        model: ["search_say_food", "search_say_school", "search_say_home"]

                        TextBlock {
                            required property string modelData

                            tokens: page.tokens
                            width: keys.width - 2 * keys.inset - 58 * page.tokens.mm
                            text: page.tokens.words[modelData]
                            font.pixelSize: page.tokens.headingSize
                            color: page.tokens.soft
                        }
                    }
                }
            }
        }
    }
    actions: PrimaryButton {
        objectName: "search.again"
        visible: !page.whole
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["search_again"]
        onClicked: page.search.again()
    }
}
