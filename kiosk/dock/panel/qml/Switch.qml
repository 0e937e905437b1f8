pragma ComponentBehavior: Bound
import QtQuick

// How a part of a device is, and how else it could be: one press each.
Column {
    id: row

    property string label: ""
    property string name: ""
    property string value: ""
    property var choices: [] // {value, text, warns}

    signal chosen(string value)

    spacing: 3

    Look {
        id: look
    }
    Words {
        text: row.label
        color: look.soft
        font.pixelSize: 13
    }
    Row {
        spacing: 6

        Repeater {
            model: row.choices

            Press {
                required property var modelData

                objectName: row.name + "." + modelData.value
                text: modelData.text
                chosen: row.value === modelData.value
                warns: modelData.warns === true
                onClicked: row.chosen(modelData.value)
            }
        }
    }
}
