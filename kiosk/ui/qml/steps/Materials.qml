pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// What stands for every document: asked of the offices while the person waits, and then told line by line.
Page {
    id: page

    readonly property MaterialsView materials: session.materials
    readonly property int others: materials.brought
    readonly property int handed: materials.count - materials.spared - materials.later - others // photographed, or to follow

    question: !materials.asking
    stepped: true
    heading: materials.asking ? tokens.words["materials_asking"]
        : materials.spared > 0 ? tokens.words["materials_spared"].replace("%1", materials.spared)
        : tokens.words[materials.later > 0 ? "materials_later" : others > 0 ? "materials_bring" : "materials_settled"]
    lead: materials.asking ? tokens.words["materials_asking_text"]
        : others > 0 ? tokens.words["materials_left"].replace("%1", others)
        : handed > 0 ? tokens.words["materials_handed"]
        : materials.later === 0 ? tokens.words["materials_nothing_left"]
        : tokens.words[materials.confirmed ? "materials_later_text" : "materials_unconfirmed_text"]
    spacing: 6 * tokens.mm

    Card {
        width: parent.width
        tokens: page.tokens
        padding: 7 * page.tokens.mm
        spacing: 0

        Repeater {
            model: page.materials.lines

            MaterialLine {
                required property var modelData
                required property int index

                width: parent ? parent.width : 0
                tokens: page.tokens
                title: modelData.title
                says: modelData.says
                drawing: modelData.drawing
                tone: modelData.tone
                first: index === 0
            }
        }
    }
    Working {
        visible: page.materials.waiting.level > 0
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.materials.waiting.level > 1
            ? page.tokens.words["still_waiting_for"].replace("%1", page.materials.waitingFor)
            : page.tokens.words["materials_working"]
    }
    actions: [
        Banner {
            width: parent.width
            visible: page.session.trouble !== ""
            tokens: page.tokens
            tone: "bad"
            text: page.session.trouble
        },
        PrimaryButton {
            objectName: "continue"
            visible: !page.materials.asking
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["continue"]
            onClicked: page.materials.goOn(page.session.asked.key)
        },
        QuietButton {
            objectName: "materials.skip"
            visible: page.materials.waiting.level === 3
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["materials_skip"]
            onClicked: page.materials.skip()
        }
    ]
}
