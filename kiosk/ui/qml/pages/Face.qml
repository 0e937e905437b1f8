pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// Before the camera: asked first, and the other way weighs the same; then what it sees, mirrored, while three
// seconds are counted down and while it compares.
Page {
    id: page

    readonly property FaceConfirming face: session.confirming.face
    readonly property bool asked: face.state === "asked"
    readonly property bool counting: face.state === "counting"
    readonly property bool looking: face.state === "looking"
    readonly property bool before: counting || looking

    stepped: true
    heading: tokens.words[asked ? "face_title" : before ? "face_look" : "face_failed"]
    lead: asked ? tokens.words["face_consent"] : before ? tokens.words["face_hold"] : ""

    Illustration {
        visible: !page.before
        width: parent.width
        tokens: page.tokens
        name: page.face.state === "over" ? "mobile" : "person"
        implicitHeight: 150 * page.tokens.mm
    }
    TextBlock {
        visible: page.asked
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words[page.face.fetches ? "face_kept_platform" : "face_kept"]
        color: page.tokens.soft
    }
    Rectangle {
        visible: page.before
        width: Math.min(parent.width, 260 * page.tokens.mm)
        height: width * 0.75
        anchors.horizontalCenter: parent.horizontalCenter
        radius: page.tokens.radius
        color: page.tokens.accentWash
        border.color: page.tokens.accent
        border.width: 2 * page.tokens.edge
        Accessible.role: Accessible.Graphic
        Accessible.name: page.tokens.words["face_look"]

        Image {
            anchors.fill: parent
            anchors.margins: 2 * page.tokens.edge
            visible: page.face.picture !== ""
            source: page.face.picture
            cache: false
            mirror: true
            fillMode: Image.PreserveAspectCrop
        }
    }
    TextBlock {
        visible: page.counting
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["face_count"].replace("%1", page.face.number)
        font.pixelSize: page.tokens.headingSize
        font.bold: true
        horizontalAlignment: Text.AlignHCenter
        Accessible.role: Accessible.Indicator
        Accessible.name: text
    }
    Working {
        visible: page.looking
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words["face_looking"]
    }
    Banner {
        visible: page.face.says !== ""
        width: parent.width
        tokens: page.tokens
        tone: page.face.state === "over" ? "bad" : "warm"
        text: page.face.says
    }
    TextBlock {
        visible: page.face.state === "again"
        width: parent.width
        tokens: page.tokens
        text: page.tokens.words["face_tries"].replace("%1", page.face.tries)
        color: page.tokens.soft
    }
    actions: [
        QuietButton {
            objectName: "face.agree"
            visible: page.asked
            width: parent.width
            tokens: page.tokens
            drawing: "person"
            text: page.tokens.words["face_agree"]
            onClicked: page.face.agree()
        },
        QuietButton {
            objectName: "face.again"
            visible: page.face.state === "again"
            width: parent.width
            tokens: page.tokens
            drawing: "person"
            text: page.tokens.words["again"]
            onClicked: page.face.again()
        },
        QuietButton {
            objectName: "face.phone"
            width: parent.width
            tokens: page.tokens
            drawing: "mobile"
            text: page.tokens.words[page.asked ? "face_decline" : "social_by_phone"]
            onClicked: page.face.decline()
        }
    ]
}
