import QtQuick

// What was filed here and where it stands; what is not accepted yet may be taken back.
Column {
    id: matter

    required property Tokens tokens
    required property string text
    property string button: "" // object name of the button; empty where nothing can be taken back
    signal takenBack

    spacing: 3 * tokens.mm
    bottomPadding: button !== "" ? 4 * tokens.mm : 0

    Banner {
        width: parent.width
        tokens: matter.tokens
        text: matter.text
    }
    QuietButton {
        objectName: matter.button
        visible: matter.button !== ""
        anchors.right: parent.right
        tokens: matter.tokens
        text: matter.tokens.words["withdraw"]
        onClicked: matter.takenBack()
    }
}
