pragma ComponentBehavior: Bound
import QtQuick

// Something takes its time: words, and three dots that say that the machine has not stopped.
Loader {
    id: working

    required property Tokens tokens
    required property string text

    active: visible // a page that waits for nothing is there sooner without it
    Accessible.role: Accessible.Indicator
    Accessible.name: text

    sourceComponent: Row {
        spacing: 6 * working.tokens.mm

        Row {
            id: dots

            spacing: 2.5 * working.tokens.mm
            anchors.verticalCenter: parent.verticalCenter

            Repeater {
                model: 3

                Rectangle {
                    id: dot

                    required property int index

                    width: 4.5 * working.tokens.mm
                    height: width
                    radius: width / 2
                    color: working.tokens.accent
                    opacity: 0.25

                    SequentialAnimation on opacity {
                        running: working.visible
                        loops: Animation.Infinite

                        PauseAnimation {
                            duration: 220 * dot.index
                        }
                        NumberAnimation {
                            to: 1
                            duration: 330
                        }
                        NumberAnimation {
                            to: 0.25
                            duration: 330
                        }
                        PauseAnimation {
                            duration: 220 * (2 - dot.index)
                        }
                    }
                }
            }
        }
        TextBlock {
            tokens: working.tokens
            width: Math.min(implicitWidth, (working.parent?.width ?? 0) - dots.width - 6 * working.tokens.mm)
            text: working.text
            font.bold: true
            anchors.verticalCenter: parent.verticalCenter
            Accessible.ignored: true
        }
    }
}
