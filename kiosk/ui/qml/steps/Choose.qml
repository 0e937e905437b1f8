pragma ComponentBehavior: Bound
import QtQuick
import "../keyboard"
import "../parts"

Page {
    id: page

    property bool searching: false
    property bool asking: false

    // 继续 after a name that only one place has: that place is meant.
    function accept(text: string) {
        session.asked.search(text);
        if (session.asked.found.length === 1)
            session.choose(session.asked.key, session.asked.found[0].value);
    }

    stepped: true
    whole: searching
    heading: session.asked.title
    lead: session.asked.text
    spacing: 5 * tokens.mm

    ErrorSummary {
        width: parent.width
        tokens: page.tokens
        errors: page.session.asked.errors
    }
    Repeater {
        model: page.session.asked.options

        ChoiceButton {
            required property var modelData

            objectName: "choice." + modelData.value
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: modelData.title
            hint: modelData.hint
            chosen: modelData.chosen
            drawing: page.session.asked.searchable ? "pin" : "document"
            onClicked: page.session.choose(page.session.asked.key, modelData.value)
        }
    }
    Loader {
        active: page.session.asked.searchable
        visible: active
        width: parent.width

        sourceComponent: ChoiceButton {
            objectName: "choice.other"
            tokens: page.tokens
            text: page.tokens.words["other_place"]
            hint: page.tokens.words["other_place_hint"]
            drawing: "search"
            Accessible.role: Accessible.Button
            onClicked: page.searching = true
        }
    }
    Loader {
        active: page.session.asked.why !== ""
        visible: active

        sourceComponent: QuietButton {
            objectName: "why"
            tokens: page.tokens
            text: page.tokens.words["why"]
            drawing: "question"
            onClicked: page.asking = !page.asking
        }
    }
    TextBlock {
        visible: page.asking
        width: parent.width
        tokens: page.tokens
        text: page.session.asked.why
        color: page.tokens.soft
    }
    Loader {
        parent: page
        active: page.searching
        anchors.fill: parent
        z: 1
        focus: page.searching

        sourceComponent: KeyboardPage {
            objectName: "search"
            tokens: page.tokens
            title: page.session.asked.title
            placeholder: page.tokens.words["search_place"]
            mode: "pinyin"
            language: page.terminal.language
            results: page.session.asked.found
            onEdited: text => page.session.asked.search(text)
            onAccepted: text => page.accept(text)
            onChosen: value => page.session.choose(page.session.asked.key, value)
            onCancelled: page.searching = false
        }
    }
}
