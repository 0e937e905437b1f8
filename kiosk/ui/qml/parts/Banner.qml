pragma ComponentBehavior: Bound
import QtQuick

// One sentence that matters now, with a drawing: good, warm (take note) or bad (put right).
Rectangle {
    id: banner

    required property Tokens tokens
    required property string text
    property string tone: "warm"
    property string drawing: tone === "good" ? "check" : tone === "bad" ? "warning" : "notice"
    readonly property color tint: tone === "good" ? tokens.good : tone === "bad" ? tokens.bad : tokens.note

    implicitHeight: content.implicitHeight + 10 * tokens.mm
    radius: tokens.radius
    color: tone === "good" ? tokens.goodWash : tone === "bad" ? tokens.badWash : tokens.warmWash
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Loader {
        id: content

        active: banner.visible // most have nothing to say: a page is there sooner without what is in them
        anchors.verticalCenter: parent.verticalCenter
        x: 8 * banner.tokens.mm
        width: banner.width - 16 * banner.tokens.mm

        sourceComponent: Item {
            implicitHeight: Math.max(words.implicitHeight, picture.height)

            Icon {
                id: picture

                name: banner.drawing
                tint: banner.tint
                size: 14 * banner.tokens.mm
                anchors.verticalCenter: parent.verticalCenter
            }
            TextBlock {
                id: words

                tokens: banner.tokens
                anchors.left: picture.right
                anchors.leftMargin: 6 * banner.tokens.mm
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: banner.text
                color: banner.tint
                Accessible.ignored: true
            }
        }
    }
}
