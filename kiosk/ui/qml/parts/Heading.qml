import QtQuick

TextBlock {
    font.pixelSize: tokens.headingSize
    font.bold: true
    lineHeight: 1.3
    Accessible.role: Accessible.Heading
}
