pragma ComponentBehavior: Bound
import QtQuick
import "parts"

// For the person: another machine. For the technician: what is wrong, in the words of the command line.
Window {
    id: window

    required property var words
    required property list<string> mistakes
    property real pixelsPerMm: 0

    visible: false
    width: 1080
    height: 1920
    color: tokens.ground
    title: tokens.words["closed_title"] ?? ""

    Tokens {
        id: tokens

        mm: window.pixelsPerMm > 0 ? window.pixelsPerMm : Math.min(window.width / 398, window.height / 708)
        breadth: window.width / mm
        stature: window.height / mm
        words: window.words
    }
    Column {
        x: tokens.margin
        y: tokens.wide ? tokens.margin : window.height * 0.12
        width: window.width - 2 * tokens.margin
        spacing: (tokens.wide ? 4 : 10) * tokens.mm

        Heading {
            tokens: tokens
            width: parent.width
            text: tokens.words["closed_title"] ?? ""
            font.pixelSize: tokens.displaySize
        }
        TextBlock {
            tokens: tokens
            width: parent.width
            text: tokens.words["closed_text"] ?? ""
        }
        Card {
            width: parent.width
            tokens: tokens

            TextBlock {
                tokens: tokens
                width: parent.width
                text: tokens.words["closed_technician"] ?? ""
                font.bold: true
            }
            Repeater {
                model: window.mistakes

                TextBlock {
                    required property string modelData

                    tokens: tokens
                    width: parent ? parent.width : 0
                    text: modelData
                    color: tokens.soft
                    font.pixelSize: tokens.smallSize
                    wrapMode: Text.Wrap
                }
            }
        }
    }
}
