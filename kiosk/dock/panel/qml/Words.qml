import QtQuick

Text {
    font.family: look.font
    font.pixelSize: look.size
    color: look.ink
    wrapMode: Text.Wrap
    textFormat: Text.PlainText

    Look {
        id: look
    }
}
