import QtQuick

TextBlock {
    font.pixelSize: tokens.headingSize
    font.bold: true
    Accessible.role: Accessible.Heading
}
