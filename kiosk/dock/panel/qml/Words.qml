import QtQuick

Text {
    font.family: Look.font
    font.pixelSize: Look.size
    color: Look.ink
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
}
