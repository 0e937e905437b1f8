import QtQuick

// A paragraph: plain text only, so that nothing from data can become markup.
Text {
    required property Tokens tokens

    color: tokens.ink
    font.pixelSize: tokens.textSize
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
