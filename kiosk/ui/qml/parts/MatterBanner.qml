import QtQuick

// What was filed here and where it stands; what is not accepted yet may be taken back.
Column {
    id: matter

    required property Tokens tokens
    required property string text
    property string button: "" // object name of the button; empty where nothing can be taken back
    property string progress: "" // the same of the way to the departments' parts; empty where there are none
    signal takenBack
    signal followed

    spacing: 3 * tokens.mm
    bottomPadding: button + progress !== "" ? 4 * tokens.mm : 0

    Banner {
        width: parent.width
        tokens: matter.tokens
        text: matter.text
    }
    Row {
        anchors.right: parent.right
        spacing: matter.tokens.gap

        QuietButton {
            objectName: matter.button
            visible: matter.button !== ""
            tokens: matter.tokens
            text: matter.tokens.words["withdraw"]
            onClicked: matter.takenBack()
        }
        QuietButton {
            objectName: matter.progress
            visible: matter.progress !== ""
            tokens: matter.tokens
            text: matter.tokens.words["progress"]
            onClicked: matter.followed()
        }
    }
}
