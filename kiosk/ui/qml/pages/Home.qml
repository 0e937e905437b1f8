pragma ComponentBehavior: Bound
import QtQuick
import "../parts"

Page {
    id: page

    heading: tokens.words["home_title"]
    lead: tokens.elder ? "" : tokens.words["home_lead"]
    spacing: (tokens.wide ? 5 : 9) * tokens.mm

    Column {
        id: matters

        width: parent.width
        spacing: page.spacing

        Loader {
            width: parent.width
            active: page.terminal.machine.scanner.says !== "" // what is not told is not made
            visible: active

            sourceComponent: Banner {
                objectName: "code.refused"
                tokens: page.tokens
                text: page.terminal.machine.scanner.says
            }
        }
        Loader {
            width: parent.width
            active: page.terminal.machine.items.length === 0
            visible: active

            sourceComponent: Banner {
                tokens: page.tokens
                text: page.tokens.words["home_nothing"]
            }
        }
        ChoiceButton {
            objectName: "night.help"
            width: parent.width
            visible: page.terminal.machine.night
            tokens: page.tokens
            text: page.tokens.words["night_home"]
            hint: page.tokens.elder ? "" : page.tokens.words["night_home_hint"]
            drawing: "phone"
            Accessible.role: Accessible.Button
            onClicked: page.terminal.aside("Help")
        }
        ChoiceButton {
            objectName: "search"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["search_home"]
            hint: page.tokens.elder ? "" : page.tokens.words["search_home_hint"]
            drawing: "search"
            Accessible.role: Accessible.Button
            onClicked: page.terminal.aside("Search")
        }
        // One column as long as all fit in it; large type keeps to one, and is turned over.
        Grid {
            id: tiles

            readonly property bool several: page.terminal.machine.items.length > 3 && (!page.tokens.large || page.tokens.wide)
            readonly property real tile: (width + columnSpacing) / columns - columnSpacing

            width: parent.width
            columns: several && !page.tokens.large && width > 200 * page.tokens.mm ? 2 : 1
            columnSpacing: 6 * page.tokens.mm
            rowSpacing: several ? 6 * page.tokens.mm : page.spacing

            ItemCard {
                objectName: "collect"
                width: tiles.tile
                tile: tiles.several
                tokens: page.tokens
                text: page.tokens.words["collect"]
                hint: page.tokens.elder ? "" : page.tokens.words[page.terminal.machine.scanner.ready ? "collect_hint_code" : "collect_hint"]
                bring: page.tokens.words["collect_bring"]
                lacking: page.terminal.machine.collecting.lacking
                preparing: page.terminal.machine.collecting.preparing
                drawing: "box"
                onClicked: page.terminal.collect("")
            }
            ItemCard {
                objectName: "booking"
                width: tiles.tile
                tile: tiles.several
                tokens: page.tokens
                text: page.tokens.words["booking"]
                hint: page.tokens.words["booking_hint"]
                bring: page.tokens.words["collect_bring"]
                lacking: page.terminal.machine.booking.lacking
                preparing: page.terminal.machine.booking.preparing
                drawing: "clock"
                onClicked: page.terminal.collect("booking")
            }
            ItemCard {
                objectName: "organisations"
                width: tiles.tile
                visible: page.terminal.machine.organisations.length > 0
                tile: tiles.several
                tokens: page.tokens
                text: page.tokens.words["organisations"]
                hint: page.tokens.words["organisations_hint"]
                drawing: "shield"
                onClicked: page.terminal.aside("Organisations")
            }
            ItemCard {
                objectName: "shelves"
                width: tiles.tile
                tile: tiles.several
                tokens: page.tokens
                text: page.tokens.words["shelves"]
                hint: page.tokens.elder ? "" : page.tokens.words["shelves_hint"]
                drawing: "search"
                onClicked: page.terminal.aside("Shelves")
            }
            Repeater {
                model: page.terminal.machine.items

                ItemCard {
                    required property var modelData

                    objectName: "item." + modelData.value
                    width: tiles.tile
                    tile: tiles.several
                    tokens: page.tokens
                    text: modelData.title
                    hint: page.tokens.elder ? "" : modelData.hint
                    bring: modelData.bring
                    lacking: modelData.lacking
                    preparing: modelData.preparing
                    closed: modelData.closed
                    drawing: "document"
                    onClicked: page.terminal.start(modelData.value)
                }
            }
        }
    }
    Loader {
        // Where few matters leave room for a plate and two lines under it.
        active: !page.tokens.wide && matters.height + page.spacing + 63 * page.tokens.mm + 3 * page.tokens.textSize <= page.room
        visible: active
        width: parent.width

        sourceComponent: Row {
            id: ways

            topPadding: 12 * page.tokens.mm

            Repeater {
                model: [["card", "way_card"], ["touch", "way_touch"], ["receipt", "way_paper"]]

                Column {
                    id: way

                    required property var modelData
                    required property int index

                    width: ways.width / 3
                    spacing: 5 * page.tokens.mm

                    Rectangle {
                        width: 46 * page.tokens.mm
                        height: width
                        radius: width / 2
                        color: page.tokens.warmWash
                        anchors.horizontalCenter: parent.horizontalCenter

                        Icon {
                            anchors.centerIn: parent
                            name: way.modelData[0]
                            tint: page.tokens.warm
                            size: 24 * page.tokens.mm
                        }
                    }
                    TextBlock {
                        tokens: page.tokens
                        width: parent.width
                        text: (way.index + 1) + "  " + page.tokens.words[way.modelData[1]]
                        horizontalAlignment: Text.AlignHCenter
                    }
                }
            }
        }
    }
    actions: Card {
        width: parent.width
        tokens: page.tokens
        color: page.tokens.accentWash
        border.color: "transparent"

        Row {
            width: parent.width
            spacing: 6 * page.tokens.mm

            Icon {
                id: shield

                name: "shield"
                tint: page.tokens.accent
                size: 16 * page.tokens.mm
                anchors.verticalCenter: parent.verticalCenter
            }
            TextBlock {
                tokens: page.tokens
                width: parent.width - shield.width - 6 * page.tokens.mm
                text: page.tokens.words["home_promise"]
                font.pixelSize: page.tokens.smallSize
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}
