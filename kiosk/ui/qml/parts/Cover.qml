import QtQuick

// The curtain over what is personal, and the warning before the end. Any touch lifts either.
Rectangle {
    id: cover

    required property Tokens tokens
    required property int secondsLeft

    visible: state !== ""
    color: state === "curtain" ? tokens.bar : tokens.ground
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    MouseArea {
        anchors.fill: parent
    }
    Card {
        visible: cover.state === "warning"
        x: (cover.width - width) / 2
        y: Math.min(cover.height - height, Math.max((cover.height - height) / 2, cover.tokens.reachTop))
        width: Math.min(cover.width - 2 * cover.tokens.margin, 330 * cover.tokens.mm)
        tokens: cover.tokens
        padding: (cover.tokens.wide ? 8 : 16) * cover.tokens.mm
        spacing: (cover.tokens.wide ? 5 : 9) * cover.tokens.mm
        border.color: cover.tokens.accent
        border.width: 2 * cover.tokens.edge

        Icon {
            name: "clock"
            tint: cover.tokens.accent
            size: 34 * cover.tokens.mm
            anchors.horizontalCenter: parent.horizontalCenter
        }
        Heading {
            id: words

            tokens: cover.tokens
            width: parent.width
            text: cover.state === "curtain" ? curtain.text : cover.tokens.words["idle_title"]
            horizontalAlignment: Text.AlignHCenter
        }
        TextBlock {
            tokens: cover.tokens
            width: parent.width
            text: cover.tokens.words["idle_text"].replace("%1", cover.secondsLeft)
            horizontalAlignment: Text.AlignHCenter
        }
        PrimaryButton {
            objectName: "still-here"
            tokens: cover.tokens
            text: cover.tokens.words["still_here"]
            height: (cover.tokens.wide ? 28 : 40) * cover.tokens.mm
            width: parent.width
        }
    }
    Column {
        visible: cover.state === "curtain"
        anchors.centerIn: parent
        width: parent.width - 4 * cover.tokens.margin
        spacing: 12 * cover.tokens.mm

        Icon {
            name: "hidden"
            tint: cover.tokens.barInk
            size: 54 * cover.tokens.mm
            anchors.horizontalCenter: parent.horizontalCenter
        }
        Heading {
            id: curtain

            objectName: "curtain"
            tokens: cover.tokens
            width: parent.width
            text: cover.tokens.words["curtain"]
            color: cover.tokens.barInk
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
