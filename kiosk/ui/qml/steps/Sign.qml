pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// The application form, to be read first and then signed. What is signed is exactly what is shown.
Page {
    id: page

    readonly property SigningView signing: session.signing
    readonly property bool shown: signing.state === "shown" || signing.state === "signing"
    property bool writing: false

    question: (shown && (!writing || pad.written)) || signing.state === "failed"
    stepped: true
    heading: signing.signer ? tokens.words[writing ? "sign_here_by" : "sign_read_by"].replace("%1", signing.signer)
        : writing ? tokens.words["sign_here"] : session.asked.title
    lead: writing ? tokens.words["sign_how"] : signing.signer ? tokens.words["sign_read_by_text"] : session.asked.text
    spacing: 5 * tokens.mm
    overlap: 14 * tokens.mm

    Banner {
        width: parent.width
        visible: page.signing.state === "failed" || page.session.trouble !== ""
        tokens: page.tokens
        tone: "bad"
        text: page.session.trouble || page.tokens.words["sign_failed"]
    }
    Working {
        visible: page.signing.state === "making" && page.signing.waiting.level > 0
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        text: page.tokens.words["sign_making"]
    }
    Repeater {
        model: page.writing ? [] : page.signing.sheets

        Rectangle {
            id: frame

            required property string modelData
            required property int index

            width: parent ? parent.width : 0
            height: picture.height
            color: page.tokens.paper
            clip: true

            Image {
                id: picture

                // The paper's margins at both sides are blank: without them the words are larger.
                objectName: "sheet." + frame.index
                anchors.horizontalCenter: parent.horizontalCenter
                width: frame.width * 210 / 184
                height: width * 297 / 210
                source: frame.modelData
                cache: false
                mipmap: true
                fillMode: Image.PreserveAspectFit
                Accessible.role: Accessible.Graphic
                Accessible.name: page.tokens.words["sign_form"]
            }
        }
    }
    Rectangle {
        visible: page.writing
        width: parent.width
        height: Math.min(150 * page.tokens.mm, Math.max(56 * page.tokens.mm, page.room * 0.55))
        radius: page.tokens.radius
        color: page.tokens.paper
        border.color: page.tokens.accent
        border.width: 1.5 * page.tokens.edge

        Rectangle {
            x: 12 * page.tokens.mm
            y: parent.height * 0.74
            width: parent.width - 24 * page.tokens.mm
            height: page.tokens.edge
            color: page.tokens.edgeColor
        }
        TextBlock {
            visible: pad.blank
            anchors.centerIn: parent
            tokens: page.tokens
            text: page.tokens.words["sign_blank"]
            color: page.tokens.soft
        }
        SignaturePad {
            id: pad

            objectName: "sign.pad"
            anchors.fill: parent
            anchors.margins: 2 * page.tokens.edge
            pixelsPerMm: page.tokens.mm
            enabled: page.signing.state === "shown"
            Accessible.role: Accessible.Canvas
            Accessible.name: page.tokens.words["sign_here"]
        }
    }
    QuietButton {
        objectName: "sign.clear"
        visible: page.writing
        anchors.right: parent ? parent.right : undefined
        tokens: page.tokens
        drawing: "edit"
        available: !pad.blank && page.signing.state === "shown"
        text: page.tokens.words["sign_clear"]
        onClicked: pad.clear()
    }
    actions: [
        PrimaryButton {
            objectName: page.signing.state === "failed" ? "sign.again" : page.writing ? "sign.done" : "sign.start"
            visible: page.shown || page.signing.state === "failed"
            width: parent.width
            tokens: page.tokens
            drawing: page.writing ? "check" : "edit"
            available: !page.writing || (pad.written && page.signing.state === "shown")
            text: page.tokens.words[page.signing.state === "failed" ? "again" : page.writing ? "sign_done" : "sign_start"]
            onClicked: {
                if (page.signing.state === "failed")
                    page.signing.again();
                else if (page.writing)
                    page.signing.sign(page.session.asked.key, pad.strokes());
                else
                    page.writing = true;
            }
        },
        Pair {
            id: pair

            visible: page.shown && page.writing
            width: parent.width
            tokens: page.tokens

            QuietButton {
                objectName: "sign.form"
                width: pair.share
                tokens: page.tokens
                drawing: "document"
                text: page.tokens.words["sign_form"]
                onClicked: page.writing = false
            }
            QuietButton {
                objectName: "sign.help"
                width: pair.share
                tokens: page.tokens
                drawing: "help"
                text: page.tokens.words["sign_cannot"]
                onClicked: page.terminal.aside("CannotSign")
            }
        }
    ]
}
