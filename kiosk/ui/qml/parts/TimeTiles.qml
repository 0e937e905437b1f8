pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Times to choose from: days or plans one below the other, the times of a day on a grid.
Column {
    id: list

    required property Tokens tokens
    required property TimesView times

    spacing: 5 * tokens.mm

    Banner {
        width: parent.width
        visible: text !== ""
        tokens: list.tokens
        text: list.times.note
    }
    TextBlock {
        width: parent.width
        visible: list.times.state === "slots"
        tokens: list.tokens
        text: list.times.day
        font.bold: true
    }
    Grid {
        id: grid

        visible: list.times.state === "slots"
        width: parent.width
        columns: list.tokens.large ? 2 : 3
        spacing: list.tokens.gap

        Repeater {
            model: list.times.state === "slots" ? list.times.tiles : []

            SlotTile {
                required property var modelData

                objectName: "time." + modelData.title
                width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
                tokens: list.tokens
                text: modelData.title
                hint: modelData.hint
                available: !modelData.full
                onClicked: list.times.choose(modelData.value)
            }
        }
    }
    Repeater {
        model: list.times.state === "slots" ? [] : list.times.tiles

        ChoiceButton {
            required property var modelData

            objectName: "day." + modelData.value
            width: parent ? parent.width : 0
            tokens: list.tokens
            text: modelData.title
            hint: modelData.hint
            available: !modelData.full
            trail: modelData.full ? "" : "next"
            drawing: "clock"
            Accessible.role: Accessible.Button
            onClicked: list.times.choose(modelData.value)
        }
    }
    Banner {
        width: parent.width
        visible: list.times.state === "none"
        tokens: list.tokens
        text: list.times.lacking
    }
    Banner {
        width: parent.width
        visible: list.times.state === "offline" || list.times.state === "trouble"
        tokens: list.tokens
        tone: "bad"
        text: list.tokens.words[list.times.state === "offline" ? "booking_offline_text" : "trouble"]
    }
    Working {
        visible: list.times.state === "loading" && list.times.waiting.level > 0
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: list.tokens
        text: list.tokens.words[list.times.waiting.level > 1 ? "still_waiting" : "booking_loading"]
    }
}
