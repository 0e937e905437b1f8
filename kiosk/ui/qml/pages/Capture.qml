pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// A paper under the camera: how it lies, said in words; each page looked at before it counts.
Page {
    id: page

    readonly property MaterialsView materials: session.materials
    readonly property Capturing camera: materials.camera
    readonly property var here: materials.here
    readonly property bool live: camera.state === "live" || camera.state === "taking"
    readonly property bool looking: camera.state === "look"
    readonly property bool listing: camera.state === "pages"

    question: camera.state !== "taking"
    stepped: true
    heading: looking ? tokens.words["capture_look"]
        : listing ? tokens.words["capture_pages"].replace("%1", camera.pages.length)
        : camera.state === "gone" ? tokens.words["capture_broken"] : here.offer ?? ""
    lead: looking ? tokens.words["capture_look_lead"] : listing ? tokens.words["capture_pages_lead"]
        : live ? tokens.words["capture_lead"].replace("%1", here.text ?? "") : ""
    spacing: 6 * tokens.mm

    Banner {
        id: guide

        visible: text !== "" && !page.looking && !page.listing
        width: parent.width
        tokens: page.tokens
        tone: page.camera.good || page.camera.state === "taking" ? "good" : page.camera.state === "gone" ? "bad" : "warm"
        text: page.camera.state === "taking" ? page.tokens.words["capture_taking"] : page.camera.says
    }
    Rectangle {
        visible: page.live || page.looking
        readonly property real space: Math.max(60 * page.tokens.mm, page.room - (guide.visible ? guide.height + page.spacing : 0))

        width: Math.min(parent.width, page.live ? space * 4 / 3 : parent.width)
        height: page.live ? width * 3 / 4 : space // as the camera sees, or as high as the page
        anchors.horizontalCenter: parent.horizontalCenter
        radius: page.tokens.radius
        color: page.tokens.accentWash
        border.color: page.camera.good ? page.tokens.good : page.tokens.accent
        border.width: 2 * page.tokens.edge
        Accessible.role: Accessible.Graphic
        Accessible.name: page.heading

        Image {
            objectName: "capture.picture"
            anchors.fill: parent
            anchors.margins: 2 * page.tokens.edge
            source: page.looking ? page.camera.sheet : page.camera.film
            cache: false
            fillMode: Image.PreserveAspectFit
        }
        Icon {
            anchors.centerIn: parent
            visible: page.live && page.camera.film === ""
            name: "document"
            tint: page.tokens.accent
            size: 40 * page.tokens.mm
        }
    }
    Flow {
        visible: page.listing
        width: parent.width
        spacing: page.tokens.gap

        Repeater {
            model: page.listing ? page.camera.pages : []

            PageThumb {
                required property var modelData

                width: (parent ? parent.width - 2 * page.tokens.gap : 0) / 3
                objectName: "capture.page." + modelData.number
                tokens: page.tokens
                picture: modelData.picture
                text: page.tokens.words["capture_page"].replace("%1", modelData.number)
                onClicked: page.camera.look(modelData.part)
            }
        }
    }
    Banner {
        visible: page.listing && !page.camera.room
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["capture_full"]
    }
    Illustration {
        visible: page.camera.state === "gone"
        width: parent.width
        implicitHeight: 120 * page.tokens.mm
        tokens: page.tokens
        name: "document"
    }
    actions: [
        Banner {
            width: parent.width
            visible: page.session.trouble !== ""
            tokens: page.tokens
            tone: "bad"
            text: page.session.trouble
        },
        PrimaryButton {
            objectName: page.looking ? "capture.keep" : page.listing ? "capture.done"
                : page.camera.state === "gone" ? "capture.retry" : "capture.take"
            visible: page.camera.state !== "taking"
            width: parent.width
            tokens: page.tokens
            drawing: page.live ? "eye" : ""
            text: page.tokens.words[page.looking ? "capture_keep" : page.listing ? "capture_done"
                : page.camera.state === "gone" ? "again" : "capture_take"]
            onClicked: {
                if (page.looking)
                    page.camera.keep();
                else if (page.listing)
                    page.materials.decide(page.materials.place, "captured");
                else if (page.camera.state === "gone")
                    page.camera.more();
                else
                    page.camera.take();
            }
        },
        QuietButton {
            objectName: page.looking ? "capture.again" : "capture.more"
            visible: page.looking || (page.listing && page.camera.room)
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words[page.looking ? "capture_again" : "capture_more"]
            onClicked: page.looking ? page.camera.again() : page.camera.more()
        },
        QuietButton {
            objectName: "capture.decline"
            visible: !page.looking && page.camera.state !== "taking"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["capture_decline"]
            onClicked: page.materials.decide(page.materials.place, "decline")
        }
    ]
}
